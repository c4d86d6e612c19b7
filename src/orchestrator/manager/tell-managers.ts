import type { Json, NodeId } from '../../world/index.js';
import { inForce, lackOf } from '../raft/index.js';
import type { Answer } from '../wire/command.js';
import type { ManagerTurn } from './manager-turn.js';

/** Who the managers are and how far each is, as who leads knows it. `silence` is time since it was heard of. */
export function tellManagers({ manager: { raft, state }, env }: ManagerTurn): Answer {
  const { voters, learners } = inForce(raft.log).members;
  const tell = (name: NodeId, role: 'follower' | 'learner'): Json => {
    const heardAt = raft.progress[raft.peers.indexOf(name)]?.heardAt;
    const isLeader = name === raft.id;
    const silence = isLeader || heardAt === undefined ? null : env.now - heardAt;
    return { name, role: isLeader ? 'leader' : role, lack: lackOf(raft, name), silence };
  };
  const members = [...voters.map((name) => tell(name, 'follower')), ...learners.map((name) => tell(name, 'learner'))];
  const { id, term, commit } = raft;
  return { status: 200, code: null, body: { leader: id, term, commit, applied: state.applied, members }, etag: null };
}

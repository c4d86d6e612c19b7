// How members come and go. An operator's call becomes one entry, which is decided when it is proposed, because only the log says who belongs to the group;
// and a learner that has caught up is made a voter by whoever leads then.
import { answering, changed, inForce, isHanding, lackOf, mayChangeMembers, type Members } from '../raft/index.js';
import type { Command, MembersRefusal } from '../wire/command.js';
import type { ManagerTurn } from './manager-turn.js';

/** Members of a group, at most: beyond it each write waits for too many. */
const membersMax = 9;

export type ChangeMembers = Command & { do: 'members' };

/** The command with what the leader has against it, and the members that it leads to; null: as they are. */
export function decideMembers(turn: ManagerTurn, command: ChangeMembers, key: string | null): readonly [ChangeMembers, Members | null] {
  const refused = refusalOf(turn, command, key);
  const { members } = inForce(turn.manager.raft.log);
  return [{ ...command, against: refused }, refused === null ? changed(members, command) : null];
}

function refusalOf(turn: ManagerTurn, command: ChangeMembers, key: string | null): MembersRefusal | null {
  const { manager, raftTurn } = turn;
  // An answer that is remembered is given again, and nothing is done.
  const isKnown = key !== null && (manager.state.answers.has(key) || manager.byKey.has(key));
  if (isKnown || !mayChangeMembers(raftTurn)) return 'CHANGE_IN_FLIGHT';
  const { members } = inForce(manager.raft.log);
  const { voters, learners } = members;
  const { change, member } = command;
  const isMember = voters.includes(member) || learners.includes(member);
  if (change === 'add') return refusalToAdd(members, isMember);
  if (!isMember) return 'NOT_FOUND';
  if (change === 'remove' && voters.length === 1 && voters.includes(member)) return 'LAST_MANAGER';
  return isSafe(turn, changed(members, command)) ? null : 'QUORUM_AT_RISK';
}

function refusalToAdd({ voters, learners }: Members, isMember: boolean): MembersRefusal | null {
  if (isMember) return 'ALREADY_EXISTS';
  if (learners.length > 0) return 'CHANGE_IN_FLIGHT';
  return voters.length >= membersMax ? 'MANAGERS_FULL' : null;
}

/** Whether a majority of those who would decide answered lately: else the group could not go on, nor take the change back. */
function isSafe({ raftTurn }: ManagerTurn, { voters }: Members): boolean {
  return answering(raftTurn, voters) >= raftTurn.rules.quorumOf(voters.length);
}

/** The change that makes a voter of a learner that has caught up, if there is one and it may be made. */
export function promotion(turn: ManagerTurn): ChangeMembers | null {
  const { raft } = turn.manager;
  if (raft.members.learners.length === 0 || isHanding(raft) || !mayChangeMembers(turn.raftTurn)) return null;
  const member = raft.members.learners.find((each) => {
    const lack = lackOf(raft, each);
    return lack !== null && turn.raftTurn.rules.hasCaughtUp(lack);
  });
  if (member === undefined) return null;
  const command = { do: 'members', change: 'promote', member, against: null } as const;
  return isSafe(turn, changed(raft.members, command)) ? command : null;
}

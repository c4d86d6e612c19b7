// What a manager tells about itself: its place in the group, and what it knows of the state that all agree on.
import type { Effect, Request } from '../../world/index.js';
import { byLabel, counter, gauge, type Metric, replyNothingHere, serveVitals, tally, type Unready } from '../vitals/index.js';
import type { ManagerState } from './manager-state.js';

/** A manager that has not applied more than so many committed entries would tell old news. */
const lagMax = 64;

export function serveManagerVitals(manager: ManagerState, call: number, request: Request): Effect {
  const vitals = {
    node: manager.config.id,
    role: 'manager',
    unready: () => unreadyOf(manager),
    metrics: () => [...raftMetrics(manager), ...workMetrics(manager), ...stateMetrics(manager)],
  };
  return serveVitals(call, request, vitals) ?? replyNothingHere(call, request);
}

function unreadyOf({ raft, state, ending }: ManagerState): Unready | null {
  if (ending !== null) return { code: 'ENDING', detail: 'this manager was asked to end' };
  if (!raft.members.voters.includes(raft.id)) return { code: 'NOT_A_VOTER', detail: 'the log does not say that this manager decides' };
  if (raft.leader === null && raft.role !== 'leader') return { code: 'NO_LEADER', detail: 'nobody is known to lead' };
  const lag = raft.commit - state.applied;
  return lag > lagMax ? { code: 'BEHIND', detail: `${lag} committed entries are not applied` } : null;
}

const raftRoles = ['candidate', 'follower', 'leader', 'precandidate'] as const;

function raftMetrics({ raft, state, counts, durable }: ManagerState): readonly Metric[] {
  const { voters, learners } = raft.members;
  return [
    gauge(
      'raft_role',
      'What the manager is in its group: 1 for that, 0 else.',
      raftRoles.map((role) => ({ labels: { role }, value: raft.role === role ? 1 : 0 })),
    ),
    gauge('raft_term', 'The term.', raft.term),
    gauge('raft_leader_known', 'Whether it is known who leads.', raft.leader === null && raft.role !== 'leader' ? 0 : 1),
    gauge(
      'raft_members',
      'Members that the log names.',
      byLabel('as', [
        ['voter', voters.length],
        ['learner', learners.length],
      ]),
    ),
    gauge('raft_commit_index', 'Last entry known to be committed.', raft.commit),
    gauge('raft_applied_index', 'Last entry applied.', state.applied),
    gauge('raft_durable_index', 'Last entry acknowledged as durable here.', durable),
    gauge('raft_log_base_index', 'Last entry that only a snapshot holds.', raft.log.base),
    gauge('raft_log_entries', 'Entries in the log.', raft.log.entries.length),
    counter('raft_elections', 'Elections in which it stood.', counts.elections),
    counter('raft_terms_led', 'Terms that it led.', counts.terms),
    counter('raft_step_downs', 'Times that it ceased to lead.', counts.stepDowns),
    counter(
      'raft_snapshots',
      'Snapshots taken, sent and received.',
      byLabel('what', [
        ['taken', counts.snapshots],
        ['sent', counts.snapshotsSent],
        ['received', counts.snapshotsReceived],
      ]),
    ),
  ];
}

function workMetrics({ counts, open }: ManagerState): readonly Metric[] {
  return [
    counter(
      'manager_asks',
      'What others asked.',
      byLabel('type', [
        ['command', counts.commands],
        ['query', counts.queries],
      ]),
    ),
    counter('manager_redirects', 'Askers that were told who leads.', counts.redirects),
    counter(
      'manager_answers',
      'Answers to what was asked.',
      [...counts.answers].map(([status, value]) => ({ labels: { status: String(status) }, value })),
    ),
    gauge('manager_proposals_open', 'Commands that were proposed and are not applied.', open.size),
    counter('entries', 'Entries of the log that were applied.', byLabel('command', Object.entries(counts.entries))),
    counter('entries_replayed', 'Entries answered as an earlier one with the same key.', counts.replays),
  ];
}

function stateMetrics({ state }: ManagerState): readonly Metric[] {
  const { documents, contexts, servers, answers, audit } = state;
  const items = [...contexts.values()].flatMap((context) => context.items);
  const open = items.filter(({ work }) => !work.done && !work.hold).map(({ planned }) => planned.server);
  return [
    gauge('documents', 'Documents.', byLabel('kind', tally([...documents.values()].map(({ kind }) => kind)))),
    gauge('contexts', 'Contexts.', byLabel('status', tally([...contexts.values()].map(({ status }) => status)))),
    gauge('items', 'Resources of contexts.', byLabel('status', tally(items.map(({ status }) => status)))),
    gauge('work_items_open', 'Resources that a syncer still has to work on.', byLabel('server', tally(open))),
    gauge(
      'server_epoch',
      'Epoch of each server of a cluster.',
      [...servers.values()].map(({ server, epoch }) => ({ labels: { server }, value: epoch })),
    ),
    gauge(
      'server_held',
      'Whether a syncer was granted the server.',
      [...servers.values()].map(({ server, holder }) => ({ labels: { server }, value: holder === null ? 0 : 1 })),
    ),
    gauge(
      'server_forgotten',
      'Whether the cluster was given up.',
      [...servers.values()].map(({ server, forgotten }) => ({ labels: { server }, value: forgotten ? 1 : 0 })),
    ),
    gauge('remembered_answers', 'Answers kept for repeated calls.', answers.size),
    gauge('audit_last', 'Number of the newest audit record.', audit.last),
  ];
}

import type { Effect, Request } from '../../world/index.js';
import { byLabel, counter, gauge, type Metric, replyNothingHere, serveVitals, type Unready } from '../vitals/index.js';
import { callSamples } from './syncer-counts.js';
import type { Holding, SyncerState } from './syncer-state.js';
import { type Turn, waitingClock } from './turn.js';

export function serveSyncerVitals(turn: Turn, call: number, request: Request): Effect {
  const { state } = turn;
  const vitals = {
    node: state.id,
    role: 'syncer',
    unready: () => unreadyOf(turn),
    metrics: () => [...doneMetrics(state), ...heldMetrics(turn)],
  };
  return serveVitals(call, request, vitals) ?? replyNothingHere(call, request);
}

/** One that the managers have not answered for a lease's life has lost its servers, or will. */
function unreadyOf({ state, env }: Turn): Unready | null {
  if (state.ending !== null) return { code: 'ENDING', detail: 'this syncer was asked to end' };
  const { answeredAt, timings } = state;
  const isReached = answeredAt !== null && env.now - answeredAt <= timings.leaseLife;
  return isReached ? null : { code: 'NO_MANAGER', detail: 'no manager that leads answered lately' };
}

function doneMetrics({ counts }: SyncerState): readonly Metric[] {
  return [
    counter('cluster_calls', 'Calls to clusters that are over.', callSamples(counts)),
    counter('asks', 'Questions and commands sent to managers.', counts.asks),
    counter('redirects', 'Redirects to another manager that were followed.', counts.redirects),
    counter('ask_timeouts', 'Asks that no manager answered in time.', counts.silences),
    counter('retries', 'Times that something has to be tried again later.', counts.setbacks),
    counter('servers_granted', 'Servers that were granted.', counts.grants),
    counter('servers_lost', 'Servers that were given up or lost.', counts.losses),
    counter('drift_repairs', 'Resources worked again after somebody changed them.', counts.repairs),
    counter('sweeps', 'Ownership sweeps begun.', counts.sweeps),
    counter('resyncs', 'Lists that corrected what watches had told.', counts.resyncs),
    counter('sweep_deletions', 'Deletions of objects that nobody owns.', counts.collected),
  ];
}

function heldMetrics(turn: Turn): readonly Metric[] {
  const { state } = turn;
  const held = [...state.holdings.values()];
  const each = (value: (holding: Holding) => number) =>
    byLabel(
      'server',
      held.map((holding) => [holding.server, value(holding)] as const),
    );
  const roles = [...state.calls.values()].map(({ role }) => role.for);
  return [
    gauge(
      'server_epoch',
      'Epoch in which each server is held.',
      each(({ epoch }) => epoch),
    ),
    gauge(
      'work_items',
      'Resources that the managers listed for each server.',
      each(({ items }) => items.length),
    ),
    gauge(
      'work_items_open',
      'Resources that still have to be worked on.',
      each(({ items }) => items.filter(({ done, hold }) => !done && !hold).length),
    ),
    gauge(
      'work_items_set_back',
      'Resources that failed and wait for their next try.',
      each(({ setbacks }) => [...setbacks.values()].filter(({ notBefore }) => notBefore > waitingClock(turn)).length),
    ),
    gauge(
      'server_paused',
      'Whether all work on a server waits, because it does not answer.',
      each(({ pause }) => (pause.notBefore > waitingClock(turn) ? 1 : 0)),
    ),
    gauge(
      'results_unsent',
      'Results that the managers do not know yet.',
      each(({ unsent, inFlight }) => unsent.length + inFlight.length),
    ),
    gauge('watches_open', 'Watches that are open.', roles.filter((role) => role === 'watch').length),
    gauge(
      'cluster_calls_in_flight',
      'Calls to clusters that are not over, watches left aside.',
      roles.filter((role) => role !== 'watch').length,
    ),
  ];
}

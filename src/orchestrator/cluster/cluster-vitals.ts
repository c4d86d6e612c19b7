import type { Effect, Request } from '../../world/index.js';
import { byLabel, counter, gauge, type Metric, serveVitals, tally } from '../vitals/index.js';
import { answerSamples } from './cluster-counts.js';
import type { ClusterState } from './cluster-state.js';

/** Answers when its metrics are asked for; null else. Its health is told as a Kubernetes API server does. */
export function serveMetrics(state: ClusterState, call: number, request: Request): Effect | null {
  if (!/^\/metrics([?#]|$)/.test(request.path)) return null;
  return serveVitals(call, request, { node: state.id, role: 'cluster', unready: () => null, metrics: () => metricsOf(state) });
}

function metricsOf({ counts, objects, watches, revision, fence, history, journalLines, due }: ClusterState): readonly Metric[] {
  const kinds = [...objects.values()].map(({ type }) => type.kind);
  return [
    counter('cluster_requests', 'Requests that were answered.', answerSamples(counts)),
    gauge('cluster_objects', 'Objects.', byLabel('kind', tally(kinds))),
    gauge('cluster_objects_deleting', 'Objects that are being deleted.', [...objects.values()].filter(({ deleting }) => deleting).length),
    gauge('cluster_watches_open', 'Watches that are open.', watches.size),
    gauge('cluster_watch_history', 'Changes that a watch can still begin after.', history.length),
    gauge('cluster_resource_version', 'Version of the last write.', revision),
    gauge('cluster_fence_epoch', 'Highest epoch of a syncer that was seen; 0 before the first.', fence?.epoch ?? 0),
    gauge('cluster_journal_lines', 'Lines in the journal since its last snapshot.', journalLines),
    gauge('cluster_controller_queue', 'Objects that the controllers will look at.', due.size),
  ];
}

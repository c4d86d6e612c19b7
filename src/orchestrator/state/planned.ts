import { hashJson } from '../../world/index.js';
import type { Owned } from '../package/index.js';
import type { Answer, Key, Server } from '../wire/command.js';
import { refuse } from './answer.js';
import type { Planned } from './context.js';
import { ordersInLevel, type Turn } from './dependency.js';
import { specOf, textField } from './field.js';
import type { State } from './state.js';

/** The objects on each of the clusters, when it is the app's turn, or why one of them cannot take them. */
export function plannedOf(
  state: State,
  clusters: readonly Key[],
  app: string,
  owned: readonly Owned[],
  turn: Turn = { level: 0, gate: null },
): readonly Planned[] | Answer {
  const hashes = owned.map((each) => hashJson(0, each.manifest));
  const planned: Planned[] = [];
  for (const cluster of clusters) {
    const server = serverOf(state, cluster);
    if (server === null) return refuse('CLUSTER_FORGOTTEN', { key: cluster });
    for (const [index, each] of owned.entries()) {
      const order = turn.level * ordersInLevel + each.order;
      planned.push({ server, cluster, app, ...each, order, gate: turn.gate, hash: hashes[index] ?? 0 });
    }
  }
  return planned;
}

/** The server of a cluster that may be deployed to, or null. */
export function serverOf(state: State, cluster: Key): Server | null {
  const document = state.documents.get(cluster);
  const server = document === undefined ? null : textField(specOf({ spec: document.payload }), 'server');
  const record = server === null ? undefined : state.servers.get(server);
  return record === undefined || record.forgotten || record.cluster !== cluster ? null : record.server;
}

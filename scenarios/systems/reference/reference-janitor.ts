import type { Errand, Fact } from '../../../src/contract/index.js';
import { errand } from './reference-world.js';

const group = 'deployment-intent-group';

/** In the order in which they may go: what names others before what it names, what is inside before what it is inside of. */
const order: readonly string[] = [
  'group-intent',
  'app-intent',
  'generic-placement-intent',
  group,
  'profile',
  'composite-profile',
  'app',
  'composite-app',
  'cluster-reference',
  'user-permission',
  'logical-cloud',
  'project',
  'label',
  'cluster',
  'cluster-provider',
];

/** The documented teardown: groups down, then clouds, then every document. A stage begins when the one before has nothing left. */
export function teardownOf(facts: readonly Fact[]): readonly Errand[] {
  const documents = facts.filter((fact) => fact.layer === 'intent');
  const live = new Set(facts.filter((fact) => fact.kind === 'context' && fact.state !== 'Terminated').map((fact) => fact.key));
  for (const kind of [group, 'logical-cloud']) {
    const running = documents.filter((fact) => fact.kind === kind && fact.refs.some((ref) => live.has(ref)));
    if (running.length > 0) return running.map((fact) => errand(`${kind}.terminate`, fact.key));
  }
  const ranked = documents.map((fact) => ({ fact, rank: order.indexOf(fact.kind) }));
  return ranked
    .sort((a, b) => a.rank - b.rank || (a.fact.key < b.fact.key ? -1 : 1))
    .map(({ fact }) => errand(`${fact.kind}.delete`, fact.key));
}

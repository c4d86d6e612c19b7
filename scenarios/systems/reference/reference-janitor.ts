import type { Errand, Fact } from '../../../src/contract/index.js';
import { errand } from './reference-world.js';

/** What runs, in the order in which it is brought down: a cloud only when nothing runs in it. */
const running: readonly string[] = ['deployment-intent-group', 'logical-cloud', 'cluster'];

/** The documented teardown: what runs is terminated, then every document is deleted. A stage begins when the one before has nothing left. */
export function teardownOf(facts: readonly Fact[]): readonly Errand[] {
  const documents = facts.filter((fact) => fact.layer === 'intent');
  const live = new Set(facts.filter((fact) => fact.kind === 'context' && fact.state !== 'Terminated').map((fact) => fact.key));
  for (const kind of running) {
    const found = documents.filter((fact) => fact.kind === kind && fact.refs.some((ref) => live.has(ref)));
    if (found.length > 0) return found.map((fact) => errand(`${kind}.terminate`, fact.key));
  }
  return inOrder(documents).map((fact) => errand(`${fact.kind}.delete`, fact.key));
}

/** Each before what it names and what it is inside of. */
function inOrder(documents: readonly Fact[]): readonly Fact[] {
  const needers = new Map<string, Fact[]>();
  for (const fact of documents)
    for (const need of fact.owner === null ? fact.refs : [...fact.refs, fact.owner])
      needers.set(need, [...(needers.get(need) ?? []), fact]);
  const ordered: Fact[] = [];
  const met = new Set<string>();
  const visit = (fact: Fact): void => {
    if (met.has(fact.key)) return;
    met.add(fact.key);
    for (const needer of needers.get(fact.key) ?? []) visit(needer);
    ordered.push(fact);
  };
  for (const fact of documents.toSorted((a, b) => (a.key < b.key ? -1 : 1))) visit(fact);
  return ordered;
}

import { concerns, operationFor, teardown } from '../../../spec/emco/index.js';
import type { Errand, Fact } from '../../../src/contract/index.js';
import { errand } from './reference-world.js';

/** The documented teardown, stage by stage: a stage begins when the one before has nothing left. */
export function teardownOf(facts: readonly Fact[]): readonly Errand[] {
  const documents = facts.filter((fact) => fact.layer === 'intent');
  const statuses = new Map(facts.filter((fact) => fact.kind === 'context').map((fact) => [fact.key, fact.state]));
  const statusOf = (document: Fact): string | null =>
    document.refs.map((ref) => statuses.get(ref)).find((status) => status !== undefined) ?? null;
  for (const { when, calls } of teardown) {
    const found = documents.filter((document) => concerns(when, document.kind, statusOf(document)));
    const [call] = calls;
    if (found.length > 0 && call !== undefined) return inOrder(found).map(({ kind, key }) => errand(operationFor(call, kind), key));
  }
  return [];
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

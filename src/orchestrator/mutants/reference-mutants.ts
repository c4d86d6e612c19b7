// Each reference that one kind of document has to another: not checked, or not protected.
import { replaceIn } from '../rules/index.js';
import { type Mutant, mutantOf } from './mutant.js';

/** By kind, the kinds that its documents name. Held against the specification by a test. */
export const namedBy: Readonly<Record<string, readonly string[]>> = {
  profile: ['app'],
  'app-dependency': ['app'],
  'inbound-intent': ['app'],
  'inbound-client': ['app'],
  'chain-link': ['app'],
  'deployment-intent-group': ['composite-profile', 'logical-cloud'],
  'group-intent': ['controller', 'generic-placement-intent', 'traffic-group-intent', 'network-chain', 'sfc-client'],
  'app-intent': ['app', 'cluster'],
  'cluster-reference': ['cluster'],
  'sfc-client': ['network-chain', 'app'],
};

export function referenceMutants(): readonly Mutant[] {
  const named = [...new Set(Object.values(namedBy).flat())].sort();
  return [...named.map(unchecked), ...Object.entries(namedBy).flatMap(([kind, others]) => others.map((other) => unprotected(kind, other)))];
}

function unchecked(kind: string): Mutant {
  return mutantOf(`reference-to-${kind}-unchecked`, `Whether a ${kind} that is named exists is not asked.`, (rules) =>
    replaceIn(rules, 'state', {
      missingReferences: (wanted, exists) =>
        rules.state.missingReferences(
          wanted.filter((each) => each.kind !== kind),
          exists,
        ),
    }),
  );
}

function unprotected(kind: string, other: string): Mutant {
  return mutantOf(`reference-from-${kind}-to-${other}-unprotected`, `The ${other} that a ${kind} names can be deleted.`, (rules) =>
    replaceIn(rules, 'state', {
      protects: (reference, by) => !(by === kind && reference.kind === other) && rules.state.protects(reference, by),
    }),
  );
}

import { asObject, type Json } from '../../world/index.js';
import type { ClusterState } from './cluster-state.js';
import { type Refusal, refusal } from './refusal.js';
import type { ResourceType } from './resource-types.js';

export type MutatingVerb = 'create' | 'update' | 'patch' | 'delete';
export const policyPlural = 'validatingadmissionpolicies';

/** Refuses what a ValidatingAdmissionPolicy denies. Policies themselves are exempt, so that they can always be lifted. */
export function admit(state: ClusterState, verb: MutatingVerb, type: ResourceType, name: string): Refusal | null {
  if (type.plural === policyPlural) return null;
  for (const stored of state.objects.values()) {
    if (stored.type.plural !== policyPlural || stored.deleting) continue;
    const denied = asObject(stored.object['spec'])?.['deny'];
    if (Array.isArray(denied) && denied.some((rule: Json) => matches(rule, verb, type))) {
      return refusal(
        403,
        'Forbidden',
        `${type.plural} "${name}" is forbidden: ValidatingAdmissionPolicy '${stored.name}' denied request: ${verb} is refused`,
      );
    }
  }
  return null;
}

function matches(rule: Json, verb: MutatingVerb, type: ResourceType): boolean {
  const { verb: deniedVerb, resource } = asObject(rule) ?? {};
  return (deniedVerb === '*' || deniedVerb === verb) && (resource === '*' || resource === type.plural);
}

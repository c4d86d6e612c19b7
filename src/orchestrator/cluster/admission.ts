import { asObject, type Json } from '../../world/index.js';
import { type Refusal, refusal } from './refusal.js';
import type { ResourceType } from './resource-types.js';
import type { Turn } from './turn.js';

export type MutatingVerb = 'create' | 'update' | 'patch' | 'delete';
export const policyPlural = 'validatingadmissionpolicies';

/** Refuses what a ValidatingAdmissionPolicy denies, and tells observers so. Policies themselves are exempt, so that they can always be lifted. */
export function admit({ state, replies }: Turn, verb: MutatingVerb, type: ResourceType, name: string): Refusal | null {
  if (type.plural === policyPlural) return null;
  for (const stored of state.objects.values()) {
    if (stored.type.plural !== policyPlural || stored.deleting) continue;
    const denied = asObject(stored.object['spec'])?.['deny'];
    if (Array.isArray(denied) && denied.some((rule: Json) => matches(rule, verb, type))) {
      replies.push({ do: 'mark', name: 'fault-hit', data: stored.name });
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

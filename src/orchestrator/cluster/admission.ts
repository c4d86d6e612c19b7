import { meetRule, type MetRule } from './policies.js';
import { type Refusal, refusal } from './refusal.js';
import type { ResourceType } from './resource-types.js';
import type { Turn } from './turn.js';

export type MutatingVerb = 'create' | 'update' | 'patch' | 'delete';

/** Refuses what a policy denies: by itself, or (`as`) in the words of a webhook or a quota. */
export function admit(turn: Turn, verb: MutatingVerb, type: ResourceType, name: string): Refusal | null {
  const met = meetRule(turn, 'deny', verb, type.plural);
  return met === null ? null : refusalOf(met, verb, `${type.plural} "${name}" is forbidden`);
}

function refusalOf({ policy, rule }: MetRule, verb: MutatingVerb, at: string): Refusal {
  if (rule['as'] === 'quota')
    return refusal(403, 'Forbidden', `${at}: exceeded quota: ${policy}, requested: pods=1, used: pods=1, limited: pods=1`);
  if (rule['as'] === 'webhook') return refusal(400, 'BadRequest', `admission webhook "${policy}" denied the request: ${verb} is refused`);
  if (rule['as'] === 'webhook-away')
    return refusal(500, 'InternalError', `Internal error occurred: failed calling webhook "${policy}": context deadline exceeded`);
  return refusal(403, 'Forbidden', `${at}: ValidatingAdmissionPolicy '${policy}' denied request: ${verb} is refused`);
}

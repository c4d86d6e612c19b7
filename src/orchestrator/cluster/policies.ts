// What is set up in a cluster to stand between its clients and its objects: policies, each of which is a few lists of rules. A rule names a verb and the
// plural of a resource, or `*`; with `every: n` it holds for each nth request, or event, that it names.
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import type { ClusterState, Stored } from './cluster-state.js';
import type { Turn } from './turn.js';

export const policyPlural = 'validatingadmissionpolicies';

/** Refused; answered in another way; kept by a finalizer when deleted; and of watches: an event is lost, all stands still, or it is over. */
export type RuleList = 'deny' | 'answer' | 'hold' | 'lose' | 'stall' | 'expire';
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';

export interface MetRule {
  /** Name of the policy. */
  readonly policy: string;
  readonly rule: JsonObject;
}

export function policiesIn({ objects }: Pick<ClusterState, 'objects'>): readonly Stored[] {
  return [...objects.values()].filter(({ type, deleting }) => type.plural === policyPlural && !deleting);
}

/** The first rule that holds now; null for most. Policies themselves are exempt, so that they can always be lifted. Tells observers that it holds. */
export function meetRule(turn: Turn, list: RuleList, verb: Verb, plural: string): MetRule | null {
  if (turn.state.policies.length === 0 || plural === policyPlural) return null;
  for (const policy of turn.state.policies) {
    const rules = asObject(policy.object['spec'])?.[list];
    if (!Array.isArray(rules)) continue;
    const at = rules.findIndex(
      (rule: Json, index) => names(rule, verb, plural) && isDue(turn.state, rule, `${policy.name}/${list}/${index}`),
    );
    if (at >= 0) return note(turn, { policy: policy.name, rule: asObject(rules[at] as Json) ?? {} });
  }
  return null;
}

function names(rule: Json, verb: Verb, plural: string): boolean {
  const { verb: named = '*', resource } = asObject(rule) ?? {};
  return (named === '*' || named === verb) && (resource === '*' || resource === plural);
}

function isDue({ met }: ClusterState, rule: Json, key: string): boolean {
  const every = asObject(rule)?.['every'];
  if (typeof every !== 'number' || every <= 1) return true;
  const count = (met.get(key) ?? 0) + 1;
  met.set(key, count);
  return count % every === 0;
}

function note(turn: Turn, met: MetRule): MetRule {
  turn.replies.push({ do: 'mark', name: 'fault-hit', data: met.policy });
  return met;
}

/** What was counted for a policy goes with it. */
export function forgetMet({ met }: ClusterState, policy: string): void {
  for (const key of met.keys()) if (key.startsWith(`${policy}/`)) met.delete(key);
}

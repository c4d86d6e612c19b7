import { asObject, type Json, type JsonObject } from '../../world/index.js';
import type { MutatingVerb } from './admission.js';
import { type Answer, answerJson, answerRefusal } from './answer.js';
import { objectKey, type Stored } from './cluster-state.js';
import { applyPatch } from './patch.js';
import { badRequest, invalid, isRefusal } from './refusal.js';
import type { Target } from './route.js';
import { scaleOf, scaleType } from './scale.js';
import { metadataOf } from './stored.js';
import type { Turn } from './turn.js';
import { replaceObject } from './update.js';
import type { Own } from './writer.js';

/** A PUT or PATCH of the scale, which changes `spec.replicas` of the object and nothing else. */
export function changeScale(
  turn: Turn,
  target: Target,
  stored: Stored,
  { verb, contentType, body }: { readonly verb: MutatingVerb; readonly contentType: string; readonly body: Json },
  own: Own,
): Answer {
  const patched = verb === 'patch' ? applyPatch({ object: scaleOf(stored), type: scaleType }, contentType, body) : { value: body };
  if (isRefusal(patched)) return answerRefusal(patched);
  const scale = asObject(patched.value) ?? {};
  if (scale['kind'] !== scaleType.kind || scale['apiVersion'] !== scaleType.apiVersion)
    return answerRefusal(badRequest(`the body is a ${scaleType.apiVersion} ${scaleType.kind}`));
  const replicas = asObject(scale['spec'])?.['replicas'] ?? 0;
  if (typeof replicas !== 'number') return answerRefusal(invalid('Scale is invalid: spec.replicas: Invalid value'));
  const { name, uid, resourceVersion } = metadataOf(scale);
  const preconditions = Object.entries({ name, uid, resourceVersion }).filter(([, value]) => value !== undefined);
  const metadata = { ...metadataOf(stored.object), resourceVersion: '', ...(Object.fromEntries(preconditions) as JsonObject) };
  const wanted = { ...stored.object, metadata, spec: { ...asObject(stored.object['spec']), replicas } };
  const answer = replaceObject(turn, target, stored, wanted, own);
  if (answer.status >= 300) return answer;
  const after = turn.state.objects.get(objectKey(stored.type, stored.namespace, stored.name));
  return after === undefined ? answer : answerJson(200, scaleOf(after));
}

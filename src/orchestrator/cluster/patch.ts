import { asObject, type Json } from '../../world/index.js';
import { type Answer, answerRefusal } from './answer.js';
import type { Stored } from './cluster-state.js';
import { isDeeperThan, LEVELS_MAX } from './depth.js';
import { shapeOf } from './field-shape.js';
import { jsonPatch } from './json-patch.js';
import { mergePatch } from './merge-patch.js';
import { badRequest, isRefusal, type Refusal, refusal } from './refusal.js';
import type { Target } from './route.js';
import { strategicPatch } from './strategic-patch.js';
import type { Turn } from './turn.js';
import { replaceObject } from './update.js';
import type { Own } from './writer.js';

const mediaTypes = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];
const customMediaTypes = mediaTypes.filter((each) => !each.includes('strategic'));
const notAnObject = badRequest('a merge patch is an object');

/** Patches the object by the rules of the content type. */
export function patchObject(turn: Turn, target: Target, stored: Stored, contentType: string, patch: Json, own: Own): Answer {
  const patched = applyPatch(stored, contentType, patch);
  if (isRefusal(patched)) return answerRefusal(patched);
  if (isDeeperThan(patched.value, LEVELS_MAX)) return answerRefusal(badRequest(`the patched object has more than ${LEVELS_MAX} levels`));
  const object = asObject(patched.value);
  return object === null ? answerRefusal(badRequest('the patched object is an object')) : replaceObject(turn, target, stored, object, own);
}

/** What the patch makes of an object. */
export function applyPatch(stored: Pick<Stored, 'object' | 'type'>, contentType: string, patch: Json): { readonly value: Json } | Refusal {
  const changes = asObject(patch);
  switch (contentType) {
    case 'application/json-patch+json':
      return jsonPatch(stored.object, patch);
    case 'application/merge-patch+json':
      return changes === null ? notAnObject : { value: mergePatch(stored.object, patch) };
    case 'application/strategic-merge-patch+json':
      if (stored.type.custom) return unsupported(customMediaTypes);
      return changes === null ? notAnObject : strategicPatch(stored.object, changes, shapeOf(stored.type));
    default:
      return unsupported(stored.type.custom ? customMediaTypes : mediaTypes);
  }
}

function unsupported(accepted: readonly string[]): Refusal {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return refusal(415, 'UnsupportedMediaType', message);
}

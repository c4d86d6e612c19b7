import { asObject, type Json } from '../../world/index.js';
import { type Answer, answerRefusal } from './answer.js';
import type { Stored } from './cluster-state.js';
import { shapeOf } from './field-shape.js';
import { jsonPatch } from './json-patch.js';
import { mergePatch } from './merge-patch.js';
import { badRequest, isRefusal, type Refusal, refusal } from './refusal.js';
import type { Target } from './route.js';
import { strategicPatch } from './strategic-patch.js';
import type { Turn } from './turn.js';
import { replaceObject } from './update.js';

const mediaTypes = ['application/json-patch+json', 'application/merge-patch+json', 'application/strategic-merge-patch+json'];
const notAnObject = badRequest('a merge patch is an object');

/** Patches the object by the rules of the content type. */
export function patchObject(turn: Turn, target: Target, stored: Stored, contentType: string, patch: Json): Answer {
  const patched = applyPatch(stored, contentType, patch);
  if (isRefusal(patched)) return answerRefusal(patched);
  const object = asObject(patched.value);
  return object === null ? answerRefusal(badRequest('the patched object is an object')) : replaceObject(turn, target, stored, object);
}

function applyPatch(stored: Stored, contentType: string, patch: Json): { readonly value: Json } | Refusal {
  const changes = asObject(patch);
  switch (contentType) {
    case 'application/json-patch+json':
      return jsonPatch(stored.object, patch);
    case 'application/merge-patch+json':
      return changes === null ? notAnObject : { value: mergePatch(stored.object, patch) };
    case 'application/strategic-merge-patch+json':
      if (stored.type.custom) return unsupported(mediaTypes.slice(0, 2));
      return changes === null ? notAnObject : strategicPatch(stored.object, changes, shapeOf(stored.type));
    default:
      return unsupported(stored.type.custom ? mediaTypes.slice(0, 2) : mediaTypes);
  }
}

function unsupported(accepted: readonly string[]): Refusal {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return refusal(415, 'UnsupportedMediaType', message);
}

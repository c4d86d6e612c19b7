import { asObject, type Json } from '../../world/index.js';
import { type Answer, answerRefusal } from './answer.js';
import type { Stored } from './cluster-state.js';
import { jsonPatch } from './json-patch.js';
import { mergePatch } from './merge-patch.js';
import { badRequest, isRefusal, type Refusal, refusal } from './refusal.js';
import type { Target } from './route.js';
import type { Turn } from './turn.js';
import { replaceObject } from './update.js';

/** Patches the object by the rules of the content type. A strategic merge patch is merged like a plain one: lists are replaced whole. */
export function patchObject(turn: Turn, target: Target, stored: Stored, contentType: string, patch: Json): Answer {
  const patched = applyPatch(stored, contentType, patch);
  if (isRefusal(patched)) return answerRefusal(patched);
  const object = asObject(patched.value);
  return object === null ? answerRefusal(badRequest('the patched object is an object')) : replaceObject(turn, target, stored, object);
}

function applyPatch(stored: Stored, contentType: string, patch: Json): { readonly value: Json } | Refusal {
  switch (contentType) {
    case 'application/json-patch+json':
      return jsonPatch(stored.object, patch);
    case 'application/merge-patch+json':
    case 'application/strategic-merge-patch+json':
      return asObject(patch) === null ? badRequest('a merge patch is an object') : { value: mergePatch(stored.object, patch) };
    default:
      return refusal(
        415,
        'UnsupportedMediaType',
        'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json',
      );
  }
}

// In whose name a request writes.
import type { JsonObject, Request } from '../../world/index.js';
import { shapeOf } from './field-shape.js';
import { type Author, isTracked, ownUpdate } from './managed-fields.js';
import { invalid, type Refusal } from './refusal.js';
import type { Target } from './route.js';
import { timestampOf } from './timestamp.js';
import type { Turn } from './turn.js';

export interface Writer {
  readonly manager: string;
  /** Whether the request says so itself; else its user agent has to do. */
  readonly named: boolean;
}

/** Records in an object, about to be written in the place of `before`, who owns its fields. */
export type Own = (before: JsonObject | null, after: JsonObject) => JsonObject;

const MANAGER_CHARACTERS_MAX = 128;

export function writerOf({ headers }: Request, query: URLSearchParams): Writer | Refusal {
  const manager = query.get('fieldManager') ?? '';
  const fits = manager.length <= MANAGER_CHARACTERS_MAX && /^[\x20-\x7e]*$/.test(manager);
  if (!fits) return invalid('fieldManager: Invalid value: at most 128 printable characters');
  if (manager !== '') return { manager, named: true };
  const agent = (headers['user-agent'] ?? '').split('/')[0]?.slice(0, MANAGER_CHARACTERS_MAX) ?? '';
  return { manager: agent === '' ? 'unknown' : agent, named: false };
}

export function authorOf({ env }: Turn, { type, part }: Target, manager: string, operation: Author['operation']): Author {
  return { manager, operation, apiVersion: type.apiVersion, part, time: timestampOf(env.wall) };
}

/** How plain updates own. An object that nobody tracked stays so while nobody says who writes. */
export function ownAs(turn: Turn, target: Target, { manager, named }: Writer): Own {
  return (before, after) => {
    const tracked = before === null ? named : named || isTracked(before);
    return tracked ? ownUpdate(before, after, authorOf(turn, target, manager, 'Update'), shapeOf(target.type)) : after;
  };
}

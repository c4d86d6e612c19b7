// What an effect looks like when everything is left out that only counts or measures: numbers, digits in names, how many there are of a kind. Two beats of a
// heart have one shape.
import { type Effect, hashText, type Json, mixIn } from '../../world/index.js';

/** Who it goes to, and what is known of the call that it answers. */
export interface ShapeContext {
  /** The role of the other end; empty where there is none. */
  readonly peer: string;
  /** Of a reply: the request that it answers. */
  readonly asked: string;
}

export function shapeOf(effect: Effect, { peer, asked }: ShapeContext): string {
  switch (effect.do) {
    case 'persist':
      return `persist ${plain(effect.file)} ${effect.edit}`;
    case 'send':
      return `send ${peer} ${shapeOfJson(effect.body)}`;
    case 'call':
      return `call ${peer} ${effect.request.method} ${plain(effect.request.path)}`;
    case 'reply':
      return `reply ${peer} ${asked} ${effect.part === 'broken' ? 'broken' : (effect.part.head?.status ?? 'more')}`;
    case 'timer':
      return `timer ${plain(effect.name)}`;
    default:
      return effect.do;
  }
}

/** Digits count for one another. */
export function plain(text: string): string {
  return text.replaceAll(/\d+/g, '#');
}

/** Messages are shared by those that they are sent to, and parts of them by many. */
const shapes = new WeakMap<object, number>();

function shapeOfJson(value: Json): number {
  if (typeof value === 'string') return hashText(1, plain(value));
  if (typeof value === 'number') return 2;
  if (typeof value === 'boolean') return value ? 3 : 4;
  if (value === null) return 5;
  let shape = shapes.get(value);
  if (shape === undefined) {
    shape = Array.isArray(value) ? shapeOfItems(value as readonly Json[]) : shapeOfFields(value as { readonly [field: string]: Json });
    shapes.set(value, shape);
  }
  return shape;
}

/** Each kind once, in no order. */
function shapeOfItems(items: readonly Json[]): number {
  const kinds = [...new Set(items.map(shapeOfJson))].sort((a, b) => a - b);
  return kinds.reduce(mixIn, 6);
}

function shapeOfFields(object: { readonly [field: string]: Json }): number {
  return Object.entries(object).reduce((hash, [field, value]) => mixIn(hashText(hash, plain(field)), shapeOfJson(value)), 7);
}

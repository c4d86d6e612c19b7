// Chance as a counter: draw n of a stream is a hash of (stream, n). A stream is one number, so a fork copies it for nothing,
// and a consumer added elsewhere never shifts another one's draws.
import { assert } from './assert.js';
import { finish, hashText, mixIn } from './hash.js';

/** A whole number in [0, bound); the label says what it is for. */
export type Draw = (label: string, bound: number) => number;

/** The stream called `name` under `seed`. */
export function streamOf(seed: string, name: string): number {
  return finish(hashText(hashText(0x70b91e, seed), name));
}

/** Draw number `counter` of `stream`, in [0, bound). Bias is below bound / 2^32. */
export function drawAt(stream: number, counter: number, bound: number): number {
  assert(bound >= 1 && bound <= 0x1_0000_0000, 'random: bound is in [1, 2^32]');
  const word = finish(mixIn(mixIn(stream, counter), 0x9e3779b9));
  return Math.floor((word / 0x1_0000_0000) * bound);
}

/** A draw function over its own stream, for code that needs no fork. */
export function drawFrom(seed: string, name: string): Draw {
  const stream = streamOf(seed, name);
  let counter = 0;
  return (_label, bound) => drawAt(stream, counter++, bound);
}

/** One of `items`, which must not be empty. */
export function pick<T>(draw: Draw, label: string, items: readonly T[]): T {
  const item = items[draw(label, items.length)];
  assert(item !== undefined, 'random: pick needs an item');
  return item;
}

/** True with a chance of `percent` in a hundred. */
export function chance(draw: Draw, label: string, percent: number): boolean {
  return draw(label, 100) < percent;
}

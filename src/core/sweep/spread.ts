import type { Draw } from '../../world/index.js';

/** At most `count` of all, one drawn from each of as many stretches of one length, so that they are from all over; in their order. */
export function spread<T>(all: readonly T[], count: number, draw: Draw): readonly T[] {
  if (count >= all.length) return all;
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [Math.floor((index * all.length) / count), Math.floor(((index + 1) * all.length) / count)];
    return all[from + draw('spread', to - from)] as T;
  });
}

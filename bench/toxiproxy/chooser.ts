import type { Choose } from './changes.js';

const multiplier = 1_664_525;
const increment = 1_013_904_223;

/** The same choices for the same seed. Source: the linear congruential generator of Numerical Recipes, its upper bits. */
export function chooser(seed: number): Choose {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, multiplier) + increment) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

// Goal: whatever is drawn, a walk of a life is a plan.
// Method: draws that are chosen by their label, and many seeds.
import { expect } from 'chai';
import type { Errand } from '../../src/contract/index.js';
import { drawFrom } from '../../src/world/index.js';
import { type WalkOptions, walkLife } from './walk-life.js';

const errand = (op: string): Errand => ({ op, args: {}, makes: null, rest: false });
const options: WalkOptions = {
  life: ['a.create', 'b.create', 'b.delete', 'a.delete'].map(errand),
  from: 0,
  extras: [errand('a.get')],
  laneCount: 1,
  lengthMax: 2,
  disorderPercent: 50,
  extraPercent: 0,
  timeouts: [1_000_000],
};

describe('generators/journeys: walks', () => {
  it('may drop every step, and then have nothing to race with', () => {
    expect(walkLife((label, bound) => (label === 'replace' ? bound - 1 : 0), options)).to.deep.equal([]);
  });

  it('have ids that are unique, whatever the seed', () => {
    for (let seed = 0; seed < 2_000; seed++) {
      const calls = walkLife(drawFrom(`walk ${seed}`, 'plan'), { ...options, laneCount: 1 + (seed % 3) });
      expect(new Set(calls.map(({ id }) => id)).size, `seed ${seed}`).to.equal(calls.length);
    }
  });
});

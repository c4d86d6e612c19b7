// Goal: counts merge in any order, and a campaign that proved nothing is told so, for every reason.
// Method: laws over drawn tallies, and a table of campaigns.
import { expect } from 'chai';
import type { Tally } from '../../contract/index.js';
import { drawFrom } from '../../world/index.js';
import { hollowReasons } from './hollow.js';
import { mergeTallies } from './ledger.js';

const nothing: Tally = { sums: new Map(), maxima: new Map() };
const draw = drawFrom('coverage', 'tallies');
const some = (): ReadonlyMap<string, number> =>
  new Map(Array.from({ length: draw('count', 5) }, () => [`n${draw('name', 4)}`, draw('value', 100)]));
const tally = (): Tally => ({ sums: some(), maxima: some() });
const plain = ({ sums, maxima }: Tally) =>
  [sums, maxima].map((counts) => [...counts].map(([name, count]) => `${name} ${count}`).toSorted());

describe('tallies', () => {
  it('merge in any order and any grouping, with nothing as the neutral one', () => {
    for (let time = 0; time < 200; time++) {
      const [a, b, c] = [tally(), tally(), tally()];
      expect(plain(mergeTallies(a, b))).to.deep.equal(plain(mergeTallies(b, a)));
      expect(plain(mergeTallies(mergeTallies(a, b), c))).to.deep.equal(plain(mergeTallies(a, mergeTallies(b, c))));
      expect(plain(mergeTallies(a, nothing))).to.deep.equal(plain(a));
    }
  });
});

describe('a campaign', () => {
  const floors = { operations: 10, acceptedPercent: 50, faultKinds: 2, unknownPercentMax: 20 };
  const sums = { operations: 10, 'outcome/ok': 5, 'outcome/fail': 5, 'hit/cut': 1, 'hit/crash': 1, 'judged/a/holds': 1 };
  const reasons = (more: Readonly<Record<string, number>>, runs = 10, unknowns = 0, faults = true) =>
    hollowReasons(floors, { sums: new Map(Object.entries({ ...sums, ...more })), maxima: new Map() }, runs, unknowns, faults);

  it('that reaches its floors is not hollow', () => {
    expect(reasons({})).to.deep.equal([]);
    expect(reasons({}, 10, 2)).to.deep.equal([]);
  });

  it('is hollow for too few operations, accepted calls or kinds of fault, too many unknown runs, or an idle judge', () => {
    expect(reasons({ operations: 9 })[0]).to.contain('9 operations, the floor is 10');
    expect(reasons({ 'outcome/ok': 4, 'outcome/info': 1 })[0]).to.contain('40 % of operations accepted');
    expect(reasons({}, 10, 3)[0]).to.contain('3 of 10 runs are unknown');
    expect(reasons({ 'judged/b/unknown': 10 })[0]).to.equal('b never had anything to judge');
    const calm = new Map(Object.entries(sums).filter(([name]) => name !== 'hit/cut'));
    expect(hollowReasons(floors, { sums: calm, maxima: new Map() }, 10, 0, true)[0]).to.contain('1 kinds of fault hit, the floor is 2');
    expect(hollowReasons(floors, { sums: calm, maxima: new Map() }, 10, 0, false), 'no faults were asked for').to.deep.equal([]);
  });
});

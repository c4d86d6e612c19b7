// Goal: a sample is from all over, in order, and what the seed says.
// Method: numbers in a row.
import { expect } from 'chai';
import { drawFrom } from '../../world/index.js';
import { spread } from './spread.js';

const numbers = Array.from({ length: 103 }, (_, index) => index);

describe('a spread sample', () => {
  it('has one of each stretch, in their order', () => {
    for (const count of [1, 2, 7, 50, 102]) {
      const drawn = spread(numbers, count, drawFrom('1', 'sample'));
      expect(drawn).to.have.length(count);
      for (const [nth, each] of drawn.entries())
        expect(each).to.be.within(Math.floor((nth * 103) / count), Math.floor(((nth + 1) * 103) / count) - 1);
    }
  });

  it('is all where there are not more, and nothing of nothing', () => {
    expect(spread(numbers, 103, drawFrom('1', 'sample'))).to.deep.equal(numbers);
    expect(spread(numbers, 900, drawFrom('1', 'sample'))).to.deep.equal(numbers);
    expect(spread([], 3, drawFrom('1', 'sample'))).to.deep.equal([]);
  });

  it('comes again from its seed, and another from another', () => {
    const of = (seed: string) => spread(numbers, 9, drawFrom(seed, 'sample'));
    expect(of('1')).to.deep.equal(of('1'));
    expect(of('1')).to.not.deep.equal(of('2'));
  });
});

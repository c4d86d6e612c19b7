// Goal: whatever its numbers, the slicer ends, and its pieces add up to the chunk.
// Method: the pure decision, asked as a stage would ask it, over awkward pairs and lengths.
import { expect } from 'chai';
import { siteOf } from '../trial.js';
import { slicer } from './slicer.js';
import type { Chunk } from './toxic-kind.js';

const PAIRS = [
  [0, 0],
  [0, 5],
  [-1, 0],
  [1, 0],
  [5, 10],
  [10, 10],
  [10, -3],
  [100, 10],
  [1024, 512],
] as const;
const LENGTHS = [1, 2, 3, 10, 100, 1000, 4096] as const;

function pieces(length: number, average: number, variation: number): readonly number[] {
  const affect = slicer.affect({ average_size: average, size_variation: variation, delay: 0 }, siteOf('slices'));
  const chunk: Chunk = { bytes: Buffer.alloc(length), arrivedMillis: 0, turn: 0 };
  const lengths: number[] = [];
  for (let step = affect.decide(chunk, 0); step.kind === 'cut'; step = affect.decide(chunk, 0)) {
    lengths.push(step.bytes);
    chunk.bytes = chunk.bytes.subarray(step.bytes);
  }
  return [...lengths, chunk.bytes.length];
}

describe('slicer', () => {
  for (const [average, variation] of PAIRS) {
    it(`cuts by average ${average} and variation ${variation} into whole, small enough pieces`, () => {
      for (const length of LENGTHS) {
        const cut = pieces(length, average, variation);
        expect(cut.reduce((sum, piece) => sum + piece, 0)).to.equal(length);
        expect(Math.min(...cut)).to.be.at.least(1);
        if (average > 0) expect(Math.max(...cut)).to.be.at.most(average + Math.max(0, variation));
      }
    });
  }

  it('cuts into single bytes when the average is 1 and nothing varies', () => {
    expect(pieces(24, 1, 0)).to.deep.equal(Array.from({ length: 24 }, () => 1));
  });
});

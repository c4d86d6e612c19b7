// Goal: a clock under faults is one that a machine could have: it goes on, at the rate that was asked for, and is put right as far as it can be.
// Method: laws over drawn stories of faults that come and go; the arithmetic of each fault by hand.
import { expect } from 'chai';
import { aheadAt, type ClockFault, drawFrom, isRight, type NodeClock, rightClock, shownAt, timeOfShown, withClockFault } from './index.js';

const second = 1_000_000;
const hour = 3_600 * second;
const drift = (perMille: number): ClockFault => ({ kind: 'drift', perMille });
const skew = (offset: number): ClockFault => ({ kind: 'skew', offset });

/** The clock after each of some faults that come and go at drawn times. */
function story(seed: number): readonly (readonly [at: number, clock: NodeClock])[] {
  const draw = drawFrom(`${seed}`, 'clocks');
  const seen: [number, NodeClock][] = [];
  let [at, clock] = [0, rightClock];
  for (let turn = 0; turn < 40; turn++) {
    at += draw('later', second);
    const fault = draw('kind', 2) === 0 ? drift(draw('rate', 2_400) - 1_200) : skew(draw('offset', 2 * second) - second);
    clock = withClockFault(clock, at, `f${draw('name', 4)}`, draw('off', 2) === 0 ? null : fault);
    seen.push([at, clock]);
  }
  return seen;
}

describe('the clock of a node', () => {
  it('shows the right time where nothing was ever wrong', () => {
    expect([shownAt(rightClock, 7), aheadAt(rightClock, 7), timeOfShown(rightClock, 7)]).to.deep.equal([7, 0, 7]);
    expect(isRight(rightClock)).to.equal(true);
  });

  it('is off by its skew on the wall and nowhere else, and right without it', () => {
    const skewed = withClockFault(withClockFault(rightClock, 5, 'a', skew(hour)), 6, 'b', skew(-second));
    expect([shownAt(skewed, 9), aheadAt(skewed, 9)]).to.deep.equal([9, hour - second]);
    const back = withClockFault(skewed, 10, 'a', null);
    expect(aheadAt(back, 11)).to.equal(-second);
    expect(isRight(withClockFault(back, 12, 'b', null))).to.equal(true);
  });

  it('gains or loses by drift, keeps that where it is monotonic, and is put right on the wall', () => {
    for (const [perMille, gained] of [
      [50, 50_000],
      [-500, -500_000],
      [1_000, second],
    ] as const) {
      const drifting = withClockFault(rightClock, second, 'd', drift(perMille));
      expect(shownAt(drifting, 2 * second)).to.equal(2 * second + gained);
      expect(aheadAt(drifting, 2 * second)).to.equal(gained);
      const healed = withClockFault(drifting, 2 * second, 'd', null);
      expect([shownAt(healed, 3 * second), aheadAt(healed, 3 * second)]).to.deep.equal([3 * second + gained, 0]);
      const again = withClockFault(healed, 3 * second, 'd', drift(perMille));
      expect([shownAt(again, 4 * second), aheadAt(again, 4 * second)]).to.deep.equal([4 * second + 2 * gained, gained]);
    }
  });

  it('changes nothing when a fault is put on twice or taken off twice', () => {
    const once = withClockFault(rightClock, 5, 'a', skew(hour));
    expect(withClockFault(once, 6, 'a', skew(1))).to.equal(once);
    expect(withClockFault(once, 6, 'b', null)).to.equal(once);
  });

  it('never goes back nor stands still, whatever comes and goes', () => {
    for (let seed = 0; seed < 50; seed++) {
      let [last, lastAt]: [number, number] = [0, 0];
      for (const [at, clock] of story(seed)) {
        expect(shownAt(clock, at), 'when a fault comes or goes').to.be.at.least(last);
        last = shownAt(clock, (lastAt = at + 500));
        expect(last - shownAt(clock, at)).to.be.at.least(50);
      }
      expect(lastAt).to.be.above(0);
    }
  });

  it('shows a time first when it is said to', () => {
    for (let seed = 0; seed < 50; seed++)
      for (const [at, clock] of story(seed)) {
        const wanted = shownAt(clock, at) + 1 + ((seed * 7_919) % second);
        const due = timeOfShown(clock, wanted);
        expect(shownAt(clock, due)).to.be.at.least(wanted);
        expect(shownAt(clock, due - 1)).to.be.below(wanted);
      }
  });
});

// Goal: a refused call of a journey that goes its way is seen; calls of other lanes may be refused.
// Method: hand-written answers.
import { expect } from 'chai';
import { asked, answered, judged, type Line, over, type Telling, told } from '../toy-history.js';
import { journeysAreAccepted } from './journeys-are-accepted.js';

const verdict = (...lines: readonly Telling[]) => judged(journeysAreAccepted, told(...lines));
const sent = (lane: string): Line => ({ ...asked('s1', 'thing.start', '/things/a'), lane }) as Line;

describe('service/journeys-are-accepted', () => {
  it('holds when every call of the journey is accepted', () => {
    expect(verdict(sent('journey'), answered('s1', 'ok'), over('s1', 'ok'))).to.equal('holds');
  });

  it('is violated by one that is refused, and by one that nobody knows of', () => {
    for (const outcome of ['fail', 'info'] as const)
      expect(verdict(sent('journey'), answered('s1', outcome), over('s1', outcome))).to.deep.equal([
        `journeys-are-accepted/${outcome}/thing.start`,
      ]);
  });

  it('leaves other lanes alone', () => {
    expect(verdict(sent('lane1'), answered('s1', 'fail'), over('s1', 'fail'))).to.equal('holds');
  });
});

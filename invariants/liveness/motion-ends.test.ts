// Goal: what moves for ever is seen where nothing stands in its way, and only there.
// Method: hand-written waits for rest.
import { expect } from 'chai';
import { judged, rest, type Telling, told } from '../toy-history.js';
import { motionEnds } from './motion-ends.js';

const disturb = { is: 'phase', phase: 'disturb' } as const;
const verdict = (...lines: readonly Telling[]) => judged(motionEnds, told(...lines));

describe('liveness/motion-ends', () => {
  it('holds when rest comes', () => {
    expect(verdict(disturb, rest())).to.equal('holds');
  });

  it('is violated by what moves beyond the bound, named after where work is done', () => {
    const why = ['intent /things/a is Asked (moving)', 'work job/1 is Going (moving)'];
    expect(verdict(disturb, rest(why))).to.deep.equal(['never-at-rest/work/Going']);
    expect(verdict(disturb, rest(['work job/1 is Going (blocked)']))).to.deep.equal(['never-at-rest/work/Going-blocked']);
    expect(verdict(disturb, rest([]))).to.deep.equal(['never-at-rest/changing']);
  });

  it('judges the set-up, where no fault is on yet', () => {
    expect(verdict(rest(['work job/1 is Going (moving)'], 'disturb'))).to.deep.equal(['never-at-rest/work/Going']);
  });

  it('leaves waits among faults, and those of teardown and canary, to others', () => {
    for (const moment of ['disturb', 'empty', 'canary'] as const)
      expect(verdict(disturb, rest(['work job/1 is Going (moving)'], moment))).to.equal('unknown');
  });
});

// Goal: a status that says ready or gone falsely is seen; what comes late and is swept up is not.
// Method: hand-written looks whose work claims something.
import { expect } from 'chai';
import { fault, judged, look, looks, object, rest, type Telling, thing, told, wait, work } from '../toy-history.js';
import { statusIsTrue } from './status-is-true.js';

const a = thing('/things/a');
const web = object('edge1/web', 'job/1', { uid: 'w1' });
const going = work('job/1', a.key, { state: 'Going' });
const gone = work('job/1', a.key, { state: 'Gone', body: { gone: 'all' } });
const ready = work('job/1', a.key, { state: 'Ready', body: { wanted: [web.key], ready: true } });
const verdict = (...lines: readonly Telling[]) => judged(statusIsTrue, told(...lines));

describe('truth/status-is-true', () => {
  it('holds when what is ready is there and what is gone is not', () => {
    expect(verdict(looks('rest', [a, ready, web]), rest())).to.equal('holds');
    expect(verdict(looks('rest', [a, gone]), looks('rest', [a, gone]), rest())).to.equal('holds');
  });

  it('is violated by a ready whose object is missing, or another one\u2019s', () => {
    expect(verdict(looks('rest', [a, ready]), rest())).to.deep.equal(['status-is-true/ready-but-missing/job']);
    expect(verdict(looks('rest', [a, ready, { ...web, owner: 'job/2' }]), rest())).to.deep.equal(['status-is-true/ready-but-missing/job']);
  });

  it('is violated by what was there before and is still there when it is said to be gone', () => {
    expect(verdict(looks('poll', [a, going, web]), looks('poll', [a, gone, web]), looks('poll', [a, gone, web]))).to.deep.equal([
      'status-is-true/gone-but-there/job',
    ]);
  });

  it('is violated by what is still going when it is said to be gone, but not by what came late and goes', () => {
    const leaving = { ...web, state: 'deleting', motion: 'moving' } as const;
    const late = looks('poll', [a, gone, leaving]);
    expect(verdict(looks('poll', [a, going, leaving]), looks('poll', [a, gone, leaving]), late)).to.deep.equal([
      'status-is-true/gone-but-there/job',
    ]);
    expect(verdict(looks('poll', [a, gone]), late, wait(1_000_000), late)).to.equal('holds');
  });

  it('lets what comes late be swept up, and is violated when it stays', () => {
    const ghost = looks('poll', [a, gone, web]);
    expect(verdict(looks('poll', [a, gone]), ghost, looks('poll', [a, gone]))).to.equal('holds');
    expect(verdict(looks('poll', [a, gone]), ghost, wait(1_000_000), ghost)).to.deep.equal(['status-is-true/gone-but-there/job']);
  });

  it('asks nobody to have swept while something is broken, and all the more once it was healed for long enough', () => {
    const ghost = looks('poll', [a, gone, web]);
    const [asked, healed] = [fault('f1', 'crash', 'asked', ['one']), fault('f1', 'crash', 'healed', ['one'])];
    const second = wait(1_000_000);
    expect(verdict(looks('poll', [a, gone]), asked, ghost, second, ghost, healed, ghost)).to.equal('holds');
    const left = ['status-is-true/gone-but-there/job'];
    expect(verdict(looks('poll', [a, gone]), asked, ghost, second, ghost, healed, second, ghost)).to.deep.equal(left);
    const heal: Telling = { is: 'phase', phase: 'heal' };
    expect(verdict(looks('poll', [a, gone]), asked, ghost, second, heal, ghost)).to.deep.equal(left);
    expect(verdict(looks('poll', [a, gone]), asked, ghost, second, ghost, rest())).to.equal('holds');
    expect(verdict(looks('poll', [a, gone]), asked, looks('rest', [a, gone, web]), rest())).to.deep.equal(left);
  });

  it('is violated by what is there at rest although it is said to be gone, however seldom one looked', () => {
    const ghost = looks('rest', [a, gone, web]);
    expect(verdict(ghost)).to.not.deep.equal(['status-is-true/gone-but-there/job']);
    expect(verdict(ghost, rest())).to.deep.equal(['status-is-true/gone-but-there/job']);
    expect(verdict(looks('rest', [a, going, web]), rest())).to.equal('unknown');
  });

  it('lets what somebody put back be swept up, and is violated when it stays', () => {
    const before = [looks('poll', [a, going, web]), looks('poll', [a, gone]), looks('poll', [a, gone])];
    const ghost = looks('poll', [a, gone, web]);
    const putBack = (on: string): Telling => fault('f1', 'goes-back', 'healed', [on], true);
    expect(verdict(...before, ghost)).to.deep.equal(['status-is-true/gone-but-there/job']);
    expect(verdict(...before, putBack('edge2'), ghost)).to.deep.equal(['status-is-true/gone-but-there/job']);
    expect(verdict(...before, putBack('edge1'), ghost, looks('poll', [a, gone]))).to.equal('holds');
    expect(verdict(...before, putBack('edge1'), ghost, wait(1_000_000), ghost)).to.deep.equal(['status-is-true/gone-but-there/job']);
  });

  it('does not hold a status against a look that began before it was said', () => {
    expect(verdict(looks('poll', [a, going, web]), look('poll', 'work', [gone]), look('poll', 'actual', [web]))).to.equal('holds');
  });

  it('is unknown where no status claims anything', () => {
    expect(verdict(looks('rest', [a, going, web]), rest())).to.equal('unknown');
    expect(verdict(look('rest', 'work', [ready]), rest())).to.equal('unknown');
  });
});

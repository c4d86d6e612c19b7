// Goal: what a refused call made or changed is seen; what others did is not laid to it.
// Method: hand-written calls between looks that show one moment.
import { expect } from 'chai';
import { answered, asked, call, judged, look, looks, type Telling, thing, told, work } from '../toy-history.js';
import { refusedCallsLeaveNothing } from './refused-calls-leave-nothing.js';

const a = thing('/things/a', { uid: 'u1', revision: 1 });
const verdict = (...lines: readonly Telling[]) => judged(refusedCallsLeaveNothing, told(...lines));
const refused = (op: string) => call('s1', op, a.key, 'fail');

describe('atomicity/refused-calls-leave-nothing', () => {
  it('holds when everything is as it was', () => {
    expect(verdict(looks('poll', [a]), refused('thing.delete'), looks('poll', [a]))).to.equal('holds');
    expect(verdict(looks('poll', []), refused('thing.create'), looks('rest', []))).to.equal('holds');
  });

  it('is violated by a refused create whose thing is there', () => {
    expect(verdict(looks('poll', []), refused('thing.create'), look('rest', 'intent', [a]))).to.deep.equal([
      'refused-calls-leave-nothing/made/thing.create',
    ]);
  });

  it('is violated by a refused call that changed what it was about, or the work for it', () => {
    const changed = 'refused-calls-leave-nothing/changed/thing.delete';
    expect(verdict(looks('poll', [a]), refused('thing.delete'), looks('poll', []))).to.deep.equal([changed]);
    expect(verdict(looks('poll', [a]), refused('thing.delete'), looks('poll', [{ ...a, revision: 2 }]))).to.deep.equal([changed]);
    const job = work('job/1', a.key, { revision: 1 });
    expect(verdict(looks('poll', [a, job]), refused('thing.delete'), looks('poll', [a]))).to.deep.equal([changed]);
    expect(verdict(looks('poll', [a, job]), refused('thing.delete'), looks('poll', [a, { ...job, revision: 2 }]))).to.deep.equal([changed]);
    expect(verdict(looks('poll', [a, job]), refused('thing.delete'), looks('poll', [a, { ...job, state: 'Late' }]))).to.equal('holds');
    const kept = { ...job, uid: null };
    expect(verdict(looks('poll', [a, kept]), refused('thing.delete'), looks('poll', [a, { ...kept, revision: 2 }]))).to.equal('holds');
  });

  it('does not blame it for references, which may follow from a call about a neighbour', () => {
    expect(verdict(looks('poll', [a]), refused('thing.delete'), looks('poll', [{ ...a, refs: ['/clouds/c'] }]))).to.equal('holds');
  });

  it('is unknown when another call may have done it', () => {
    for (const other of [call('s2', 'thing.start', a.key), call('s2', 'thing.delete', '/things', 'info'), call('s2', 'edge.drift', '/x')])
      expect(verdict(looks('poll', [a]), refused('thing.delete'), other, looks('poll', []))).to.equal('unknown');
  });

  it('is unknown when another call named it, as a move to it does', () => {
    const handed = looks('poll', [{ ...a, state: 'Started' }]);
    const move = (target: string) => call('s2', 'thing.start', '/things/b', 'ok', { args: { body: { target } } });
    expect(verdict(looks('poll', [a]), refused('thing.delete'), move('a'), handed)).to.equal('unknown');
    expect(verdict(looks('poll', [a]), refused('thing.delete'), move('c'), handed)).to.deep.equal([
      'refused-calls-leave-nothing/changed/thing.delete',
    ]);
  });

  it('is unknown while something moves, or where a look does not show one moment', () => {
    const moving = { ...a, motion: 'moving' as const };
    expect(verdict(looks('poll', [moving]), refused('thing.delete'), looks('poll', []))).to.equal('unknown');
    expect(verdict(look('poll', 'intent', [a]), refused('thing.delete'), look('poll', 'intent', []))).to.equal('unknown');
  });

  it('is unknown for a call that is not over', () => {
    expect(verdict(looks('poll', [a]), asked('s1', 'thing.delete', a.key), answered('s1', 'fail'), looks('poll', []))).to.equal('unknown');
  });
});

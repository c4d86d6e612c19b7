// Goal: a key that was forgotten, and a call that took effect twice, are seen.
// Method: hand-written calls that are repeated after an answer in doubt.
import { expect } from 'chai';
import { answered, asked, call, judged, look, over, type Telling, thing, told } from '../toy-history.js';
import { repeatsChangeNothing } from './repeats-change-nothing.js';

const a = thing('/things/a');
const verdict = (...lines: readonly Telling[]) => judged(repeatsChangeNothing, told(...lines));
const repeated = (step: string, op: string, last: 'ok' | 'fail') => [
  asked(step, op, a.key),
  answered(step, 'info'),
  asked(step, op, a.key),
  answered(step, last),
  over(step, last),
];

describe('idempotence/repeats-change-nothing', () => {
  it('holds when the repeat is answered as the first would have been', () => {
    expect(verdict(repeated('m', 'thing.create', 'ok'), look('rest', 'intent', [a]))).to.equal('holds');
    expect(verdict(repeated('m', 'thing.create', 'fail'), look('rest', 'intent', []))).to.equal('holds');
  });

  it('is violated by a repeated create that is refused although it made the thing', () => {
    expect(verdict(repeated('m', 'thing.create', 'fail'), look('rest', 'intent', [a]))).to.deep.equal([
      'repeats-change-nothing/forgotten-key/thing',
    ]);
  });

  it('lets another call have made it', () => {
    const other = call('n', 'thing.create', a.key);
    expect(verdict(repeated('m', 'thing.create', 'fail'), other, look('rest', 'intent', [a]))).to.equal('holds');
    const open = call('n', 'thing.replace', a.key, 'info');
    expect(verdict(repeated('m', 'thing.create', 'fail'), open, look('rest', 'intent', [a]))).to.equal('holds');
  });

  it('is violated by a delete that took two things', () => {
    const twice = [
      call('m', 'thing.create', a.key),
      repeated('g', 'thing.delete', 'ok').slice(0, 2),
      call('n', 'thing.create', a.key),
    ].flat();
    const again = repeated('g', 'thing.delete', 'ok').slice(2);
    const third = call('o', 'thing.create', a.key);
    expect(verdict(twice, again, look('rest', 'intent', [a]))).to.equal('holds');
    expect(verdict(twice, third, again, look('rest', 'intent', []))).to.deep.equal(['repeats-change-nothing/took-effect-twice/thing']);
  });

  it('is violated by a key that is listed twice, at any look', () => {
    expect(verdict(look('poll', 'intent', [a, a]))).to.deep.equal(['repeats-change-nothing/listed-twice/thing']);
  });

  it('says nothing of calls without a key', () => {
    expect(verdict(repeated('g', 'thing.drop', 'ok'), look('rest', 'intent', []))).to.equal('unknown');
  });

  it('is unknown when nothing was repeated, or no whole listing was taken at rest', () => {
    expect(verdict(call('m', 'thing.create', a.key), look('rest', 'intent', [a]))).to.equal('unknown');
    expect(verdict(repeated('m', 'thing.create', 'fail'), look('rest', 'intent', [a], false))).to.equal('unknown');
  });
});

// Goal: the steps of a plan are told in the order in which they came, with what came of each.
// Method: the toy plan with its history, whole and cut short.
import { expect } from 'chai';
import { toyHistory, toyPlan } from '../toy-history.js';
import { stepWords } from './step-words.js';

describe('the steps of a finding', () => {
  const steps = stepWords({ plan: toyPlan(), events: toyHistory() });

  it('are numbered in the order in which they came, faults among calls', () => {
    expect(steps.map(({ number, id, is }) => `${number} ${id} ${is}`)).to.deep.equal([
      '1 f1 break',
      '2 s1 call',
      '3 f2 break',
      '4 s2 call',
    ]);
  });

  it('say what came of each', () => {
    expect(steps.map(({ result }) => result)).to.deep.equal(['hit 1', '201 (ok)', 'hit 2', 'never answered']);
  });

  it('say where a fault was and how long it really lasted', () => {
    expect(steps[0]?.what).to.equal('latency on client → gate1 {"latency":1000} for 8 ms');
    expect(steps[2]?.what).to.equal('crash on store1 for 4 ms');
  });

  it('that never came are last, in the words of the plan', () => {
    const cut = stepWords({ plan: toyPlan(), events: toyHistory().slice(0, 3) });
    expect(cut.slice(2).map(({ id, at, what, result }) => [id, at, what, result])).to.deep.equal([
      ['f2', null, 'crash on store 0 for 4 ms', 'never came'],
      ['s2', null, 'lock.get {"note":"a"}', 'never answered'],
    ]);
  });
});

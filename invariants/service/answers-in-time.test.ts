// Goal: a call that waits too long or is turned away while its way is whole is seen; one behind a fault is not blamed.
// Method: hand-written calls, faults and time that passes.
import { expect } from 'chai';
import { answered, asked, fault, judged, node, type Telling, told, wait } from '../toy-history.js';
import { answersInTime } from './answers-in-time.js';

const second = 1_000_000;
const verdict = (...lines: readonly Telling[]) => judged(answersInTime, told(...lines));
const quick = [asked('s1', 'thing.get', '/things/a'), answered('s1', 'ok')];
const late = [asked('s1', 'thing.get', '/things/a'), wait(2 * second), answered('s1', 'ok')];
const turnedAway = [asked('s1', 'thing.get', '/things/a'), answered('s1', 'info', 503)];
const calm = wait(3 * second);

describe('service/answers-in-time', () => {
  it('holds for an answer in time', () => {
    expect(verdict(calm, quick)).to.equal('holds');
  });

  it('is violated by an answer beyond the bound, or none', () => {
    expect(verdict(calm, late)).to.deep.equal(['answers-in-time/late/gate']);
    expect(verdict(calm, asked('s1', 'thing.get', '/things/a'), wait(2 * second), answered('s1', 'info'))).to.deep.equal([
      'answers-in-time/late/gate',
    ]);
  });

  it('is violated by a 503 while nothing at all is broken', () => {
    expect(verdict(calm, turnedAway)).to.deep.equal(['answers-in-time/unavailable-503/gate']);
    expect(verdict(calm, node('edge1', 'down'), calm, turnedAway)).to.equal('holds');
  });

  it('goes on judging while something elsewhere is broken', () => {
    expect(verdict(calm, node('keeper1', 'down'), calm, late)).to.deep.equal(['answers-in-time/late/gate']);
    expect(verdict(fault('f1', 'latency', 'asked', ['edge1', 'edge2']), calm, late)).to.deep.equal(['answers-in-time/late/gate']);
  });

  it('is unknown for calls whose way is not whole, or was not for long enough', () => {
    expect(verdict(node('gate1', 'paused'), calm, late)).to.equal('unknown');
    expect(verdict(node('keeper1', 'down'), node('keeper2', 'down'), calm, late)).to.equal('unknown');
    expect(verdict(fault('f1', 'latency', 'asked', ['client', 'gate1']), calm, late)).to.equal('unknown');
    expect(verdict(fault('f1', 'cut', 'asked', ['keeper1', 'keeper2']), calm, late)).to.equal('unknown');
    expect(verdict(calm, node('edge1', 'up'), late)).to.equal('unknown');
    expect(verdict(calm, late.slice(0, 2), { is: 'mark', node: 'keeper2', name: 'leads', data: null }, late.slice(2))).to.equal('unknown');
  });

  it('says nothing of attempts whose caller gave up earlier', () => {
    expect(verdict(calm, asked('s1', 'thing.get', '/things/a'), answered('s1', 'info'))).to.equal('unknown');
  });
});

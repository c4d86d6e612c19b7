// Goal: a revision that falls or is given twice, and an identity that comes back, are seen.
// Method: hand-written looks and life-cycle calls with answers.
import { expect } from 'chai';
import { asked, answered, call, judged, look, over, type Telling, thing, told, toySystem } from '../toy-history.js';
import { revisionsRise } from './revisions-rise.js';

const seenAt = (revision: number, uid = 'u1') => look('rest', 'intent', [thing('/things/a', { revision, uid })]);
const verdict = (...lines: readonly Telling[]) => judged(revisionsRise, told(...lines));
const start = (step: string, revision: number) => call(step, 'thing.start', '/things/a', 'ok', { answer: { revision } });

describe('monotonicity/revisions-rise', () => {
  it('holds while revisions rise or stay', () => {
    expect(verdict(seenAt(1), seenAt(1), seenAt(2))).to.equal('holds');
    expect(verdict(start('s1', 1), start('s2', 2))).to.equal('holds');
  });

  it('is violated by a revision that falls from look to look', () => {
    expect(verdict(seenAt(2), seenAt(1))).to.deep.equal(['revisions-rise/fell/thing']);
  });

  it('lets another identity begin anew', () => {
    expect(verdict(seenAt(2), seenAt(2), seenAt(1, 'u2'))).to.equal('holds');
  });

  it('is violated by an identity that comes back', () => {
    expect(verdict(seenAt(1), look('rest', 'intent', []), seenAt(1))).to.deep.equal(['revisions-rise/identity-came-back/thing']);
    expect(verdict(seenAt(1), look('rest', 'intent', [], false), seenAt(1))).to.equal('holds');
  });

  it('is violated by a revision that is given twice, and by a later one that is lower', () => {
    expect(verdict(start('s1', 1), start('s2', 1))).to.deep.equal(['revisions-rise/given-twice/thing']);
    expect(verdict(start('s1', 2), start('s2', 1))).to.deep.equal(['revisions-rise/fell/thing']);
  });

  it('lets calls that overlap be answered in either order', () => {
    const answer = (step: string, revision: number) => [answered(step, 'ok', 200, { revision }), over(step, 'ok')];
    const both = [asked('s1', 'thing.start', '/things/a'), asked('s2', 'thing.start', '/things/a')];
    expect(verdict(both, answer('s1', 2), answer('s2', 1))).to.equal('holds');
  });

  it('lets a thing that was made anew count from the beginning', () => {
    const anew = [call('g', 'thing.delete', '/things/a'), call('m', 'thing.create', '/things/a')].flat();
    expect(verdict(start('s1', 1), anew, start('s2', 1))).to.equal('unknown');
  });

  it('is unknown when nothing with a revision was seen twice, or looks are not in order', () => {
    expect(verdict(seenAt(1))).to.equal('unknown');
    const eventual = toySystem({ operations: toySystem().operations.map((operation) => ({ ...operation, reads: 'eventual' as const })) });
    const polls = told(
      look('poll', 'intent', [thing('/things/a', { revision: 2, uid: 'u1' })]),
      look('poll', 'intent', [thing('/things/a', { revision: 1, uid: 'u1' })]),
    );
    expect(judged(revisionsRise, polls, eventual)).to.equal('unknown');
    expect(judged(revisionsRise, polls)).to.deep.equal(['revisions-rise/fell/thing']);
  });
});

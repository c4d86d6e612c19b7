// Goal: what the teardown leaves is seen, and named after its innermost part.
// Method: hand-written rounds of the janitor.
import { expect } from 'chai';
import { judged, look, round, type Telling, thing, told } from '../toy-history.js';
import { canBeEmptied } from './can-be-emptied.js';

const verdict = (...lines: readonly Telling[]) => judged(canBeEmptied, told(...lines));

describe('recoverability/can-be-emptied', () => {
  it('holds when nothing is left', () => {
    expect(verdict(round('janitor'))).to.equal('holds');
  });

  it('is violated by what is left, named after what encloses nothing else', () => {
    const part = thing('/things/a/parts/p', { kind: 'part' });
    const left = ['intent /things/a is Stuck', 'intent /things/a/parts/p is Half gone'];
    expect(verdict(look('rest', 'intent', [thing('/things/a'), part]), round('janitor', left))).to.deep.equal([
      'can-be-emptied/intent/part/Half gone',
    ]);
  });

  it('is violated, too, when nobody could see what is left', () => {
    expect(verdict(round('janitor', []))).to.deep.equal(['can-be-emptied/unseen']);
  });

  it('is unknown when the run ended before the teardown did', () => {
    expect(verdict(round('canary'))).to.equal('unknown');
  });
});

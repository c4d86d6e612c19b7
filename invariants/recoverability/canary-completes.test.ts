// Goal: a fresh happy path that does not come through is seen.
// Method: hand-written rounds.
import { expect } from 'chai';
import { judged, round, type Telling, told } from '../toy-history.js';
import { canaryCompletes } from './canary-completes.js';

const verdict = (...lines: readonly Telling[]) => judged(canaryCompletes, told(...lines));
const refused = ['thing.create /things/canary → 409 TAKEN'];

describe('recoverability/canary-completes', () => {
  it('holds when both rounds come through', () => {
    expect(verdict(round('janitor'), round('canary'), round('canary'))).to.equal('holds');
  });

  it('is violated by a call that fails, told apart by the round', () => {
    expect(verdict(round('janitor'), round('canary', refused))).to.deep.equal(['canary-completes/first/thing.create/409-TAKEN']);
    expect(verdict(round('janitor'), round('canary'), round('canary', refused))).to.deep.equal([
      'canary-completes/again/thing.create/409-TAKEN',
    ]);
    expect(verdict(round('janitor'), round('canary', ['the system did not come to rest']))).to.deep.equal([
      'canary-completes/first/never-at-rest',
    ]);
  });

  it('is violated by a set-up that fails while nothing is broken', () => {
    expect(verdict(round('set-up', refused))).to.deep.equal(['canary-completes/set-up/thing.create/409-TAKEN']);
  });

  it('is unknown in a system that could not be emptied, or where no canary ran', () => {
    expect(verdict(round('janitor', ['intent /things/a is Stuck']), round('canary', refused))).to.equal('unknown');
    expect(verdict(round('janitor'))).to.equal('unknown');
  });
});

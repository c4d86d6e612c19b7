// Goal: a thing's own history is only ever added to.
// Method: looks written by hand, at things that keep so and so many entries.
import { expect } from 'chai';
import { judged, look, type Telling, thing, told } from '../toy-history.js';
import { historiesAreKept } from './histories-are-kept.js';

const verdict = (...lines: readonly Telling[]) => judged(historiesAreKept, told(...lines));
const seen = (kept: number, state = 'there', revision = 1, uid = 'u1') =>
  look('poll', 'intent', [thing('/a', { uid, state, revision, kept })]);

describe('invariants/lifecycle/histories-are-kept', () => {
  it('is unknown where nothing keeps a history, or nothing was seen twice', () => {
    expect(verdict(look('poll', 'intent', [thing('/a')]), look('poll', 'intent', [thing('/a')]))).to.equal('unknown');
    expect(verdict(seen(1))).to.equal('unknown');
  });

  it('holds while nothing changes, and where each change adds to it', () => {
    expect(verdict(seen(1), seen(1), seen(2, 'up'), seen(4, 'up', 2))).to.equal('holds');
  });

  it('holds for what was made anew', () => {
    expect(verdict(seen(4), seen(1, 'there', 1, 'u2'), seen(2, 'up', 1, 'u2'))).to.equal('holds');
  });

  it('is violated by one that gets shorter', () => {
    expect(verdict(seen(2), seen(1))).to.deep.equal(['histories-are-kept/shortened/thing']);
  });

  it('is violated by a change that it does not have', () => {
    expect(verdict(seen(1), seen(1, 'up'))).to.deep.equal(['histories-are-kept/not-continued/thing']);
    expect(verdict(seen(1), seen(1, 'there', 2))).to.deep.equal(['histories-are-kept/not-continued/thing']);
  });
});

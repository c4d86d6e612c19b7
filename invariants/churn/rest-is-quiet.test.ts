// Goal: a healed system that goes on writing, or whose lead wanders, is seen; a repair is not.
// Method: hand-written looks in the wait for rest, and marks after it.
import { expect } from 'chai';
import { judged, look, node, rest, type Telling, thing, told } from '../toy-history.js';
import { restIsQuiet } from './rest-is-quiet.js';

const healed = { is: 'phase', phase: 'rest' } as const;
const leads = { is: 'mark', node: 'keeper1', name: 'leads', data: null } as const;
const verdict = (...lines: readonly Telling[]) => judged(restIsQuiet, told(...lines));
const revised = (revision: number) => look('rest', 'intent', [thing('/things/a', { revision })]);
const rewrites = (count: number) => Array.from({ length: count }, (_, revision) => revised(revision));

describe('churn/rest-is-quiet', () => {
  it('holds when nothing changes from look to look', () => {
    expect(verdict(healed, revised(1), revised(1), rest())).to.equal('holds');
  });

  it('holds for a repair of a few steps, and is violated by more than that', () => {
    expect(verdict(healed, rewrites(6), rest())).to.equal('holds');
    expect(verdict(healed, rewrites(7), rest())).to.deep.equal(['rest-is-quiet/intent/thing']);
  });

  it('is violated by a lead that changes hands again and again after rest', () => {
    const quiet = [healed, revised(1), revised(1), rest()];
    expect(verdict(...quiet, leads, leads)).to.equal('holds');
    expect(verdict(...quiet, leads, leads, leads)).to.deep.equal(['rest-is-quiet/leader']);
  });

  it('lets the lead change when a node went away', () => {
    expect(verdict(healed, revised(1), revised(1), rest(), node('keeper1', 'down'), leads, leads, leads)).to.equal('holds');
  });

  it('is unknown when rest was not looked at twice, or not as a whole', () => {
    expect(verdict(healed, revised(1), rest())).to.equal('unknown');
    const half = look('rest', 'intent', [thing('/things/a')], false);
    expect(verdict(healed, half, half, rest())).to.equal('unknown');
    expect(verdict(revised(1), revised(2))).to.equal('unknown');
  });
});

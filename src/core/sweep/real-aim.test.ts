// Goal: a point is aimed in a real world at the same office and after as many effects, and at something that lasts long enough to be met.
// Method: hand-made points of a group of three, of whom one leads.
import { expect } from 'chai';
import type { Break, Plan, System } from '../../contract/index.js';
import type { Point } from './points-of.js';
import { inReal, realWords } from './real-aim.js';

const nodes = ['m1', 'm2', 'm3'].map((id) => ({ id, role: 'manager' }));
const system = {
  topology: () => ({ nodes: [...nodes, { id: 'g1', role: 'gateway' }], links: [], envelope: [] }),
  leader: { role: 'manager', mark: 'leads' },
} as unknown as System;
const plan = {
  schema: 1,
  scenario: 's',
  system: 's',
  seed: '1',
  knobs: {},
  steps: [{ is: 'call', id: 's1', op: 'thing.put' }],
} as unknown as Plan;

function point(broken: Partial<Break> | null, leader: string | null = 'm2'): Point {
  const on = [{ role: 'manager', pick: 1 }];
  const whole: Break = {
    is: 'break',
    id: 'x1',
    fault: 'crash-at-effect',
    on,
    args: { effect: 'send', nth: 2, phase: 'before' },
    from: { step: 's1', phase: 'sent', plus: 1_203 },
    lasts: 1,
    ...broken,
  };
  const place = { node: { role: 'manager', pick: 1 }, passing: 'send', nth: 2, peer: null, link: null, patience: null } as const;
  const traced = { place, at: 7_000, words: 'append', since: 5 };
  return { traced, fault: whole.fault, how: 'before it', broken: broken === null ? null : whole, step: 's1', turn: 3, leader };
}

describe('a point in a real world', () => {
  it('of a trap counts from the call on', () => {
    expect(inReal(point({}), system, plan)).to.deep.include({
      args: { effect: 'send', nth: 5, phase: 'before' },
      from: { step: 's1', phase: 'before', plus: 0 },
    });
  });

  it('is of whoever leads, or follows, there', () => {
    const picks = [0, 1, 2].map((pick) => inReal(point({ on: [{ role: 'manager', pick }] }), system, plan)?.on[0]?.pick);
    expect(picks).to.deep.equal(['follower', 'leader', 'other']);
    const others = [{ role: 'gateway', pick: 0 }, { role: 'manager', pick: 'all' } as const];
    expect(inReal(point({ on: others }), system, plan)?.on).to.deep.equal(others);
    expect(inReal(point({}, null), system, plan)?.on).to.deep.equal([{ role: 'manager', pick: 1 }]);
  });

  it('of a link lasts longer than an instant, from the same time on', () => {
    const link = inReal(point({ fault: 'lost-connection', args: { streams: ['upstream'], strength: 0 } }), system, plan);
    expect(link).to.deep.include({ lasts: 100_000, from: { step: 's1', phase: 'sent', plus: 1_203 } });
    expect(inReal(point({ fault: 'black-hole', args: {}, lasts: 2_500_000 }), system, plan)).to.include({ lasts: 2_500_000 });
  });

  it('that breaks nothing breaks nothing there', () => {
    expect(inReal(point(null), system, plan)).to.equal(null);
    expect(realWords(point(null), plan, 'nothing breaks')).to.equal('nothing breaks');
  });

  it('says what is counted', () => {
    expect(realWords(point({}), plan, '')).to.equal(
      'crash-at-effect, before it: manager 2, send 5 since s1 (thing.put) was sent (in the simulator: append)',
    );
    expect(realWords(point({ args: {} }), plan, 'as it was')).to.equal('as it was');
  });
});

// Goal: clocks are wrong by little and by much, forwards and back, and what is shrunk of them is milder.
// Method: many draws of each kind on a topology with a leader.
import { expect } from 'chai';
import type { Break, Topology } from '../../src/contract/index.js';
import { type ClockFault, drawFrom } from '../../src/world/index.js';
import { clockFaults } from './clock-faults.js';

const topology: Topology = {
  nodes: ['gate1', 'store1', 'store2', 'store3'].map((id) => ({ id, role: id.slice(0, -1) })),
  links: [],
  envelope: [],
};
const drawsOfEach = 300;
const hour = 3_600_000_000;

function drawn(name: string): readonly Break[] {
  const fault = clockFaults.find((each) => each.name === name);
  const draw = drawFrom('clocks', name);
  return Array.from({ length: drawsOfEach }, (_, nth) => {
    const one = fault?.draw(draw, topology) ?? expect.fail(`${name} is drawn`);
    return { is: 'break', id: `f${nth}`, fault: name, ...one, from: { at: 0 } } as const;
  });
}

const sizeOf = ({ args }: Break): number => {
  const fault = args as unknown as ClockFault;
  return fault.kind === 'skew' ? fault.offset : fault.perMille;
};

describe('faults of clocks', () => {
  it('are wrong both ways, a little and by much, in whole numbers', () => {
    for (const [name, least, most] of [
      ['clock-skew', 50_000, hour],
      ['clock-jump', 2_000_000, 12 * hour],
      ['clock-drift', 1, 500],
    ] as const) {
      const sizes = drawn(name).map(sizeOf);
      for (const sign of [1, -1]) {
        const mine = sizes.filter((size) => Math.sign(size) === sign).map(Math.abs);
        expect(Math.min(...mine), name).to.be.at.most(least);
        expect(Math.max(...mine), name).to.be.at.least(most);
      }
      expect(sizes.every((size) => Number.isInteger(size) && size !== 0)).to.equal(true);
    }
  });

  it('fall on every role and on who leads', () => {
    for (const { name } of clockFaults) {
      const seen = new Set(drawn(name).map(({ on }) => `${on[0]?.role} ${on[0]?.pick}`));
      expect([...seen].toSorted()).to.deep.equal(['gate 0', 'store 0', 'store 1', 'store 2', 'store leader']);
    }
  });

  it('have three milder forms, as long as there is something to be milder of', () => {
    for (const fault of clockFaults) {
      const forms = drawn(fault.name).map((broken) => [broken, fault.weaken(broken)] as const);
      expect(Math.max(...forms.map(([, milder]) => milder.length))).to.equal(3);
      for (const [broken, milder] of forms)
        for (const each of milder) {
          expect(each.lasts).to.be.below(broken.lasts);
          expect(Math.abs(sizeOf(each))).to.be.at.most(Math.abs(sizeOf(broken)));
          expect(Math.sign(sizeOf(each))).to.equal(Math.sign(sizeOf(broken)));
        }
    }
  });
});

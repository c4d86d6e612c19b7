// Goal: what of faults is left in a simulated world is named.
// Method: the parts of a world that faults are kept in, by hand.
import { expect } from 'chai';
import { remains } from './remains.js';
import type { Node, Simulation } from './simulation.js';

function world(node: Partial<Node>, names: readonly string[]): Pick<Simulation, 'faults' | 'nodes'> {
  const well = {
    id: 'n1',
    paused: false,
    traps: [],
    closing: null,
    host: {},
    starting: false,
    clock: null,
    diskTroubles: [],
    slow: null,
    build: null,
  };
  const faults = new Map([[3, names.map((name) => ({ name }))]]);
  return { nodes: [{ ...well, ...node }], faults } as unknown as Pick<Simulation, 'faults' | 'nodes'>;
}

describe('what remains of faults', () => {
  it('is nothing where all is well, or about to start', () => {
    expect(remains(world({}, []))).to.deep.equal([]);
    expect(remains(world({ host: null, starting: true }, []))).to.deep.equal([]);
  });

  it('is a link, a pause, an absence, a trap', () => {
    const trap = { name: 't1' } as unknown as Node['traps'][number];
    expect(remains(world({ paused: true, traps: [trap] }, ['f1', 'f2']))).to.deep.equal([
      'fault f1 on a link',
      'fault f2 on a link',
      'n1 stands still',
      'trap t1 at n1',
    ]);
    expect(remains(world({ host: null, closing: trap }, []))).to.deep.equal(['n1 is away', 'trap t1 at n1']);
  });

  it('is a clock, a disk, a slow start, another build', () => {
    const ill = { clock: { faults: [{ name: 'c1' }] }, diskTroubles: [{ name: 'd1' }], slow: { name: 's1', delay: 1 }, build: 'old' };
    expect(remains(world(ill as unknown as Partial<Node>, []))).to.deep.equal([
      'n1 starts late',
      'n1 runs old',
      'fault d1 on the disk of n1',
      'fault c1 on the clock of n1',
    ]);
  });
});

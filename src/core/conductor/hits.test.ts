// Goal: a fault is told as biting by its own doing alone, however many others are about the same node.
// Method: what a dead or paused node lost is told under the node's name, to runs whose faults took it away, or did not.
import { expect } from 'chai';
import { crash, crashAtEffect, crashAtWrite, diskFailed, otherBuild } from '../../../generators/index.js';
import type { Break, Fault, Happening } from '../../contract/index.js';
import { toyCall, toyPause, toyRun } from './toy-run.js';

const second = 1_000_000;

const on = (id: string, fault: Fault, from: number, lasts = second): Break => ({
  is: 'break',
  id,
  fault: fault.name,
  on: [{ role: 'store', pick: 0 }],
  args: { effect: 'any', nth: 1, phase: 'before', build: 'older', down: 100 },
  from: { at: from },
  lasts,
});
const missed = (at: number): Happening => ({ is: 'hit', at, name: 'node:store1', requests: [], messages: 1 });

/** `f1 1`: who was told as biting, and with how many hits at last. */
function bitten(steps: readonly Break[], happenings: readonly Happening[], can?: ReadonlySet<string>): readonly string[] {
  const faults = [crash, crashAtEffect, crashAtWrite, diskFailed, otherBuild, toyPause];
  const calls = [toyCall('s1', { timeout: 9 * second })];
  const { events } = toyRun({
    steps: [...calls, ...steps],
    faults,
    happenings,
    answer: ({ key }) => (key === 'x-s1' ? 'timeout' : undefined),
    ...(can === undefined ? {} : { can }),
  });
  const hits = new Map(events.flatMap((event) => (event.is === 'fault' && event.hits > 0 ? [[event.step, event.hits] as const] : [])));
  return [...hits].map(([step, count]) => `${step} ${count}`);
}

describe('what a node missed', () => {
  for (const fault of [crash, toyPause, otherBuild])
    it(`is the doing of a ${fault.name} that is on`, () => {
      expect(bitten([on('f1', fault, 0)], [missed(200)])).to.deep.equal(['f1 1']);
    });

  for (const fault of [crashAtEffect, diskFailed])
    it(`is not that of a ${fault.name} which touched nothing, but of what killed the node`, () => {
      expect(bitten([on('f1', fault, 0, 3 * second), on('f2', crash, second)], [missed(second + 5)])).to.deep.equal(['f2 1']);
      expect(bitten([on('f1', fault, 0)], [missed(second + 5)]), 'nor by its own heal').to.deep.equal([]);
    });

  it('is not that of a fault which the world has refused', () => {
    const steps = [on('f1', crashAtWrite, 0), on('f2', otherBuild, 0), on('f3', crash, 10)];
    expect(bitten(steps, [missed(20)], new Set(['trap']))).to.deep.equal(['f3 1']);
  });

  it('is not that of a fault which was over before, and of the last one where the node is back', () => {
    const steps = [on('f1', crash, 0), on('f2', crash, 2 * second)];
    expect(bitten(steps, [missed(2 * second + 5), missed(3 * second + 5)])).to.deep.equal(['f2 2']);
  });
});

// What schedulers, operators and power supplies do to processes at one moment, beyond a single kill or stop.
import type { Bounds, Break, Fault, Hand } from '../../src/contract/index.js';
import { type Micros, type NodeId, pick } from '../../src/world/index.js';
import { acts } from './acts.js';
import { lasting } from './link-fault.js';
import { onNode } from './on-node.js';
import { plainer, shortened } from './plainer.js';
import { rolesOf } from './roles-of.js';

const second = 1_000_000;
const ms = 1_000;

/** SIGTERM: the node ends in good order, and is started again some time later. What has not ended by then has had its time. */
export const terminate: Fault = {
  name: 'terminate',
  needs: [],
  weight: 2,
  draw: (draw, topology) => onNode(draw, topology, {}),
  weaken: (broken) => [8, 4, 2].flatMap((part) => shortened(broken, part)),
  inject: (_broken, on) => acts(on, 'end'),
  heal: (_broken, on) => acts(on, 'start'),
};

/** A start that takes long, as on a machine that is short of everything; so does every other start of the node meanwhile. */
export const slowStart: Fault = {
  name: 'slow-start',
  needs: ['slow-start'],
  weight: 1,
  draw: (draw, topology) => onNode(draw, topology, {}),
  weaken: plainer('crash'),
  inject: (broken, on) => [...on.map((node) => slow(broken, node, broken.lasts)), ...acts(on, 'kill'), ...acts(on, 'start')],
  heal: (broken, on) => [...on.map((node) => slow(broken, node, null)), ...acts(on, 'start')],
};

/** Power cut: every node of a role, or all there are, are killed at one moment, and started again at one moment. */
export const allAtOnce: Fault = {
  name: 'all-at-once',
  needs: [],
  weight: 1,
  draw: (draw, topology) => {
    const role = draw('everything', 2) > 0 ? '*' : pick(draw, 'role', rolesOf(topology));
    return { on: [{ role, pick: 'all' }], args: {}, lasts: lasting(draw, 2 * second) };
  },
  weaken: plainer('crash'),
  inject: (_broken, on) => acts(on, 'kill'),
  heal: (_broken, on) => acts(on, 'start'),
};

/** SIGSTOP for longer than any lease or time-out: who comes back takes itself for what it was, and everybody else has gone on. */
export function pausePastLease({ lease, stay }: Pick<Bounds, 'lease' | 'stay'>): Fault {
  const past = (lease ?? stay) + 100 * ms;
  return {
    name: 'pause-past-lease',
    needs: [],
    weight: 1,
    draw: (draw, topology) => {
      const drawn = onNode(draw, topology, {});
      return drawn === null ? null : { ...drawn, lasts: past + draw('longer', past) };
    },
    weaken: (broken) => [
      ...(broken.lasts > past ? [{ ...broken, lasts: past }] : []),
      ...[4, 2].flatMap((part) => shortened({ ...broken, fault: 'pause' }, part)),
    ],
    inject: (_broken, on) => acts(on, 'stop'),
    heal: (_broken, on) => acts(on, 'continue'),
  };
}

function slow({ id }: Break, node: NodeId, delay: Micros | null): Hand {
  return { do: 'slow-start', node, name: id, delay };
}

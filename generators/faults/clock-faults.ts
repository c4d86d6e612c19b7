import type { Break, Fault, Topology } from '../../src/contract/index.js';
import { type ClockFault, type Draw, type Json, type Micros, pick } from '../../src/world/index.js';
import { drawTarget } from './draw-target.js';
import { lasting, shorter } from './link-fault.js';

const ms = 1_000;
const second = 1_000 * ms;

/** Thousandths. The largest are far beyond what hardware does: what holds there holds for a virtual machine that is starved or catches up. */
const drifts = [1, 10, 50, 50, 200, 500] as const;

/** The wall clock of a node is off: from a little, as with a time server that is far away, to hours, as with a time zone that was taken for another. */
const clockSkew: Fault = clockFault({
  name: 'clock-skew',
  strength: (draw) => skewOf(draw, [50, 1_000, 60_000, 7_200_000]),
  lastsMax: 8 * second,
});

/** The wall clock of a node is set forward or back, and a moment later put right. */
const clockJump: Fault = clockFault({
  name: 'clock-jump',
  strength: (draw) => skewOf(draw, [2_000, 60_000, 3_600_000, 86_400_000]),
  lastsMax: second,
});

/** All clocks of a node run too fast or too slow, and its timers with them. */
const clockDrift: Fault = clockFault({
  name: 'clock-drift',
  strength: (draw) => ({ kind: 'drift', perMille: signed(draw, pick(draw, 'rate', drifts)) }),
  lastsMax: 5 * second,
});

/** Faults that the clocks of nodes have. The monotonic clock of a node is never set: it only drifts. */
export const clockFaults: readonly Fault[] = [clockSkew, clockJump, clockDrift];

interface Options {
  readonly name: string;
  readonly strength: (draw: Draw) => ClockFault;
  readonly lastsMax: Micros;
}

function clockFault({ name, strength, lastsMax }: Options): Fault {
  return {
    name,
    needs: ['clock'],
    weight: 1,
    draw: (draw, topology) => onNode(draw, topology, strength(draw), lastsMax),
    weaken: (broken) => [...shorter(broken), ...weaker(broken)],
    inject: (broken, on) => on.map((node) => ({ do: 'clock', node, name: broken.id, fault: faultOf(broken) })),
    heal: (broken, on) => on.map((node) => ({ do: 'clock', node, name: broken.id, fault: null })),
  };
}

/** Up to one of the bounds, in milliseconds, and at least half of it. */
function skewOf(draw: Draw, bounds: readonly number[]): ClockFault {
  const half = pick(draw, 'scale', bounds) / 2;
  return { kind: 'skew', offset: signed(draw, half + draw('offset', half + 1)) * ms };
}

function signed(draw: Draw, size: number): number {
  return draw('back', 2) === 0 ? size : -size;
}

/** Roles are equally likely, whatever their size. */
function onNode(draw: Draw, { nodes }: Topology, args: ClockFault, lastsMax: Micros): Pick<Break, 'on' | 'args' | 'lasts'> | null {
  if (nodes.length === 0) return null;
  const role = pick(draw, 'role', [...new Set(nodes.map((node) => node.role))]);
  return { on: [drawTarget(draw, nodes, role)], args: args as unknown as Json, lasts: lasting(draw, lastsMax) };
}

/** A tenth as strong, for half of the time; nothing below what a clock is off by anyway. */
function weaker(broken: Break): readonly Break[] {
  const fault = faultOf(broken);
  const lasts = Math.floor(broken.lasts / 2);
  const size = Math.trunc((fault.kind === 'skew' ? fault.offset : fault.perMille) / 10);
  if (lasts < 20_000 || Math.abs(size) < (fault.kind === 'skew' ? ms : 1)) return [];
  const args: ClockFault = fault.kind === 'skew' ? { kind: 'skew', offset: size } : { kind: 'drift', perMille: size };
  return [{ ...broken, args: args as unknown as Json, lasts }];
}

function faultOf(broken: Break): ClockFault {
  return broken.args as unknown as ClockFault;
}

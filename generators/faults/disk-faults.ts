// Disks that take no write, that are slow, that lie, and that rot. A node finds out by its own checks or not at all, so each fault ends with a start of the node: nothing of
// it stands then but what was lost.
import type { Break, Fault, Hand, Topology } from '../../src/contract/index.js';
import { type DiskFault, type Draw, type Micros, pick } from '../../src/world/index.js';
import { drawTarget } from './draw-target.js';
import { lasting, shorter } from './link-fault.js';

const second: Micros = 1_000_000;
const million = 1_000_000;
/** Most bytes that the end of a file loses: a page and more of what was written last. */
const tailMax = 6_000;

/** The disk takes no writes, until the node is started with one that does. */
export const diskFailed: Fault = {
  name: 'disk-failed',
  needs: ['disk:broken'],
  weight: 1,
  draw: (draw, { nodes }) => {
    const role = pick(draw, 'role', [...new Set(nodes.map((node) => node.role))]);
    return { on: [drawTarget(draw, nodes, role)], args: {}, lasts: lasting(draw, 3 * second) };
  },
  weaken: (broken) => [...shorter(broken), { ...broken, fault: 'crash', args: {} }],
  aim: ({ node, passing }) => (passing === 'persist' ? [{ how: 'it fails', on: [node], args: {}, lasts: 100_000 }] : []),
  inject: (broken, on) => on.map((node) => ({ do: 'disk', node, name: broken.id, fault: { kind: 'broken' } })),
  heal: startedAnew,
};

/** Every write is refused with ENOSPC; what is there can be read. */
export const diskFull: Fault = onDisk({ name: 'disk-full', kind: 'full', draw: () => ({ kind: 'full' }) });

/** One write fails, and those after it would not. */
export const diskError: Fault = onDisk({
  name: 'disk-error',
  kind: 'eio',
  draw: (draw) => ({ kind: 'eio', nth: 1 + draw('nth', pick(draw, 'scale', [4, 8, 24])) }),
});

/** Each sync takes so long that others may think the node gone. */
export const diskSlow: Fault = {
  ...onDisk({
    name: 'disk-slow',
    kind: 'slow',
    draw: (draw) => ({ kind: 'slow', delay: 2_000 + draw('delay', pick(draw, 'scale', [20_000, 100_000, 400_000])) }),
  }),
  weaken: (broken) => [...shorter(broken), ...slower(broken)],
  heal: (broken, on) => on.map((node) => ({ do: 'disk', node, name: broken.id, fault: null })),
};

/** What a node wrote while it lasted is gone when the power is cut at its end, though each write was said to be durable. */
export const diskForgets: Fault = onDisk({
  name: 'disk-forgets',
  kind: 'lost-sync',
  harm: 'lie',
  draw: () => ({ kind: 'lost-sync', file: null }),
});

/** One bit of what a node kept is another one when it is started again. */
export const diskFlips: Fault = onDisk({
  name: 'disk-flips',
  kind: 'flip',
  harm: 'rot',
  draw: (draw) => ({ kind: 'flip', file: null, at: draw('at', million), bit: draw('bit', 8) }),
});

/** The end of the longest file of a node is gone when it is started again. */
export const diskTruncated: Fault = onDisk({
  name: 'disk-truncated',
  kind: 'truncate',
  harm: 'rot',
  draw: (draw) => ({ kind: 'truncate', file: null, bytes: 1 + draw('bytes', pick(draw, 'scale', [2, 60, tailMax])) }),
});

/** All but `diskFailed`. */
export const diskFaults: readonly Fault[] = [diskFull, diskError, diskSlow, diskForgets, diskFlips, diskTruncated];

interface OnDisk {
  readonly name: string;
  readonly kind: DiskFault['kind'];
  readonly harm?: 'rot' | 'lie';
  readonly draw: (draw: Draw) => DiskFault;
}

/** A fault of one disk. It ends with a power cut, without which nobody would notice what was lost. */
function onDisk({ name, kind, harm, draw: drawFault }: OnDisk): Fault {
  return {
    name,
    needs: [`disk:${kind}`],
    ...(harm === undefined ? {} : { harm }),
    weight: 1,
    draw: (draw, topology) => drawOn(draw, topology, drawFault(draw)),
    weaken: (broken) => [...shorter(broken), { ...broken, fault: 'crash', args: {} }],
    inject: (broken, on) => on.flatMap((node) => put(broken, node, harm === 'rot')),
    heal: startedAnew,
  };
}

function startedAnew(broken: Break, on: readonly string[]): readonly Hand[] {
  return on.flatMap((node): readonly Hand[] => [
    { do: 'node', node, act: 'kill' },
    { do: 'disk', node, name: broken.id, fault: null },
    { do: 'node', node, act: 'start' },
  ]);
}

/** Rot shows when a node boots, which is at once. */
function put(broken: Break, node: string, atBoot: boolean): readonly Hand[] {
  const hand: Hand = { do: 'disk', node, name: broken.id, fault: broken.args as unknown as DiskFault };
  return atBoot ? [hand, { do: 'node', node, act: 'kill' }, { do: 'node', node, act: 'start' }] : [hand];
}

/** Roles are equally likely, whatever their size; where the envelope names some, those: the others keep nothing. */
function drawOn(draw: Draw, { nodes, envelope }: Topology, fault: DiskFault): Pick<Break, 'on' | 'args' | 'lasts'> | null {
  const roles = [...new Set((envelope.length > 0 ? envelope : nodes).map(({ role }) => role))];
  return { on: [drawTarget(draw, nodes, pick(draw, 'role', roles))], args: { ...fault }, lasts: lasting(draw, 3 * second) };
}

/** For most of the time, and a quarter as slow. */
function slower(broken: Break): readonly Break[] {
  const { kind, delay } = broken.args as { readonly kind: 'slow'; readonly delay: Micros };
  const lasts = Math.floor((broken.lasts * 3) / 4);
  return lasts < 20_000 ? [] : [{ ...broken, args: { kind, delay: Math.floor(delay / 4) }, lasts }];
}

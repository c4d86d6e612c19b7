import type { AimBounds, Aimed, Break, Fault, Place, TrapPhase } from '../../src/contract/index.js';
import { pick, type Trapped } from '../../src/world/index.js';
import { lasting, shorter } from './link-fault.js';
import { onNode } from './on-node.js';

const second = 1_000_000;

/** SIGKILL, and a start some time later. */
export const crash: Fault = {
  name: 'crash',
  needs: [],
  weight: 3,
  draw: (draw, topology) => onNode(draw, topology, {}),
  weaken: shorter,
  inject: (_broken, on) => on.map((node) => ({ do: 'node', node, act: 'kill' })),
  heal: (_broken, on) => on.map((node) => ({ do: 'node', node, act: 'start' })),
};

/** A kill just before or after the nth effect of a kind from now on: a place in the effect queue. */
export const crashAtEffect: Fault = {
  name: 'crash-at-effect',
  needs: ['trap'],
  weight: 4,
  draw: (draw, topology) =>
    onNode(draw, topology, {
      effect: draw('any', 4) > 0 ? 'any' : pick(draw, 'effect', ['persist', 'send', 'reply', 'call', 'part']),
      nth: 1 + draw('nth', pick(draw, 'scale', [4, 8, 8, 24])),
      phase: pick(draw, 'phase', ['before', 'after']),
    }),
  weaken: (broken) => [...shorter(broken), { ...broken, fault: 'crash', args: {} }],
  // After a part comes what it leads to: places of their own.
  aim: (place, bounds) =>
    (place.passing === 'part' ? (['before'] as const) : (['before', 'after'] as const)).flatMap((phase) => trapped(place, bounds, phase)),
  inject: (broken, on) => on.map((node) => ({ do: 'trap', node, name: broken.id, ...trapOf(broken) })),
  heal: (broken, on) =>
    on.flatMap((node) => [{ do: 'untrap', node, name: broken.id } as const, { do: 'node', node, act: 'start' } as const]),
};

/** A crash around the nth write of a file, or of whatever is written: before it, within it so that its first bytes stay, or after it. */
export const crashAtWrite: Fault = {
  name: 'crash-at-write',
  needs: ['trap', 'tear'],
  weight: 1,
  draw: (draw, topology) => onNode(draw, topology, { effect: 'persist', nth: 1 + draw('nth', 8), phase: 'within' }),
  weaken: (broken) => [...shorter(broken), { ...broken, fault: 'crash', args: {} }],
  aim: (place, bounds) => (place.passing === 'persist' ? trapped(place, bounds, 'within') : []),
  inject: crashAtEffect.inject,
  heal: crashAtEffect.heal,
};

/** SIGSTOP, and SIGCONT some time later. */
export const pause: Fault = {
  name: 'pause',
  needs: [],
  weight: 3,
  draw: (draw, topology) => onNode(draw, topology, {}),
  weaken: shorter,
  aim: ({ node }, { stay }) => (node.role === 'client' ? [] : [{ how: 'before it', on: [node], args: {}, lasts: stay }]),
  inject: (_broken, on) => on.map((node) => ({ do: 'node', node, act: 'stop' })),
  heal: (_broken, on) => on.map((node) => ({ do: 'node', node, act: 'continue' })),
};

/** All nodes of a role are gone for a while: a dependency that is down. */
export function roleDown(name: string, role: string): Fault {
  return {
    name,
    needs: [],
    weight: 2,
    draw: (draw, topology) => {
      const count = topology.nodes.filter((node) => node.role === role).length;
      return count === 0 ? null : { on: [{ role, pick: draw('node', count) }], args: {}, lasts: lasting(draw, 5 * second) };
    },
    weaken: shorter,
    inject: (_broken, on) => on.map((node) => ({ do: 'node', node, act: 'kill' })),
    heal: (_broken, on) => on.map((node) => ({ do: 'node', node, act: 'start' })),
  };
}

/** The node is away for long enough that others take over. */
function trapped({ node, passing: effect, nth }: Place, { stay }: AimBounds, phase: TrapPhase): readonly Aimed[] {
  return node.role === 'client' ? [] : [{ how: `${phase} it`, on: [node], args: { effect, nth, phase }, lasts: stay }];
}

function trapOf(broken: Break): {
  readonly effect: Trapped;
  readonly nth: number;
  readonly phase: TrapPhase;
  readonly file?: string;
} {
  return broken.args as never;
}

// What befalls processes one thing after another, by a timetable: supervisors that start what dies at once, and releases.
import type { Break, Fault, Hand, Timed } from '../../src/contract/index.js';
import { type Json, type Micros, pick } from '../../src/world/index.js';
import { acts } from './acts.js';
import { drawTarget } from './draw-target.js';
import { lasting } from './link-fault.js';
import { onNode } from './on-node.js';
import { plainer } from './plainer.js';
import { rolesOf } from './roles-of.js';

const second = 1_000_000;
const ms = 1_000;

interface Loop {
  /** How often it dies. */
  readonly deaths: number;
  /** From a start to the next death. */
  readonly alive: Micros;
  /** From a death to the next start. */
  readonly down: Micros;
}

/**
 * A node that dies again and again, each time soon after its start: within its first writes, while it recovers or joins the others, or once it works. A process
 * that takes longer to come up than that dies while it boots.
 */
export const crashLoop: Fault = {
  name: 'crash-loop',
  needs: [],
  weight: 1,
  draw: (draw, topology) =>
    looping(onNode(draw, topology, {}), {
      deaths: 2 + draw('deaths', 5),
      alive: pick(draw, 'alive', [200, 2 * ms, 20 * ms, 150 * ms, 600 * ms]),
      down: pick(draw, 'down', [ms, 50 * ms, 300 * ms]),
    }),
  weaken: (broken) => {
    const loop = broken.args as unknown as Loop;
    const fewer = new Set([2, Math.ceil(loop.deaths / 2)].filter((deaths) => deaths > 1 && deaths < loop.deaths));
    return [...[...fewer].flatMap((deaths) => looping(broken, { ...loop, deaths }) ?? []), ...plainer('crash')(broken).slice(-1)];
  },
  inject: (_broken, on) => acts(on, 'kill'),
  during: ({ args }, on) => {
    const { deaths, alive, down } = args as unknown as Loop;
    return Array.from({ length: deaths - 1 }, (_, nth): readonly Timed[] => [
      { at: nth * (alive + down) + down, steps: acts(on, 'start') },
      { at: (nth + 1) * (alive + down), steps: acts(on, 'kill') },
    ]).flat();
  },
  heal: (_broken, on) => acts(on, 'start'),
};

interface Turn {
  /** From the end of one node to that of the next. */
  readonly every: Micros;
  /** From the end of a node to its start. */
  readonly down: Micros;
}

/** Every node of a role ends in good order and is started again, one after the other, as when a new version is rolled out. */
export const rollingRestart: Fault = {
  name: 'rolling-restart',
  needs: [],
  weight: 1,
  draw: (draw, topology) => {
    const role = pick(draw, 'role', rolesOf(topology));
    const down = pick(draw, 'down', [50, 200, 500, 1_000]) * ms;
    const every = down + pick(draw, 'pause', [20, 200, 800]) * ms;
    const count = topology.nodes.filter((node) => node.role === role).length;
    return { on: [{ role, pick: 'all' }], args: { every, down }, lasts: (count - 1) * every + down };
  },
  weaken: plainer('terminate'),
  inject: (_broken, on) => acts(on.slice(0, 1), 'end'),
  during: ({ args }, on) => {
    const { every, down } = args as unknown as Turn;
    const turns = on.flatMap((node, nth): readonly Timed[] => [
      { at: nth * every, steps: nth === 0 ? [] : acts([node], 'end') },
      { at: nth * every + down, steps: acts([node], 'start') },
    ]);
    return turns.toSorted((one, other) => one.at - other.at);
  },
  heal: (_broken, on) => acts(on, 'start'),
};

interface Change {
  readonly build: string;
  /** From the end of the node to its start. */
  readonly down: Micros;
}

/** A node ends in good order and is started with another build, and after a while again with its own: a release that is taken back. */
export const otherBuild: Fault = {
  name: 'other-build',
  needs: ['build'],
  weight: 2,
  draw: (draw, { nodes, builds = [] }) => {
    if (builds.length === 0) return null;
    const { role, build } = pick(draw, 'build', builds);
    const down = pick(draw, 'down', [50, 200, 500]) * ms;
    return { on: [drawTarget(draw, nodes, role)], args: { build, down }, lasts: down + lasting(draw, 4 * second) };
  },
  weaken: plainer('terminate'),
  inject: (_broken, on) => acts(on, 'end'),
  during: ({ args }, on) => {
    const { build, down } = args as unknown as Change;
    return [{ at: down, steps: on.map((node) => ({ do: 'node', node, act: 'start', build })) }];
  },
  heal: (_broken, on) => [...acts(on, 'kill'), ...on.map((node): Hand => ({ do: 'node', node, act: 'start', build: null }))],
};

function looping<D extends Pick<Break, 'on' | 'args' | 'lasts'>>(drawn: D | null, loop: Loop): D | null {
  const { deaths, alive, down } = loop;
  return drawn === null ? null : { ...drawn, args: loop as unknown as Json, lasts: (deaths - 1) * (alive + down) + down };
}

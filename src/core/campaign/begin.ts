// How runs begin. A world that can be forked is stood up and set up once for all runs that ask for the same, and each goes on from a fork of it under chance of
// its own. What a run begins with depends on its plan and the defects alone, so it is the same for the first run of a process and for the thousandth.
import type { Event, System, Trial } from '../../contract/index.js';
import { drawAt, streamOf } from '../../world/index.js';
import { type Conduct, type ConductorOptions, startConductor } from '../conductor/index.js';
import { drive } from './drive.js';
import type { RunOptions } from './run-plan.js';

/** Worlds that are set up alike but for chance: another manager leads, other nodes hold other things. A plan's seed says which one is its own. */
const variants = 4;
/** Worlds kept at once for one system. */
const keptMax = 64;

export interface Begun {
  readonly trial: Trial;
  readonly c: Conduct;
  /** The history so far. */
  readonly events: Event[];
}

const kept = new WeakMap<System, Map<string, Promise<Begun>>>();

/** A world, and a conductor at its start or just after the set-up. */
export async function begin(options: RunOptions): Promise<Begun> {
  const { system, plan, world } = options;
  const isShared = world === 'sim' && system.setUp(plan.knobs).length > 0;
  if (!isShared) return beginAlone(options, {});
  const { trial, c: after, events } = await setUpWorld(options);
  const fork = trial.fork?.(plan.seed);
  if (fork === undefined) return beginAlone(options, {});
  return { trial: fork, c: startConductor(plan, system, { ...conductorOptions(options, fork), after }), events: [...events] };
}

async function beginAlone(options: RunOptions, more: Partial<ConductorOptions>): Promise<Begun> {
  const { system, plan, world, defects, directory } = options;
  const trial = await system.open(world, plan, { defects, directory });
  return { trial, c: startConductor(plan, system, { ...conductorOptions(options, trial), ...more }), events: [] };
}

function conductorOptions({ faults, limits }: RunOptions, { can }: Trial): ConductorOptions {
  return { faults, can, ...(limits === undefined ? {} : { limits }) };
}

/** The world that this run is to be forked from: made now, or kept from an earlier run. */
function setUpWorld(options: RunOptions): Promise<Begun> {
  const { system, plan, defects, limits } = options;
  const seed = `set-up ${drawAt(streamOf(plan.seed, 'set-up'), 0, variants)}`;
  const worlds = kept.get(system) ?? new Map<string, Promise<Begun>>();
  kept.set(system, worlds);
  const name = JSON.stringify([seed, plan.knobs, defects, limits ?? null]);
  const known = worlds.get(name);
  if (known !== undefined) return known;
  if (worlds.size >= keptMax) worlds.clear();
  const made = setUp({ ...options, plan: { ...plan, seed, steps: [] } });
  worlds.set(name, made);
  return made;
}

/** Its programs end here, if it has any: a fork starts its own. */
async function setUp(options: RunOptions): Promise<Begun> {
  const begun = await beginAlone(options, { isSetUpAlone: true });
  try {
    await drive(begun.trial, begun.c, begun.events, undefined);
  } finally {
    await begun.trial.close();
  }
  return begun;
}

import { crash, drawBreaks, networkFaults, pause, walkLife } from '../generators/index.js';
import { acknowledgedWritesStay } from '../invariants/index.js';
import type { Scenario } from '../src/contract/index.js';
import { comesBack } from './systems/desk/comes-back.js';
import { desk, volumeLife } from './systems/desk/desk.js';

const faults = [crash, pause, ...networkFaults];
const life = ['v1', 'v2', 'v1'].flatMap((name, index) => volumeLife(name, index % 2 === 1));
const walk = { laneCount: 2, lengthMax: 12, disorderPercent: 20, extraPercent: 10, timeouts: [60_000, 150_000, 1_000_000] };

/** A service of somebody else's: only its API is known, and how to clean up after it. */
export const deskScenario: Scenario = {
  name: 'desk',
  claim: 'Whatever is called and whatever breaks, every volume can be detached and deleted in the end.',
  system: desk,
  faults,
  invariants: [comesBack, acknowledgedWritesStay],
  plan: (draw, seed, intensity) => {
    const calls = walkLife(draw, { ...walk, life, extras: life, from: 0 });
    const breaks = drawBreaks(draw, { faults, topology: desk.topology({}), calls, intensity });
    return { schema: 1, scenario: 'desk', system: 'desk', seed, knobs: {}, steps: [...calls, ...breaks] };
  },
  configuration: { ...walk, life: life.length },
  floors: { operations: 20, acceptedPercent: 30, faultKinds: 2, unknownPercentMax: 20 },
  runs: { sim: 0, real: 20 },
};

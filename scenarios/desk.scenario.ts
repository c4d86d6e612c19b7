import { crash, drawBreaks, networkFaults, pause } from '../generators/index.js';
import type { Call, Scenario } from '../src/contract/index.js';
import { chance, type Draw, pick } from '../src/world/index.js';
import { comesBack } from './systems/desk/comes-back.js';
import { desk, volumeLife } from './systems/desk/desk.js';

const faults = [crash, pause, ...networkFaults];
const walk = {
  lanes: ['lane1', 'lane2'],
  names: ['v1', 'v2', 'v3'],
  lives: 3,
  dropPercent: 10,
  patiencePercent: 30,
  pauses: [0, 0, 30_000, 100_000, 250_000],
  timeouts: [60_000, 150_000, 400_000],
};
const slow = new Set(['volume.attach', 'volume.detach']);

/** A service of somebody else's: only its API is known, and how to clean up after it. Faults come around the calls that take a while. */
export const deskScenario: Scenario = {
  name: 'desk',
  claim: 'Whatever is called and whatever breaks, every volume can be detached and deleted in the end.',
  system: desk,
  faults,
  invariants: [comesBack],
  plan: (draw, seed, intensity) => {
    const calls = walk.lanes.flatMap((lane) => drawLane(draw, lane));
    const breaks = drawBreaks(draw, { faults, topology: desk.topology({}), calls: calls.filter(({ op }) => slow.has(op)), intensity });
    return { schema: 1, scenario: 'desk', system: 'desk', seed, knobs: {}, steps: [...calls, ...breaks] };
  },
  configuration: { ...walk, slow: [...slow] },
  floors: { operations: 20, acceptedPercent: 30, faultKinds: 2, unknownPercentMax: 20 },
  runs: { sim: 0, real: 20 },
};

/** Some lives of volumes, one after the other, with steps left out, and at a pace that lets faults meet the worker at work. */
function drawLane(draw: Draw, lane: string): readonly Call[] {
  const lives = Array.from({ length: 1 + draw('lives', walk.lives) }, () => volumeLife(pick(draw, 'name', walk.names), true));
  const kept = lives.flat().filter(() => !chance(draw, 'drop', walk.dropPercent));
  return kept.map(
    ({ op, args, rest }, index): Call => ({
      is: 'call',
      id: `${lane}.${index + 1}`,
      lane,
      op,
      args,
      makes: null,
      after: index === 0 ? null : { step: `${lane}.${index}`, phase: 'done', plus: pick(draw, 'pause', walk.pauses) },
      attempts: pick(draw, 'attempts', [1, 2, 4]),
      timeout: pick(draw, 'timeout', walk.timeouts),
      rest: rest && chance(draw, 'patience', walk.patiencePercent),
    }),
  );
}

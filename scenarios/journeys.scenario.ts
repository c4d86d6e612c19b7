import { walkLife } from '../generators/index.js';
import { everyInvariant, journeysAreAccepted } from '../invariants/index.js';
import type { Call, Errand, Plan, Scenario } from '../src/contract/index.js';
import { type Draw, hashJson, type Json } from '../src/world/index.js';
import { journeyOf } from './journey-of.js';
import { referenceBreaks, referenceFaults } from './reference-breaks.js';
import { journeyExtras } from './systems/reference/journey-extras.js';
import { reference } from './systems/reference/reference.js';

const walk = { laneCount: 3, lengthMax: 40, disorderPercent: 15, extraPercent: 25, timeouts: [300_000, 1_000_000, 4_000_000] };

/** Places in a journey at which lanes begin; what comes before them is the set-up. */
const startsMax = 8;

/** Long enough for every answer: nothing stands in a journey's way when nothing is broken. */
const patience = 4_000_000;

/** A journey that goes its way is never refused, nothing makes anybody repeat a call, and nobody insists on a version. */
const mayIdle = ['atomicity/refused-calls-leave-nothing', 'idempotence/repeats-change-nothing', 'legality/insisted-versions-hold'];

/** Somebody's journey: in its order where nothing is broken, out of order and under faults else. */
export function journeysScenario(journey: readonly Errand[]): Scenario {
  const extras = journeyExtras(journey);
  const drawCalls = (draw: Draw, from: number): readonly Call[] =>
    walkLife(draw, { ...walk, laneCount: 1 + draw('lanes', walk.laneCount), life: journey, extras, from });
  return {
    name: 'journeys',
    claim: 'A journey is accepted call by call; out of order and under faults the orchestrator comes back from wherever it leads.',
    system: reference,
    faults: referenceFaults,
    invariants: [journeysAreAccepted, ...everyInvariant],
    plan: (draw, seed, intensity, index): Plan => {
      const from = intensity === 'none' ? 0 : Math.floor((journey.length * draw('from', startsMax)) / startsMax);
      const calls = intensity === 'none' ? journey.map(callOf) : drawCalls(draw, from);
      const breaks = referenceBreaks(draw, { calls, intensity, index, isLogShort: false });
      return {
        schema: 1,
        scenario: 'journeys',
        system: 'reference',
        seed,
        knobs: { setUp: journey.slice(0, from) as unknown as Json },
        steps: [...calls, ...breaks],
      };
    },
    journeys: () => [journeyOf('journeys', 'journey', journey)],
    configuration: { ...walk, journey: hashJson(0, journey as unknown as Json), length: journey.length },
    floors: { operations: Math.min(60, journey.length), acceptedPercent: 5, faultKinds: 0, unknownPercentMax: 10, mayIdle },
    runs: { sim: 400, real: 14 },
  };
}

function callOf(errand: Errand, index: number): Call {
  return { ...errand, is: 'call', id: `s${index + 1}`, lane: 'journey', after: null, attempts: 4, timeout: patience };
}

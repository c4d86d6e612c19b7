import {
  allAtOnce,
  crash,
  crashAtEffect,
  crashLoop,
  drawBreaks,
  late,
  lossyFaults,
  networkFaults,
  otherBuild,
  pause,
  pausePastLease,
  rollingRestart,
  slowStart,
  terminate,
} from '../generators/index.js';
import { acknowledgedWritesStay } from '../invariants/index.js';
import type { Call, Plan, Scenario } from '../src/contract/index.js';
import { type Draw, pick } from '../src/world/index.js';
import { pair } from './systems/pair/pair.js';

/** Too seldom met to be drawn among the others. */
const processFaults = [terminate, crashLoop, slowStart, rollingRestart, allAtOnce, pausePastLease(pair.bounds), otherBuild];
const drawnFaults = [crash, crashAtEffect, pause, ...networkFaults, ...lossyFaults];

/** The walking skeleton: two nodes, one link. */
export const pairScenario: Scenario = {
  name: 'pair',
  claim: 'What the primary acknowledged stays, on both nodes, whatever crashes or breaks.',
  system: pair,
  faults: [...drawnFaults, ...processFaults, late],
  invariants: [acknowledgedWritesStay],
  plan: (draw, seed, intensity) => {
    const calls = drawCalls(draw);
    const breaks = drawBreaks(draw, { faults: drawnFaults, topology: pair.topology({}), calls, intensity });
    return { schema: 1, scenario: 'pair', system: 'pair', seed, knobs: {}, steps: [...calls, ...breaks] };
  },
  journeys: () => [journey],
  configuration: { calls: 12, lanes: 2, names: 5 },
  floors: { operations: 20, acceptedPercent: 30, faultKinds: 2, unknownPercentMax: 20 },
  runs: { sim: 300, real: 5 },
};

/** Written, read, written over, and deleted: patiently, since a sweep takes the first attempt away. */
const journey: Plan = {
  schema: 1,
  scenario: 'pair',
  system: 'pair',
  seed: 'journey',
  knobs: {},
  steps: [
    ['value.put', 'a'],
    ['value.put', 'b'],
    ['value.get', 'a'],
    ['value.put', 'a'],
    ['value.delete', 'b'],
    ['value.put', 'b'],
    ['value.delete', 'a'],
  ].map(
    ([op = '', name = ''], index): Call => ({
      is: 'call',
      id: `s${index + 1}`,
      lane: 'walk',
      op,
      args: { name, value: index },
      makes: null,
      after: null,
      attempts: 6,
      timeout: 400_000,
      rest: false,
    }),
  ),
};

function drawCalls(draw: Draw): readonly Call[] {
  return Array.from({ length: 12 }, (_, index): Call => {
    const op = pick(draw, 'op', ['value.put', 'value.put', 'value.delete', 'value.get']);
    const args = { name: pick(draw, 'name', ['a', 'b', 'c', 'd', 'e']), value: index };
    const timeout = pick(draw, 'timeout', [100_000, 400_000, 1_000_000]);
    return {
      is: 'call',
      id: `s${index + 1}`,
      lane: pick(draw, 'lane', ['lane1', 'lane2']),
      op,
      args,
      makes: null,
      after: null,
      attempts: 2,
      timeout,
      rest: false,
    };
  });
}

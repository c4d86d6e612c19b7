import {
  aimBreaks,
  allAtOnce,
  anchorOf,
  type Chain,
  chainBreaks,
  clockFaults,
  crash,
  crashAtEffect,
  crashLoop,
  dealBreaks,
  diskFailed,
  diskFaults,
  drawBreaks,
  isolation,
  late,
  lossyFaults,
  networkFaults,
  pause,
  pausePastLease,
  roleDown,
  rollingRestart,
  slowStart,
  terminate,
  crashAtWrite,
} from '../generators/index.js';
import type { Break, Call, Fault, Intensity } from '../src/contract/index.js';
import { chance, type Draw, pick } from '../src/world/index.js';
import { clockChains } from './clock-chains.js';
import { referenceChains, shortLogChains } from './reference-chains.js';
import { referenceIntermediaries } from './reference-intermediaries.js';
import { clusterFaults } from './systems/reference/cluster-faults.js';
import { clusterRefuses, driftDelete, driftEdit } from './systems/reference/reference-faults.js';
import { reference } from './systems/reference/reference.js';

const clusterDown = roleDown('cluster-down', 'cluster');

/** What is drawn. */
const drawnFaults: readonly Fault[] = [
  crash,
  crashAtEffect,
  crashAtWrite,
  diskFailed,
  pause,
  isolation,
  clusterDown,
  clusterRefuses,
  driftDelete,
  driftEdit,
  ...networkFaults,
  ...lossyFaults,
];

/** Of these a run has one now and then. */
export const rareFaults: readonly Fault[] = [
  terminate,
  crashLoop,
  slowStart,
  rollingRestart,
  allAtOnce,
  pausePastLease(reference.bounds),
  ...diskFaults,
  ...clockFaults,
  ...referenceIntermediaries,
  ...clusterFaults,
];

/** Chains that come in place of a rare fault. */
const rareChains: readonly Chain[] = clockChains;

/** Everything that breaks the bundled orchestrator: what is drawn, and what is aimed alone. */
export const referenceFaults: readonly Fault[] = [...drawnFaults, ...rareFaults, late];

/** Cards that each run is dealt. */
export const cards = 2;
/** Percent of runs that have a chain, in place of what is aimed and drawn. */
export const chainPercent = 30;
/** Percent of runs that have one of the rare faults. */
export const rarePercent = 15;

const deck = { perRole: [crash, pause], others: [isolation, clusterDown, driftDelete, driftEdit, ...networkFaults], cards };
const aims = [
  { fault: crashAtEffect, atLeader: true },
  { fault: crashAtEffect, atLeader: true },
  { fault: clusterRefuses, atLeader: false },
];

export interface BreaksOptions {
  readonly calls: readonly Call[];
  readonly intensity: Intensity;
  /** Number of the run. */
  readonly index: number;
  /** Snapshots come within the run. */
  readonly isLogShort: boolean;
}

/** The breaks of one plan: dealt, and either a chain or what is aimed and drawn. */
export function referenceBreaks(draw: Draw, { calls, intensity, index, isLogShort }: BreaksOptions): readonly Break[] {
  if (intensity === 'none') return [];
  const dealt = [...dealBreaks(draw, { ...deck, system: reference, calls, index }), ...rareBreaks(draw, calls)];
  if (chance(draw, 'chains', isLogShort ? 2 * chainPercent : chainPercent))
    return [...dealt, ...chainBreaks(draw, isLogShort ? shortLogChains : referenceChains, { calls, system: reference })];
  const aimed = aimBreaks(draw, { aims, system: reference, calls });
  return [...dealt, ...aimed, ...drawBreaks(draw, { faults: drawnFaults, topology: reference.topology({}), calls, intensity })];
}

function rareBreaks(draw: Draw, calls: readonly Call[]): readonly Break[] {
  if (rareFaults.length === 0 || calls.length === 0 || !chance(draw, 'rare', rarePercent)) return [];
  const rare = pick(draw, 'rare fault', [...rareFaults, ...rareChains]);
  if (!('inject' in rare)) return chainBreaks(draw, [rare], { calls, system: reference }).map((each) => ({ ...each, id: `r${each.id}` }));
  const drawn = rare.draw(draw, reference.topology({}));
  return drawn === null ? [] : [{ is: 'break', id: 'r1', fault: rare.name, ...drawn, from: anchorOf(draw, calls) }];
}

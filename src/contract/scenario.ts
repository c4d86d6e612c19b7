import type { Draw, Json } from '../world/index.js';
import type { Fault } from './fault.js';
import type { Invariant } from './invariant.js';
import type { Plan } from './operation.js';
import type { World } from './outcome.js';
import type { System } from './system.js';

/** What we try: a page of data that binds a system, a generator, faults and invariants. */
export interface Scenario {
  readonly name: string;
  /** One sentence, for people. */
  readonly claim: string;
  readonly system: System;
  readonly faults: readonly Fault[];
  readonly invariants: readonly Invariant[];
  /** One plan, drawn. Pure: the same draws give the same plan. `intensity` says how many faults; `index` is the number of the run, for what is dealt in turn. */
  plan(draw: Draw, seed: string, intensity: Intensity, index: number): Plan;
  /** Whole lives that are accepted call by call where nothing is broken; absent: plans without faults are taken for them. */
  journeys?(): readonly Plan[];
  /** Everything that the generator is set to; its hash is in every report, so that two campaigns can be seen to have tried the same. */
  readonly configuration: Json;
  readonly floors: Floors;
  /** The number of runs, or the time, of a campaign that does not say. */
  readonly runs: Readonly<Record<World, number>>;
}

export type Intensity = 'none' | 'light' | 'heavy';

/** What a campaign must have reached, or it is hollow (exit 3). Zero where a scenario asks for nothing. */
export interface Floors {
  readonly operations: number;
  /** Share of operations that were accepted, in percent. */
  readonly acceptedPercent: number;
  /** Distinct kinds of fault that hit. */
  readonly faultKinds: number;
  /** Share of runs whose verdict may be unknown, in percent (a ceiling). */
  readonly unknownPercentMax: number;
  /** Invariants that may have nothing to judge, because the scenario need not make it happen; absent: none. */
  readonly mayIdle?: readonly string[];
}

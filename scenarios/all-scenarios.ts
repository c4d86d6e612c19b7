import { errandsOfJourney, type JourneyDocument } from '../generators/index.js';
import type { Scenario } from '../src/contract/index.js';
import { deskScenario } from './desk.scenario.js';
import { etcdLockScenario } from './etcd-lock.scenario.js';
import { journeysScenario } from './journeys.scenario.js';
import { onlyFaults } from './only-faults.js';
import { pairScenario } from './pair.scenario.js';
import { referenceScenario } from './reference.scenario.js';
import { journeyUploads } from './systems/reference/journey-uploads.js';
import { lifeOf } from './systems/reference/reference-life.js';
import { namesOf } from './systems/reference/reference-world.js';

/** What a command makes of the scenarios. Plain data: it travels to threads. */
export interface Given {
  /** What the scenario journeys walks; null: the life of the reference orchestrator. */
  readonly journey: readonly JourneyDocument[] | null;
  /** The kinds of fault that are drawn; null: each scenario's own. */
  readonly onlyFaults: readonly string[] | null;
}

/**
 * Every scenario, by the order in which `topple list` shows them; the first is what `topple run` runs. Null: as they are.
 * @throws RangeError that names the line of a document that is no call of the API
 */
export function scenariosWith(given: Given | null): readonly Scenario[] {
  const { journey, onlyFaults: names } = given ?? { journey: null, onlyFaults: null };
  const errands = journey === null ? lifeOf(namesOf('')) : errandsOfJourney(journey, journeyUploads);
  const all = [referenceScenario, journeysScenario(errands), pairScenario, deskScenario, etcdLockScenario];
  return names === null ? all : all.map((scenario) => onlyFaults(scenario, names));
}

export const scenarios: readonly Scenario[] = scenariosWith(null);

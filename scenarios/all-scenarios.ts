import { errandsOfJourney, type JourneyDocument } from '../generators/index.js';
import type { Scenario } from '../src/contract/index.js';
import { deskScenario } from './desk.scenario.js';
import { etcdLockScenario } from './etcd-lock.scenario.js';
import { journeysScenario } from './journeys.scenario.js';
import { pairScenario } from './pair.scenario.js';
import { referenceScenario } from './reference.scenario.js';
import { journeyUploads } from './systems/reference/journey-uploads.js';
import { lifeOf } from './systems/reference/reference-life.js';
import { namesOf } from './systems/reference/reference-world.js';

/**
 * Every scenario, by the order in which `topple list` shows them; the first is what `topple run` runs. That of journeys walks `journey`, or, where it is
 * null, the life of the reference orchestrator.
 * @throws RangeError that names the line of a document that is no call of the API
 */
export function scenariosWith(journey: readonly JourneyDocument[] | null): readonly Scenario[] {
  const errands = journey === null ? lifeOf(namesOf('')) : errandsOfJourney(journey, journeyUploads);
  return [referenceScenario, journeysScenario(errands), pairScenario, deskScenario, etcdLockScenario];
}

export const scenarios: readonly Scenario[] = scenariosWith(null);

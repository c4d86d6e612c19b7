import type { Scenario } from '../src/contract/index.js';
import { deskScenario } from './desk.scenario.js';
import { etcdLockScenario } from './etcd-lock.scenario.js';
import { pairScenario } from './pair.scenario.js';
import { referenceScenario } from './reference.scenario.js';

/** Every scenario, by the order in which `topple list` shows them. The first is what `topple run` runs. */
export const scenarios: readonly Scenario[] = [referenceScenario, pairScenario, deskScenario, etcdLockScenario];

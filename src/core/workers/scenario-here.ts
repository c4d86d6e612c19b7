import { workerData } from 'node:worker_threads';
import type { Scenario } from '../../contract/index.js';
import { assert } from '../../world/index.js';

/** What every thread is started with: a scenario goes by its name, because its functions cannot travel. */
export interface ThreadSetting {
  /** URL of a module that exports `scenariosWith(given)`. */
  readonly module: string;
  /** What the scenarios are made with. */
  readonly given: unknown;
  readonly scenario: string;
  readonly defects: readonly string[];
}

/** The scenario of this thread, and all that the thread was told. */
export async function scenarioHere<Setting extends ThreadSetting>(): Promise<{ readonly scenario: Scenario; readonly setting: Setting }> {
  const setting = workerData as Setting;
  const { module, given, scenario: name } = setting;
  const { scenariosWith } = (await import(module)) as { scenariosWith(given: unknown): readonly Scenario[] };
  const scenario = scenariosWith(given).find((each) => each.name === name);
  assert(scenario !== undefined, `workers: ${module} has the scenario ${name}`);
  return { scenario, setting };
}

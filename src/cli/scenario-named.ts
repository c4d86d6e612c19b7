import { scenarios as known } from '../../scenarios/index.js';
import type { Scenario, World } from '../contract/index.js';
import { nearest } from './nearest.js';
import { usage } from './usage.js';

/** The scenario called `name`; the first of all when nothing was asked for. @throws UsageError when there is none */
export function scenarioNamed(name: string | undefined, scenarios: readonly Scenario[] = known): Scenario {
  const found = name === undefined ? scenarios[0] : scenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  throw usage(
    unknown(
      'scenario',
      name ?? '',
      scenarios.map((scenario) => scenario.name),
    ),
  );
}

/** @throws UsageError when the scenario's system cannot be started like this, or not here */
export function checkStart({ name, system }: Scenario, world: World, defects: readonly string[]): void {
  if (!Array.isArray(defects)) throw usage('"defects" must be a list of names');
  if (!system.worlds.includes(world))
    throw usage(`the system of ${name} is not made for the world ${world}; use --world ${system.worlds.join(' or --world ')}`);
  const wrong = defects.find((defect) => !system.defects.includes(defect) && system.mutants?.includes(defect) !== true);
  if (wrong !== undefined) throw usage(unknown('defect', wrong, system.defects));
  const missing = system.missing?.() ?? null;
  if (missing !== null) throw usage(`${name} is skipped, because ${missing}`);
}

/** That there is no such thing, and what there is. */
export function unknown(what: string, name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  const hint = meant === null ? '' : ` Did you mean ${meant}?`;
  return `no ${what} is called ${name}.${hint} There ${known.length === 0 ? 'are none' : `are: ${known.join(', ')}`}`;
}

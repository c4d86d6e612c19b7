import { type Given, scenarios, scenariosWith } from '../../scenarios/index.js';
import type { Scenario } from '../contract/index.js';
import { journeyIn } from './journey-in.js';
import { scenarioNamed, unknown } from './scenario-named.js';
import { usage } from './usage.js';

/** What a command says of the scenario that it wants. */
export interface Wish {
  readonly scenario: string | undefined;
  /** A journey to walk, for the scenario of that name; null: its own. */
  readonly file: string | null;
  /** The kinds of fault that are drawn; null: the scenario's own. */
  readonly onlyFaults: readonly string[] | null;
}

/** The scenario that is wished for, and what threads make it of. @throws UsageError */
export function scenarioGiven({ scenario: name, file, onlyFaults }: Wish): { readonly scenario: Scenario; readonly given: Given } {
  const journey = file === null ? null : journeyIn(file, name);
  const { faults } = scenarioNamed(name, scenarios);
  const known = faults.map((fault) => fault.name);
  const wrong = onlyFaults?.find((fault) => !known.includes(fault));
  if (wrong !== undefined) throw usage(unknown('fault', wrong, known));
  const given: Given = { journey, onlyFaults };
  return { scenario: scenarioNamed(name, scenariosWith(given)), given };
}

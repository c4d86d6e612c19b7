import { readFileSync } from 'node:fs';
import { type JourneyDocument, readJourney } from '../../generators/index.js';
import { scenariosWith } from '../../scenarios/index.js';
import type { Scenario } from '../contract/index.js';
import { scenarioNamed } from './scenario-named.js';
import { usage } from './usage.js';

/** The journey in a file, and the scenario that walks it. @throws UsageError that names file and line */
export function journeyIn(
  file: string,
  name: string | undefined,
): { readonly documents: readonly JourneyDocument[]; readonly scenario: Scenario } {
  if (name !== 'journeys')
    throw usage('--file is for the scenario journeys: topple run journeys --file FILE, topple sweep journeys --file FILE');
  const text = textOf(file);
  try {
    const documents = readJourney(text);
    return { documents, scenario: scenarioNamed(name, scenariosWith(documents)) };
  } catch (cause) {
    throw usage(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw usage(`${file} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? ''}`);
  }
}

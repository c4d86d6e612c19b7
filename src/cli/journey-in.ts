import { readFileSync } from 'node:fs';
import { type JourneyDocument, readJourney } from '../../generators/index.js';
import { scenariosWith } from '../../scenarios/index.js';
import { usage } from './usage.js';

/** The journey in a file, for the scenario that walks it. @throws UsageError that names file and line */
export function journeyIn(file: string, name: string | undefined): readonly JourneyDocument[] {
  if (name !== 'journeys')
    throw usage('--file is for the scenario journeys: topple run journeys --file FILE, topple sweep journeys --file FILE');
  const text = textOf(file);
  try {
    const journey = readJourney(text);
    scenariosWith({ journey, onlyFaults: null });
    return journey;
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

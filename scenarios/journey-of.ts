import type { Call, Errand, Plan } from '../src/contract/index.js';
import type { Json } from '../src/world/index.js';

/** Longer than any answer takes; more than one attempt, since the fault of a sweep takes the first. */
const patience = 4_000_000;
const attempts = 4;

/** A journey of its own in a world where `setUp` is done; the lane promises nothing, since it is to be disturbed. */
export function journeyOf(scenario: string, name: string, calls: readonly Errand[], setUp: readonly Errand[] = []): Plan {
  const steps = calls.map(
    (call, index): Call => ({ ...call, is: 'call', id: `s${index + 1}`, lane: 'walk', after: null, attempts, timeout: patience }),
  );
  return { schema: 1, scenario, system: 'reference', seed: name, knobs: { setUp: setUp as unknown as Json }, steps };
}

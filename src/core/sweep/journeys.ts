import type { Call, Plan, Scenario } from '../../contract/index.js';
import { planOf } from '../campaign/index.js';

/** Plans that are taken where a scenario has no journeys of its own. */
const drawnCount = 3;
/** What the last look is called. */
export const restId = 'rest';
const patience = 4_000_000;

export interface JourneysOptions {
  /** What journeys are drawn from where a scenario has none of its own. */
  readonly seed: string;
  /** The names of those that are wanted; null: all. */
  readonly only: readonly string[] | null;
}

/**
 * The undisturbed lives that a sweep takes. Each ends with a look that waits for rest, so that what its last call began is part of it; but for
 * those whose caller is gone, who looks at nothing.
 * @throws RangeError when there is none of that name
 */
export function journeysOf(scenario: Scenario, { seed, only }: JourneysOptions): readonly Plan[] {
  const own = scenario.journeys?.() ?? Array.from({ length: drawnCount }, (_, index) => planOf(scenario, seed, index, 'none'));
  const names = own.map((plan) => plan.seed);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new RangeError(`no journey is called ${unknown}. There are: ${names.join(', ')}`);
  const chosen = own.filter(({ seed: name }) => only?.includes(name) ?? true);
  return chosen.map((plan) => ({ ...plan, steps: [...plan.steps, ...lastLook(scenario, plan)] }));
}

function lastLook({ system }: Scenario, plan: Plan): readonly Call[] {
  const look = system.observe(system.topology(plan.knobs))[0]?.looks[0];
  const last = plan.steps.findLast((step) => step.is === 'call');
  if (look === undefined || last?.is !== 'call' || last.gone === true) return [];
  const { lane } = last;
  return [
    { is: 'call', id: restId, lane, op: look.op, args: look.args, makes: null, after: null, attempts: 4, timeout: patience, rest: true },
  ];
}

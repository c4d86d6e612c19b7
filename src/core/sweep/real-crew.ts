// Points on real processes. Nothing can be forked there: each is a run of its own, from the set-up to the canary.
import type { Plan } from '../../contract/index.js';
import { assert } from '../../world/index.js';
import { runPlan } from '../campaign/index.js';
import type { Point } from './points-of.js';
import { inReal } from './real-aim.js';
import { planUntil, planWith } from './run-point.js';
import type { SweepCrew, SweepCrewOptions } from './sweep-crew.js';
import { optionsFor, type PointResult, pointsIn, resultOf, type SweepJob, type SweepSetting } from './sweeper.js';

/** `directory`: where nodes keep their files. */
export interface RealCrewOptions extends SweepCrewOptions {
  readonly directory: string;
}

/** As many at once as there are jobs. */
export function realCrew(options: RealCrewOptions): SweepCrew {
  const closing = new AbortController();
  const signal = AbortSignal.any([options.signal, closing.signal]);
  const under = new Set<Promise<unknown>>();
  return {
    size: options.jobs,
    run: (job) => {
      const result = carryOut({ ...options, signal }, job);
      under.add(result);
      return result.finally(() => under.delete(result));
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled(under);
    },
  };
}

async function carryOut(options: RealCrewOptions, { journey, point: index }: SweepJob): Promise<PointResult | null> {
  const { scenario, journeys, directory, signal } = options;
  const recorded = journeys[journey];
  const point = recorded === undefined ? undefined : pointsIn(recorded, scenario)[index];
  assert(recorded !== undefined && point !== undefined, 'sweep: a job names a point');
  await options.breathe();
  if (signal.aborted) return null;
  const broken = inReal(point, scenario.system, recorded.plan);
  const plan = planOf(recorded.plan, point, broken);
  const result = await runPlan({ ...optionsFor(options, plan), world: 'real', directory, signal });
  if (result.interrupted) return null;
  return resultOf(result, { known: recorded.known, breaks: broken === null ? [] : [broken], second: null });
}

function planOf(plan: Plan, { step }: Point, broken: ReturnType<typeof inReal>): Plan {
  return broken === null ? planUntil(plan, step) : planWith(plan, [broken]);
}

/** What its real world can do: asked of one that stands. */
export async function realAbilities(
  { scenario, defects }: Omit<SweepSetting, 'journeys'>,
  plan: Plan,
  directory: string,
): Promise<ReadonlySet<string>> {
  const trial = await scenario.system.open('real', plan, { defects, directory });
  await trial.close();
  return trial.can;
}

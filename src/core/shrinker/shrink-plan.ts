// Makes a failing plan as small as it goes while it still fails the same way: first whole faults and lanes, then runs of steps (ddmin), then single
// steps until none can be spared, then each fault milder. Source: Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input (2002).
import type { Break, Call, Fault, Plan } from '../../contract/index.js';

export interface ShrinkOptions {
  /** Whether a plan fails in the way that counts. */
  readonly fails: (plan: Plan) => Promise<boolean>;
  readonly faults: readonly Fault[];
  /** Most evaluations of `fails`. */
  readonly evaluationsMax: number;
  /** Evaluations that go on at once, on speculation; 1 where nothing is said. The result is the same for any number where `fails` always says the same. */
  readonly atOnce?: number;
  /** Told after each success, so that an interrupted search keeps its best. */
  readonly onBetter?: (plan: Plan, evaluations: number) => void;
  readonly signal?: AbortSignal;
}

export interface ShrinkResult {
  readonly plan: Plan;
  readonly evaluations: number;
  readonly stoppedBecause: 'local-minimum' | 'evaluations-max' | 'interrupted';
}

type Step = Call | Break;

interface Search {
  best: Plan;
  evaluations: number;
  readonly tried: Set<string>;
  readonly options: ShrinkOptions;
}

export async function shrinkPlan(plan: Plan, options: ShrinkOptions): Promise<ShrinkResult> {
  const search: Search = { best: plan, evaluations: 0, tried: new Set(), options };
  await dropGroups(search);
  await dropHalves(search);
  await untilStable(search);
  return { plan: search.best, evaluations: search.evaluations, stoppedBecause: whyStopped(search) };
}

function whyStopped(search: Search): ShrinkResult['stoppedBecause'] {
  if (search.options.signal?.aborted === true) return 'interrupted';
  return spent(search) ? 'evaluations-max' : 'local-minimum';
}

function spent(search: Search): boolean {
  return search.evaluations >= search.options.evaluationsMax || search.options.signal?.aborted === true;
}

/** The index of the first candidate that still fails, which is the best from then on; -1 when none does. */
async function firstBetter(search: Search, candidates: readonly (readonly Step[])[]): Promise<number> {
  const { options } = search;
  const atOnce = options.atOnce ?? 1;
  for (let from = 0; from < candidates.length; from += atOnce) {
    const plans = candidates.slice(from, from + atOnce).map((steps) => fresh(search, steps));
    const verdicts = await Promise.all(plans.map(async (plan) => plan !== null && options.fails(plan)));
    const index = verdicts.indexOf(true);
    const plan = plans[index];
    if (plan === undefined || plan === null) continue;
    search.best = plan;
    options.onBetter?.(plan, search.evaluations);
    return from + index;
  }
  return -1;
}

/** A plan that was not tried before, and counts as tried from now on; null when it was, or when nothing is left to try with. */
function fresh(search: Search, steps: readonly Step[]): Plan | null {
  const name = JSON.stringify(steps);
  if (spent(search) || search.tried.has(name)) return null;
  search.tried.add(name);
  search.evaluations++;
  return { ...search.best, steps };
}

/** All faults at once, each lane, each kind of fault. */
async function dropGroups(search: Search): Promise<void> {
  const calls = search.best.steps.filter((step) => step.is === 'call');
  if (calls.length < search.best.steps.length) await firstBetter(search, [calls]);
  let groups = [...new Set(search.best.steps.map(groupOf))];
  while (groups.length > 1 && !spent(search)) {
    const { steps } = search.best;
    const dropped = await firstBetter(
      search,
      groups.map((group) => steps.filter((step) => groupOf(step) !== group)),
    );
    if (dropped < 0) return;
    groups = groups.slice(dropped + 1);
  }
}

function groupOf(step: Step): string {
  return step.is === 'call' ? `lane ${step.lane}` : `fault ${step.fault}`;
}

async function dropHalves(search: Search): Promise<void> {
  for (let size = Math.ceil(search.best.steps.length / 2); size > 1 && !spent(search); size = Math.floor(size / 2))
    await dropRuns(search, size);
}

/** Every run of `size` steps, one after the other. */
async function dropRuns(search: Search, size: number): Promise<void> {
  let from = 0;
  while (from < search.best.steps.length && !spent(search)) {
    const { steps } = search.best;
    const starts = Array.from({ length: Math.ceil((steps.length - from) / size) }, (_, nth) => from + nth * size);
    const dropped = await firstBetter(
      search,
      starts.map((start) => without(steps, start, size)),
    );
    if (dropped < 0) return;
    from = starts[dropped] ?? steps.length;
  }
}

async function untilStable(search: Search): Promise<void> {
  let size = -1;
  let text = '';
  while ((size !== search.best.steps.length || text !== JSON.stringify(search.best.steps)) && !spent(search)) {
    size = search.best.steps.length;
    text = JSON.stringify(search.best.steps);
    await dropSingles(search);
    await weaken(search);
    await simplify(search);
  }
}

/** From the end: what came last depends on most. */
async function dropSingles(search: Search): Promise<void> {
  let left = search.best.steps.length;
  while (left > 0 && !spent(search)) {
    const { steps } = search.best;
    const indices = Array.from({ length: left }, (_, nth) => left - 1 - nth);
    const dropped = await firstBetter(
      search,
      indices.map((index) => without(steps, index, 1)),
    );
    if (dropped < 0) return;
    left = indices[dropped] ?? 0;
  }
}

function without(steps: readonly Step[], from: number, count: number): readonly Step[] {
  return [...steps.slice(0, from), ...steps.slice(from + count)];
}

async function weaken(search: Search): Promise<void> {
  for (let index = 0; index < search.best.steps.length; index++) {
    const step = search.best.steps[index];
    const fault = step?.is === 'break' ? search.options.faults.find((each) => each.name === step.fault) : undefined;
    if (step?.is !== 'break' || fault === undefined) continue;
    const { steps } = search.best;
    await firstBetter(
      search,
      fault.weaken(step).map((milder) => replaced(steps, index, milder)),
    );
  }
}

/** One lane instead of several, no pause. */
async function simplify(search: Search): Promise<void> {
  const [first] = search.best.steps.flatMap((step) => (step.is === 'call' ? [step.lane] : []));
  const lanes = new Set(search.best.steps.flatMap((step) => (step.is === 'call' ? [step.lane] : [])));
  if (first !== undefined && lanes.size > 1)
    await firstBetter(search, [search.best.steps.map((step) => (step.is === 'call' ? { ...step, lane: first } : step))]);
  for (let index = 0; index < search.best.steps.length; index++) {
    const step = search.best.steps[index];
    if (step?.is !== 'call') continue;
    if (step.after !== null) await firstBetter(search, [replaced(search.best.steps, index, { ...step, after: null })]);
  }
}

function replaced(steps: readonly Step[], index: number, step: Step): readonly Step[] {
  return steps.map((each, at) => (at === index ? step : each));
}

// Makes a failing plan as small as it goes while it still fails the same way: first whole faults and lanes, then runs of steps (ddmin), then single
// steps until none can be spared, then each fault milder. Source: Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input (2002).
import type { Break, Call, Fault, Plan } from '../../contract/index.js';

export interface ShrinkOptions {
  /** Whether a plan fails in the way that counts. */
  readonly fails: (plan: Plan) => Promise<boolean>;
  readonly faults: readonly Fault[];
  /** Most evaluations of `fails`. */
  readonly evaluationsMax: number;
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

async function better(search: Search, steps: readonly Step[]): Promise<boolean> {
  const candidate: Plan = { ...search.best, steps };
  const name = JSON.stringify(steps);
  if (spent(search) || search.tried.has(name)) return false;
  search.tried.add(name);
  search.evaluations++;
  if (!(await search.options.fails(candidate))) return false;
  search.best = candidate;
  search.options.onBetter?.(candidate, search.evaluations);
  return true;
}

/** All faults at once, each lane, each kind of fault. */
async function dropGroups(search: Search): Promise<void> {
  if (search.best.steps.some((step) => step.is === 'break'))
    await better(
      search,
      search.best.steps.filter((step) => step.is === 'call'),
    );
  const groups = new Set(search.best.steps.map(groupOf));
  if (groups.size < 2) return;
  for (const group of groups)
    await better(
      search,
      search.best.steps.filter((step) => groupOf(step) !== group),
    );
}

function groupOf(step: Step): string {
  return step.is === 'call' ? `lane ${step.lane}` : `fault ${step.fault}`;
}

async function dropHalves(search: Search): Promise<void> {
  let size = Math.ceil(search.best.steps.length / 2);
  while (size > 1 && !spent(search)) {
    let from = 0;
    let any = false;
    while (from < search.best.steps.length && !spent(search)) {
      const dropped = await better(search, without(search.best.steps, from, size));
      any ||= dropped;
      if (!dropped) from += size;
    }
    size = any && size < search.best.steps.length ? Math.min(size, Math.ceil(search.best.steps.length / 2)) : Math.floor(size / 2);
    if (any) size = Math.floor(size / 2);
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

async function dropSingles(search: Search): Promise<void> {
  for (let index = search.best.steps.length - 1; index >= 0; index--) await better(search, without(search.best.steps, index, 1));
}

function without(steps: readonly Step[], from: number, count: number): readonly Step[] {
  return [...steps.slice(0, from), ...steps.slice(from + count)];
}

async function weaken(search: Search): Promise<void> {
  for (let index = 0; index < search.best.steps.length; index++) {
    const step = search.best.steps[index];
    const fault = step?.is === 'break' ? search.options.faults.find((each) => each.name === step.fault) : undefined;
    if (step?.is !== 'break' || fault === undefined) continue;
    for (const milder of fault.weaken(step)) if (await better(search, replaced(search.best.steps, index, milder))) break;
  }
}

/** One lane instead of several, one attempt instead of many, no pause. */
async function simplify(search: Search): Promise<void> {
  const [first] = search.best.steps.flatMap((step) => (step.is === 'call' ? [step.lane] : []));
  const lanes = new Set(search.best.steps.flatMap((step) => (step.is === 'call' ? [step.lane] : [])));
  if (first !== undefined && lanes.size > 1)
    await better(
      search,
      search.best.steps.map((step) => (step.is === 'call' ? { ...step, lane: first } : step)),
    );
  for (let index = 0; index < search.best.steps.length; index++) {
    const step = search.best.steps[index];
    if (step?.is !== 'call') continue;
    if (step.after !== null) await better(search, replaced(search.best.steps, index, { ...step, after: null }));
  }
}

function replaced(steps: readonly Step[], index: number, step: Step): readonly Step[] {
  return steps.map((each, at) => (at === index ? step : each));
}

import type { Described, Fault, Plan } from '../../contract/index.js';
import { beginDisturb } from './begin-disturb.js';
import type { Conduct, LaneState } from './conduct.js';
import { startErrands } from './errands.js';
import { type Limits, limitsDefault } from './limits.js';
import { surveyPlansOf } from './survey-plan.js';

export interface ConductorOptions {
  readonly faults: readonly Fault[];
  readonly limits?: Limits;
  /** What the world can do; absent: everything. */
  readonly can?: ReadonlySet<string>;
  /** The run is over when the set-up is done and the system at rest. */
  readonly isSetUpAlone?: boolean;
  /** The conductor that did the set-up, in the world that this one was forked from; absent: the set-up is to be done. */
  readonly after?: Conduct;
}

/** A conductor before its first happening. Feed it a tick to begin. */
export function startConductor(plan: Plan, system: Described, options: ConductorOptions): Conduct {
  const topology = system.topology(plan.knobs);
  const c: Conduct = {
    ...emptyParts(),
    plan,
    system,
    topology,
    surveys: surveyPlansOf(system, topology),
    limits: options.limits ?? limitsDefault,
    isSetUpAlone: options.isSetUpAlone ?? false,
    faultKinds: new Map(options.faults.map((fault) => [fault.name, fault])),
    can: options.can ?? null,
  };
  for (const step of plan.steps) {
    if (step.is === 'break')
      c.breaks.set(step.id, { broken: step, status: 'waiting', on: [], hits: 0, hit: new Set(), calls: [], attempt: 0, offAt: null });
    else c.steps.set(step.id, { call: step, attempt: 0, status: 'waiting', outcome: 'info', ambiguous: false, args: null });
  }
  c.lanes.push(...lanesOf(plan));
  for (const node of topology.nodes) c.nodes.set(node.id, 'up');
  if (options.after === undefined) startErrands(c, 'set-up', system.setUp(plan.knobs));
  else goOn(c, options.after);
  return c;
}

function emptyParts() {
  return {
    now: 0,
    seq: 0,
    stage: 'set-up' as const,
    disturbFrom: 0,
    requestNext: 1,
    requests: new Map(),
    steps: new Map(),
    lanes: [] as LaneState[],
    breaks: new Map(),
    passed: new Map(),
    stepOfRequest: new Map(),
    bindings: new Map(),
    nodes: new Map(),
    leader: null,
    rota: new Map(),
    reads: new Map(),
    survey: null,
    pollFrom: 0,
    surveyNext: 0,
    facts: [],
    complete: false,
    errands: null,
    rest: null,
    janitorRounds: 0,
    emptied: false,
    canaryRounds: 0,
    alarms: [],
    out: [],
    events: [],
  };
}

function lanesOf(plan: Plan): readonly LaneState[] {
  const lanes = new Map<string, string[]>();
  for (const step of plan.steps) if (step.is === 'call') lanes.set(step.lane, [...(lanes.get(step.lane) ?? []), step.id]);
  return [...lanes].map(([name, calls]) => ({ name, calls, index: 0, restUntil: null, ready: 0 }));
}

/** Takes over what the world and the history so far make necessary. */
function goOn(c: Conduct, before: Conduct): void {
  c.now = before.now;
  c.seq = before.seq;
  c.requestNext = before.requestNext;
  c.surveyNext = before.surveyNext;
  c.leader = before.leader;
  for (const [node, state] of before.nodes) c.nodes.set(node, state);
  for (const [role, turn] of before.rota) c.rota.set(role, turn);
  for (const [name, bound] of before.bindings) c.bindings.set(name, bound);
  c.errands = before.errands;
  beginDisturb(c);
}

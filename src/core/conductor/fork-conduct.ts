import type { Plan } from '../../contract/index.js';
import type { BreakState, Conduct, ErrandRun } from './conduct.js';

/** A conductor that goes on by itself from here, with the further breaks of a plan that begins like its own; what is immutable is shared. */
export function forkConduct(c: Conduct, plan: Plan): Conduct {
  const breaks = new Map([...c.breaks].map(([id, state]) => [id, { ...state, hit: new Set(state.hit), calls: [...state.calls] }]));
  for (const step of plan.steps) {
    if (step.is !== 'break' || breaks.has(step.id)) continue;
    const fresh: BreakState = { broken: step, status: 'waiting', on: [], hits: 0, hit: new Set(), calls: [], attempt: 0, offAt: null };
    breaks.set(step.id, fresh);
  }
  return {
    ...c,
    plan,
    breaks,
    requests: new Map(c.requests),
    steps: new Map([...c.steps].map(([id, state]) => [id, { ...state }])),
    lanes: c.lanes.map((lane) => ({ ...lane, calls: [...lane.calls] })),
    passed: new Map(c.passed),
    stepOfRequest: new Map(c.stepOfRequest),
    bindings: new Map(c.bindings),
    nodes: new Map(c.nodes),
    rota: new Map(c.rota),
    reads: new Map(c.reads),
    survey: c.survey === null ? null : { ...c.survey, answers: [...c.survey.answers] },
    errands: c.errands === null ? null : forkErrands(c.errands),
    rest: c.rest === null ? null : { ...c.rest },
    alarms: [...c.alarms],
    out: [...c.out],
    events: [...c.events],
  };
}

function forkErrands(run: ErrandRun): ErrandRun {
  return { ...run, failed: [...run.failed] };
}

import type { Answer, Described, Fact, Look, Observation, Topology } from '../../contract/index.js';

/** What a look at a system asks and how its answers are read. */
export interface SurveyPlan {
  /** Each look once: layers that are read from the same answer are of the same moment. */
  readonly looks: readonly Look[];
  readonly readings: readonly Reading[];
}

export interface Reading {
  readonly observation: Observation;
  /** Where its looks are among those of the plan. */
  readonly indexes: readonly number[];
}

export interface Read {
  readonly answers: readonly (Answer | null)[];
  readonly complete: boolean;
  readonly facts: readonly Fact[];
}

/** A light look asks for everything but the actual layer. */
export function surveyPlansOf(system: Described, topology: Topology): { readonly light: SurveyPlan; readonly full: SurveyPlan } {
  const observations = system.observe(topology);
  return { light: planOf(observations.filter(({ layer }) => layer !== 'actual')), full: planOf(observations) };
}

function planOf(observations: readonly Observation[]): SurveyPlan {
  const looks = new Map<string, Look>();
  for (const observation of observations) for (const look of observation.looks) looks.set(nameOf(look), look);
  const names = [...looks.keys()];
  const readings = observations.map((observation) => ({
    observation,
    indexes: observation.looks.map((look) => names.indexOf(nameOf(look))),
  }));
  return { looks: [...looks.values()], readings };
}

function nameOf({ op, args, to }: Look): string {
  return `${op} ${to ?? ''} ${JSON.stringify(args)}`;
}

/** Reads one layer; `before` is what was read there last, and stands where every answer is the very same. */
export function readLayer({ observation, indexes }: Reading, all: readonly (Answer | null | undefined)[], before: Read | undefined): Read {
  const answers = indexes.map((index) => all[index] ?? null);
  if (before?.answers.every((answer, index) => answer !== null && answer === answers[index]) === true) return before;
  return { answers, ...observation.read(answers) };
}

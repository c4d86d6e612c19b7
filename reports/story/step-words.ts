import type { Break, Call, Event, Finding } from '../../src/contract/index.js';
import type { Micros } from '../../src/world/index.js';
import { callWords } from './call-words.js';
import { placeWords } from './fault-words.js';
import { durationWords } from './time-words.js';

/** One step of a shrunk plan, as it went in the run that the finding keeps. */
export interface StepWords {
  readonly id: string;
  readonly number: number;
  readonly is: 'call' | 'break';
  /** When it began, in time of the run; null when it never came. */
  readonly at: Micros | null;
  /** The lane of a call, `fault` otherwise. */
  readonly who: string;
  readonly what: string;
  /** What came of it. */
  readonly result: string;
}

/** The steps in the order in which they came; those that never came are last. */
export function stepWords({ plan, events }: Pick<Finding, 'plan' | 'events'>): readonly StepWords[] {
  const began = new Map<string, Micros>();
  for (const event of events) {
    const begins = event.is === 'invoke' || (event.is === 'fault' && event.phase === 'asked');
    if (begins && !began.has(event.step)) began.set(event.step, event.at);
  }
  const at = (id: string): number => began.get(id) ?? Number.POSITIVE_INFINITY;
  const steps = [...plan.steps].sort((a, b) => (at(a.id) === at(b.id) ? 0 : at(a.id) - at(b.id)));
  return steps.map((step, index) => {
    const common = { id: step.id, number: index + 1, at: began.get(step.id) ?? null };
    return step.is === 'call' ? { ...common, ...callStep(step, events) } : { ...common, ...breakStep(step, events) };
  });
}

function callStep(call: Call, events: readonly Event[]): Pick<StepWords, 'is' | 'who' | 'what' | 'result'> {
  const answers = events.filter((event) => event.is === 'return').filter((event) => event.step === call.id);
  const settled = events.filter((event) => event.is === 'settled').findLast((event) => event.step === call.id);
  const sent = events.filter((event) => event.is === 'invoke').find((event) => event.step === call.id);
  const came = answers.map((event) => event.status ?? event.failure ?? 'nothing').join(', ');
  return {
    is: 'call',
    who: call.lane,
    what: callWords(call.op, sent?.subject ?? null, sent?.args ?? call.args),
    result: came === '' ? 'never answered' : `${came}${settled === undefined ? '' : ` (${settled.outcome})`}`,
  };
}

function breakStep(broken: Break, events: readonly Event[]): Pick<StepWords, 'is' | 'who' | 'what' | 'result'> {
  const told = events.filter((event) => event.is === 'fault').filter((event) => event.step === broken.id);
  const last = told.at(-1);
  const on = last?.on ?? broken.on.map((target) => `${target.role} ${target.pick}`);
  const args = JSON.stringify(broken.args);
  const detail = args === '{}' || args === 'null' ? '' : ` ${args}`;
  const healed = told.find((event) => event.phase === 'healed');
  const from = told.find((event) => event.phase === 'asked');
  const lasted = healed === undefined || from === undefined ? broken.lasts : healed.at - from.at;
  return {
    is: 'break',
    who: 'fault',
    what: `${broken.fault} on ${placeWords(broken.fault, on)}${detail} for ${durationWords(lasted)}`,
    result: last === undefined ? 'never came' : last.hits === 0 ? 'hit nothing' : `hit ${last.hits}`,
  };
}

import type { Event, Violation } from '../../src/contract/index.js';
import { callWords } from './call-words.js';
import { durationWords } from './time-words.js';
import { counted } from './count-words.js';
import { placeWords } from './fault-words.js';

/** What one entry of a history says, in words; what a look saw is told of the `subjects` alone. */
export function eventWords(event: Event, events: readonly Event[], subjects: readonly string[]): string {
  switch (event.is) {
    case 'invoke':
      return `${event.lane} sends ${callWords(event.op, event.subject, event.args)} to ${event.to}${attemptWords(event.attempt)}`;
    case 'return':
      return `${callOf(event.step, events)} is answered ${event.status ?? event.failure ?? 'nothing'} (${event.outcome})${bodyWords(event.answer)}`;
    case 'settled':
      return `${callOf(event.step, events)} is settled: ${outcomeWords[event.outcome]}, after ${counted(event.attempts, 'attempt')}`;
    case 'fault':
      return `fault ${event.fault} on ${placeWords(event.fault, event.on)} ${event.phase === 'asked' ? 'begins' : event.phase === 'healed' ? 'ends' : event.phase === 'refused' ? 'cannot be done here' : `has hit ${event.hits}`}`;
    case 'facts':
      return lookWords(event, subjects);
    default:
      return quietWords(event);
  }
}

const outcomeWords = { ok: 'it happened', fail: 'it did not happen', info: 'nobody knows' };

function quietWords(event: Exclude<Event, { is: 'invoke' | 'return' | 'settled' | 'fault' | 'facts' }>): string {
  switch (event.is) {
    case 'phase':
      return `${event.phase} begins`;
    case 'node':
      return `${event.node} is ${event.what} (${event.why})`;
    case 'mark':
      return `${event.node}: ${event.name}${bodyWords(event.data)}`;
    case 'rest':
      return event.reached
        ? `at rest after ${durationWords(event.waited)} (${event.moment})`
        : `not at rest after ${durationWords(event.waited)}: ${event.why.join('; ')}`;
    case 'round':
      return event.ok ? `${event.of} done` : `${event.of} failed: ${event.why.join('; ')}`;
    case 'lag':
      return `${event.node} ran ${durationWords(event.micros)} late`;
  }
}

function attemptWords(attempt: number): string {
  return attempt === 1 ? '' : ` (attempt ${attempt})`;
}

function bodyWords(body: unknown): string {
  return body === null ? '' : ` ${JSON.stringify(body)}`;
}

function callOf(step: string, events: readonly Event[]): string {
  const call = events.find((event) => event.is === 'invoke' && event.step === step);
  return call?.is === 'invoke' ? `${callWords(call.op, call.subject, call.subject === null ? call.args : null)} of ${call.lane}` : step;
}

/** The subjects as a look found them, and of a single thing its content. Absence is told only of a complete look. */
function lookWords(event: Event & { is: 'facts' }, subjects: readonly string[]): string {
  const wanted = new Set(subjects);
  const facts = event.facts.filter((fact) => wanted.has(fact.key) || (fact.owner !== null && wanted.has(fact.owner)));
  const seen = new Set(facts.flatMap((fact) => [fact.key, fact.owner]));
  const missing = subjects
    .filter((subject) => !seen.has(subject))
    .map((subject) => `${subject} is ${event.complete ? 'not there' : 'not seen'}`);
  const found = facts.map((fact) => `${fact.key} is ${fact.state}${facts.length === 1 ? bodyWords(fact.body) : ''}`);
  const words = [...found, ...missing];
  const look = `look at ${event.layer} (${event.moment}${event.complete ? '' : ', incomplete'})`;
  return `${look}: ${words.length === 0 ? counted(event.facts.length, 'fact') : words.join('; ')}`;
}

/** The entries of a history that show a violation, in order. */
export function evidenceOf(violation: Violation, events: readonly Event[]): readonly Event[] {
  const wanted = new Set(violation.events);
  return events.filter((event) => wanted.has(event.seq));
}

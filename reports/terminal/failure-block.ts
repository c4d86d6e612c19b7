import type { Finding } from '../../src/contract/index.js';
import { eventWords, evidenceOf } from '../story/event-words.js';
import { lastLooks } from '../story/last-looks.js';
import { clipped } from '../story/plain-text.js';
import { type StepWords, stepWords } from '../story/step-words.js';
import { durationWords } from '../story/time-words.js';
import type { Ink } from './ink.js';

/** Longer texts are cut; the whole is in the files. */
const charactersMax = 140;
/** These two keep the block on one screen. */
const evidenceMax = 8;
const stepsMax = 24;
const subjectsMax = 8;

/** What was broken, how it was seen, the shortest way there, and how to go that way again. One text per line. */
export function failureBlock(finding: Finding, ink: Ink): readonly string[] {
  const { invariant, invariantId, violation, run, plan, stepsBefore, evaluations, reproduced, repeats, replay } = finding;
  const row = (name: string, text: string): string => `  ${name.padEnd(12)}${text}`;
  const title = clipped([invariantId, invariant].filter((part) => part !== null).join(' '), charactersMax);
  const subjects =
    violation.subjects.slice(0, subjectsMax).join(', ') +
    (violation.subjects.length > subjectsMax ? ` and ${violation.subjects.length - subjectsMax} more` : '');
  return [
    '',
    `${ink.bad('✗ VIOLATED')}  ${ink.bold(title)}`,
    row('expected', clipped(violation.claim, charactersMax)),
    row('broken for', clipped(subjects, charactersMax)),
    row('found in', `run ${run} with ${stepsBefore} steps; ${plan.steps.length} are left after ${evaluations} tries`),
    row('comes back', `${reproduced} of ${repeats} times`),
    '',
    `  ${ink.bold('found instead')}`,
    ...seenLines(finding),
    '',
    `  ${ink.bold('the shortest way there')}`,
    ...stepLines(stepWords(finding), ink),
    '',
    `  ${ink.bold('again')}       ${ink.good(clipped(replay, 400))}`,
    '',
  ];
}

function seenLines({ violation, events }: Finding): readonly string[] {
  const evidence = evidenceOf(violation, events);
  const line = (at: number, words: string): string => `    ${moment(at)}  ${clipped(words, charactersMax)}`;
  const lines = evidence.slice(0, evidenceMax).map((event) => line(event.at, eventWords(event, events, violation.subjects)));
  const more = evidence.length > evidenceMax ? [`    and ${evidence.length - evidenceMax} more`] : [];
  const looks = lastLooks(violation, events).map(({ at, words }) => line(at, words));
  const all = [...lines, ...more, ...looks];
  return all.length === 0 ? ['    nothing single: it is the whole history that shows it'] : all;
}

function stepLines(steps: readonly StepWords[], ink: Ink): readonly string[] {
  const width = Math.max(5, ...steps.map((step) => step.who.length));
  const lines = steps.slice(0, stepsMax).map((step) => {
    const who = clipped(step.who, 20).padEnd(Math.min(20, width));
    const text = `    ${String(step.number).padStart(2)}  ${moment(step.at)}  ${step.is === 'break' ? ink.doubtful(who) : who}`;
    return `${text}  ${clipped(step.what, charactersMax)}  ${ink.dim(`→ ${clipped(step.result, 60)}`)}`;
  });
  return steps.length > stepsMax ? [...lines, `    and ${steps.length - stepsMax} more`] : lines;
}

function moment(at: number | null): string {
  return (at === null ? 'never' : `+${durationWords(at)}`).padStart(10);
}

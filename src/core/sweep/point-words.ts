import type { Break, Place, Plan, Target } from '../../contract/index.js';
import type { Point } from './points-of.js';

/** `manager 2`; a role of the outside has no number. */
export function nodeWords({ role, pick }: Target): string {
  return typeof pick === 'number' && role !== 'client' ? `${role} ${pick + 1}` : role;
}

/** What passes, as the table calls it. */
export function effectWord({ node, passing }: Place): string {
  return node.role === 'client' ? 'request' : passing;
}

/** The whole point: `crash-at-effect before it: manager 2, 1st persist (append of log), 12.345 ms after s7 (group.instantiate) was sent`. */
export function pointWords({ traced: { place, words }, fault, how, broken, step }: Point, plan: Plan): string {
  if (broken === null) return `nothing breaks, and the journey ends after ${stepWords(step, plan)}`;
  const peer = place.peer === null ? '' : ` ${place.passing === 'part' ? 'from' : 'to'} ${nodeWords(place.peer)}`;
  return `${fault}, ${how}: ${nodeWords(place.node)}, ${ordinal(place.nth)} ${effectWord(place)}${peer} (${words}), ${whenWords(broken, plan)}`;
}

function whenWords({ from }: Break, plan: Plan): string {
  if ('at' in from) return `${from.at / 1_000} ms after the beginning`;
  const name = stepWords(from.step, plan);
  return from.phase === 'before' ? `as ${name} is sent` : `${((from.plus + 1) / 1_000).toFixed(3)} ms after ${name} was ${from.phase}`;
}

function stepWords(id: string, plan: Plan): string {
  const step = plan.steps.find((each) => each.id === id);
  return `${id}${step?.is === 'call' ? ` (${step.op})` : ''}`;
}

function ordinal(nth: number): string {
  const tens = nth % 100;
  const ending = tens > 10 && tens < 14 ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[nth % 10] ?? 'th');
  return `${nth}${ending}`;
}

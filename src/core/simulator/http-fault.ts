// Link faults that know what an HTTP request and its answer are. What they touch is whole: a request, or an answer from its first part on.
import type { LinkFault } from '../../contract/index.js';
import type { Part } from '../../world/index.js';
import type { ActiveFault, Cargo, Fate } from './link-fault.js';

type Fault<Kind extends LinkFault['kind']> = LinkFault & { readonly kind: Kind };

/** Whether a fault meets what goes this way. Those of HTTP know their way themselves, as the toxics do that make them, and a cut is both ways. */
export function isAt({ fault, answers }: ActiveFault, isAnswer: boolean): boolean {
  switch (fault.kind) {
    case 'cut':
      return true;
    case 'drop-response':
      return isAnswer;
    case 'http-duplicate':
      return !isAnswer;
    case 'http-status':
      return isAnswer === (fault.when === 'after');
    default:
      return answers === isAnswer;
  }
}

/** Loses an answer from its first part on: one that has begun goes on, and a connection that breaks unanswered breaks. */
export function mutes({ taken }: ActiveFault, how: Fault<'drop-response'>['how'], { call, part, before }: Cargo, fate: Fate): boolean {
  if (part === null) return false;
  const isBegun = taken.has(call);
  if (!isBegun && (part === 'broken' || before > 0)) return false;
  fate.lost = true;
  if (isBegun) return false;
  taken.add(call);
  fate.severAfter = how === 'hang' ? null : 0;
  return true;
}

/** Has a request come twice. */
export function doubles({ gap, answer, keys }: Fault<'http-duplicate'>, { request }: Cargo, fate: Fate): boolean {
  if (request === null || (keys.length > 0 && !keys.some((name) => request.headers[name] !== undefined))) return false;
  fate.twin = { gap, answer };
  return true;
}

/** Answers a request, which goes no further. */
export function intercepts(fault: Fault<'http-status'>, { request }: Cargo, fate: Fate): boolean {
  if (request === null) return false;
  fate.lost = true;
  fate.own = partOf(fault);
  return true;
}

/** Takes an answer, and gives its own once that is over. */
export function replaces({ taken }: ActiveFault, fault: Fault<'http-status'>, { call, part, before }: Cargo, fate: Fate): boolean {
  if (part === null || part === 'broken' || (before > 0 && !taken.has(call))) return false;
  const isFirst = !taken.has(call);
  fate.lost = true;
  if (part.end) {
    taken.delete(call);
    fate.own = partOf(fault);
  } else taken.add(call);
  return isFirst;
}

function partOf({ status, retryAfter }: Fault<'http-status'>): Part {
  const again = retryAfter > 0 ? { 'retry-after': String(retryAfter) } : {};
  return { head: { status, headers: { ...again, 'content-length': '0' } }, bytes: null, end: true };
}

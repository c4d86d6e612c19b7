import type { Event, Invariant, Key } from '../../src/contract/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';

const claim =
  'What an answer says of where to go on is so: a Location leads to what was made, and an Allow leaves out no method that is taken.';

interface Asked {
  readonly op: string;
  readonly subject: Key | null;
  readonly method: string;
  readonly path: string;
}

interface Promised extends Asked {
  readonly seq: number;
  /** Methods of an Allow, or the path of a Location. */
  readonly says: readonly string[];
}

interface Seen extends Judged {
  readonly asked: Map<string, Asked>;
  /** Paths under which a resource was to be replaced or deleted: its own. */
  readonly own: Map<Key, string>;
  /** Methods that were carried out, by path. */
  readonly taken: Map<string, Set<string>>;
  readonly locations: Promised[];
  readonly allows: Promised[];
}

/** More than this of each is not kept: one lie is enough. */
const promisesMax = 200;
/** Methods whose path is that of the resource itself (RFC 9110, 9.3). */
const ownMethods: ReadonlySet<string> = new Set(['PUT', 'DELETE']);

/**
 * Headers are compared with what the same history shows: a Location (RFC 9110, 10.2.2) with the path under which the same resource is replaced or deleted, an
 * Allow (10.2.1) with the methods that were taken on the same path. Cost: O(1) an event. Source: the API faults of Zhang & Arcuri, TOSEM 2023, 4.5.
 */
export const answersLeadOn: Invariant<Seen> = {
  name: 'service/answers-lead-on',
  id: null,
  claim,
  needs: [],
  start: () => ({ asked: new Map(), own: new Map(), taken: new Map(), locations: [], allows: [], violations: [], judged: 0 }),
  see,
  verdict: (seen) => {
    const { violations, judged } = seen;
    const all = { violations: [...violations], judged };
    for (const promised of seen.locations) judgeLocation(all, seen, promised);
    for (const promised of seen.allows) judgeAllow(all, seen, promised);
    return judgement(all, 'no answer said where to go on');
  },
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'invoke') {
    const { step, op, subject, method, path } = event;
    seen.asked.set(step, { op, subject, method, path });
    if (subject !== null && ownMethods.has(method)) seen.own.set(subject, path);
  }
  if (event.is === 'return') returned(seen, event);
  if (event.is === 'settled') seen.asked.delete(event.step);
  return seen;
}

function returned(seen: Seen, { step, status, headers, seq }: Entry<'return'>): void {
  const asked = seen.asked.get(step);
  if (asked === undefined || status === null) return;
  if (status < 300) take(seen, asked);
  const { location, allow } = headers;
  if (status === 201 && location !== undefined) promise(seen.locations, { ...asked, seq, says: [pathOf(location)] });
  if (status === 405) promise(seen.allows, { ...asked, seq, says: (allow ?? '').split(',').map((each) => each.trim().toUpperCase()) });
}

function promise(list: Promised[], promised: Promised): void {
  if (list.length < promisesMax) list.push(promised);
}

function take({ taken }: Seen, { method, path }: Asked): void {
  const methods = taken.get(path) ?? new Set();
  methods.add(method);
  taken.set(path, methods);
}

/** Without the origin, which may be that of a proxy. */
function pathOf(location: string): string {
  return location.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
}

function judgeLocation(judged: Judged, { own }: Seen, { op, subject, says, seq }: Promised): void {
  const path = subject === null ? undefined : own.get(subject);
  if (path === undefined) return;
  judged.judged++;
  if (!says.includes(path)) lied(judged, `location/${op}`, subject, seq);
}

function judgeAllow(judged: Judged, { taken }: Seen, { op, subject, path, says, seq }: Promised): void {
  const methods = taken.get(path);
  if (methods === undefined) return;
  judged.judged++;
  if ([...methods].some((method) => !says.includes(method))) lied(judged, `allow/${op}`, subject, seq);
}

function lied(judged: Judged, what: string, subject: Key | null, seq: number): void {
  blame(judged, { claim, signature: `answers-lead-on/${what}`, subjects: subject === null ? [] : [subject], events: [seq] });
}

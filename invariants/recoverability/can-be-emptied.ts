import type { Described, Event, Invariant } from '../../src/contract/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';

const claim = 'Once healed, documented calls alone bring everything to deleted.';

interface Seen extends Judged {
  /** Kinds of what calls were about. */
  readonly kinds: Map<string, string>;
}

/**
 * Judged by the round of the janitor: it ends with nothing left, at rest. The violation is named after
 * what is left and encloses nothing else that is: what it is inside of only waits for it.
 * Cost: O(facts). Source: I6 Recover.
 */
export const canBeEmptied: Invariant<Seen> = {
  name: 'recoverability/can-be-emptied',
  id: 'I6',
  claim,
  needs: ['layer:intent'],
  start: (_system: Described) => ({ kinds: new Map(), violations: [], judged: 0 }),
  see,
  verdict: (seen) => judgement(seen, 'the run ended before the teardown did'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'facts') for (const { layer, key, kind } of event.facts) seen.kinds.set(`${layer} ${key}`, kind);
  if (event.is === 'round' && event.of === 'janitor') {
    seen.judged++;
    if (!event.ok) accuse(seen, event);
  }
  return seen;
}

/** What is left inside other leftovers says where it hangs; more of it than this says nothing new. */
const subjectsMax = 10;

/** `layer key is State` as the conductor lists what is left. */
const left = /^(intent|work|actual) (\S+) is (.*)$/;

function accuse(seen: Seen, event: Entry<'round'>): void {
  const stuck = event.why.flatMap((line) => {
    const [, layer = '', key = '', state = ''] = left.exec(line) ?? [];
    return layer === '' ? [] : [{ layer, key, what: `${layer}/${seen.kinds.get(`${layer} ${key}`) ?? 'thing'}/${state}` }];
  });
  const leaves = stuck.filter(({ layer, key }) => !stuck.some((other) => other.layer === layer && other.key.startsWith(`${key}/`)));
  const [first] = leaves.toSorted((a, b) => (a.what < b.what ? -1 : 1));
  const subjects = leaves.map(({ key }) => key).slice(0, subjectsMax);
  blame(seen, { claim, signature: `can-be-emptied/${first?.what ?? 'unseen'}`, subjects, events: [event.seq] });
}

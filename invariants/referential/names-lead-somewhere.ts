import type { Described, Event, Fact, Invariant, Key } from '../../src/contract/index.js';
import { blame, type Judged, judgement } from '../evidence/blame.js';
import { keysIn } from '../evidence/looks.js';
import { type Moment, momentIn, type Watch, watchOf } from '../evidence/moment.js';
import { type Acts, actsOf, noteWrite, noWrites, type Write, type Writes } from '../evidence/writes.js';
import { type Named, namesIn } from './legal-references.js';

const claim = 'Whatever the body of a recorded thing names is there, or is there while what it was named for is approved or runs.';

interface Seen extends Judged {
  readonly watch: Watch;
  readonly acts: Acts;
  readonly writes: Writes;
}

/**
 * At every look that shows one moment: what bodies name by the judges' own table (`namesIn`) is there. What is named for use is there while its deployment is
 * approved, and while its context lives, too, when the intent that names it was not changed since a call that must have asked for it.
 * Cost: O(facts) a look. Source: I1 RefInt; EMCO's referential integrity, without its gaps.
 */
export const namesLeadSomewhere: Invariant<Seen> = {
  name: 'referential/names-lead-somewhere',
  id: 'I1',
  claim,
  needs: ['layer:intent', 'layer:work'],
  start: (system: Described) => ({ watch: watchOf(system), acts: actsOf(system), writes: noWrites(), violations: [], judged: 0 }),
  see,
  verdict: (seen) => judgement(seen, 'nothing that was seen at one moment names anything'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'invoke' || event.is === 'return' || event.is === 'settled') noteWrite(seen.writes, seen.acts, event);
  const moment = event.is === 'facts' ? momentIn(seen.watch, event) : null;
  if (moment !== null) judge(seen, moment);
  return seen;
}

function judge(seen: Seen, moment: Moment): void {
  const keys = keysIn(moment.intent);
  for (const fact of moment.intent.facts) {
    for (const { key, from } of namesOf(fact)) {
      seen.judged++;
      if (keys.has(key) || (from === 'use' && !isHeld(seen, moment, fact))) continue;
      const what = from === 'use' ? 'used' : 'named';
      const signature = `names-lead-somewhere/${what}-but-missing/${fact.kind}`;
      blame(seen, { claim, signature, subjects: [fact.key, key], events: [moment.seq] });
    }
  }
}

/** In the simulator a fact that did not change is the very same from look to look. */
const known = new WeakMap<Fact, readonly Named[]>();

function namesOf(fact: Fact): readonly Named[] {
  const names = known.get(fact) ?? namesIn(fact.kind, fact.key, fact.body);
  known.set(fact, names);
  return names;
}

/** Whether the deployment around an intent must have what the intent names. */
function isHeld(seen: Seen, { after, intent, work }: Moment, { key, owner }: Fact): boolean {
  const group = intent.facts.find((fact) => fact.key === owner);
  if (group?.state === 'Approved') return true;
  const isLive = work.facts.some((fact) => fact.owner === owner && fact.state !== 'Terminated');
  return isLive && owner !== null && group?.state !== 'Created' && wasAskedFor(seen.writes, key, owner, after);
}

/** The calls that ask for what the intents of a deployment name, and hold on to it. */
const asking: readonly string[] = ['approve', 'instantiate', 'update'];

/** One of those was accepted and over before the moment, and every change of the intent was over before that call. */
function wasAskedFor({ byKey }: Writes, intent: Key, group: Key, before: number): boolean {
  const changes = (byKey.get(intent) ?? []).filter(({ verb, outcome }) => verb !== 'move' && outcome !== 'fail');
  return (byKey.get(group) ?? []).some((call) => isAsking(call) && call.to < before && changes.every(({ to }) => to < call.from));
}

function isAsking({ op, kind, outcome }: Write): boolean {
  return outcome === 'ok' && asking.includes(op.slice(kind.length + 1));
}

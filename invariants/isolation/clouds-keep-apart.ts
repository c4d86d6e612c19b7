import type { Described, Event, Fact, Invariant, Key } from '../../src/contract/index.js';
import { asObject } from '../../src/world/index.js';
import { blame, type Judged, judgement } from '../evidence/blame.js';
import { type Moment, momentIn, type Watch, watchOf } from '../evidence/moment.js';

const claim =
  'A cloud that is up keeps its level and namespace, and no two clouds of level 1 that are up have one namespace on one cluster.';

/** A logical cloud with a context that lives. */
interface Live {
  readonly key: Key;
  /** Level 0 deploys into what is nobody's own. */
  readonly level: string;
  readonly namespace: string;
  readonly revision: number | null;
  readonly state: string;
  /** Where its context has, or may have, anything. */
  readonly clusters: readonly Key[];
}

interface Seen extends Judged {
  readonly watch: Watch;
  /** By context, at the moment before. */
  before: ReadonlyMap<Key, Live>;
}

/**
 * At every look that shows one moment. What a cloud is called is held against what it was called at the look before, while the same context lived.
 * Two clouds share a cluster when both are in place there, or when one came up while the other was in place from look to look: what merely goes away
 * may have left its namespace already. Cost: O(facts + clouds²) a look. Source: I7 Isolation; EMCO's level-1 clouds own their namespaces.
 */
export const cloudsKeepApart: Invariant<Seen> = {
  name: 'isolation/clouds-keep-apart',
  id: 'I7',
  claim,
  needs: ['layer:intent', 'layer:work'],
  start: (system: Described) => ({ watch: watchOf(system), before: new Map(), violations: [], judged: 0 }),
  see,
  verdict: (seen) => judgement(seen, 'no cloud was seen to be up at two moments'),
};

function see(seen: Seen, event: Event): Seen {
  const moment = event.is === 'facts' ? momentIn(seen.watch, event) : null;
  if (moment === null) return seen;
  const now = liveIn(moment);
  for (const [context, cloud] of now) {
    const was = seen.before.get(context);
    if (was === undefined) continue;
    seen.judged++;
    if (was.key === cloud.key && nameOf(was) !== nameOf(cloud)) accuse(seen, 'moved-while-up', [cloud.key], moment.seq);
  }
  for (const [one, other] of pairsOf([...now.keys()])) judgePair(seen, now, one, other, moment.seq);
  seen.before = now;
  return seen;
}

const nameOf = ({ level, namespace }: Live): string => `${level} ${namespace}`;

function liveIn({ intent, work }: Moment): ReadonlyMap<Key, Live> {
  const clouds = new Map(intent.facts.filter(({ kind }) => kind === 'logical-cloud').map((fact) => [fact.key, fact]));
  const live = new Map<Key, Live>();
  for (const { key, owner, state, revision, refs } of work.facts) {
    const cloud = state === 'Terminated' ? undefined : clouds.get(owner ?? '');
    if (cloud !== undefined) live.set(key, { key: cloud.key, ...calledIn(cloud), revision, state, clusters: refs });
  }
  return live;
}

function calledIn({ body }: Fact): Pick<Live, 'level' | 'namespace'> {
  const { level, namespace } = asObject(asObject(body)?.['spec'] ?? null) ?? {};
  return String(level) === '0' ? { level: '0', namespace: '' } : { level: '1', namespace: typeof namespace === 'string' ? namespace : '' };
}

function pairsOf(keys: readonly Key[]): readonly (readonly [Key, Key])[] {
  return keys.flatMap((one, index) => keys.slice(index + 1).map((other) => [one, other] as const));
}

function judgePair(seen: Seen, now: ReadonlyMap<Key, Live>, one: Key, other: Key, seq: number): void {
  const [a, b] = [now.get(one), now.get(other)];
  if (a === undefined || b === undefined || a.level === '0' || nameOf(a) !== nameOf(b)) return;
  const isSure = (isInPlace(a) && isInPlace(b)) || cameUpBeside(seen, now, one, other) || cameUpBeside(seen, now, other, one);
  const shared = a.clusters.find((cluster) => b.clusters.includes(cluster));
  if (isSure && shared !== undefined) accuse(seen, 'one-namespace-for-two', [a.key, b.key, shared], seq);
}

const isInPlace = ({ state }: Live): boolean => state === 'Instantiated';

/** Whether `guest` was not there a look before, while `host` has been in place as it is. */
function cameUpBeside({ before }: Seen, now: ReadonlyMap<Key, Live>, host: Key, guest: Key): boolean {
  const [was, is] = [before.get(host), now.get(host)];
  if (was === undefined || is === undefined || before.has(guest)) return false;
  return isInPlace(was) && isInPlace(is) && was.revision === is.revision && nameOf(was) === nameOf(is);
}

function accuse(seen: Seen, what: string, subjects: readonly Key[], seq: number): void {
  blame(seen, { claim, signature: `clouds-keep-apart/${what}`, subjects, events: [seq] });
}

import type { Described, Event, Fact, Invariant, Key } from '../../src/contract/index.js';
import { asObject } from '../../src/world/index.js';
import { blame, type Judged, judgement } from '../evidence/blame.js';
import { type Moment, momentIn, type Watch, watchOf } from '../evidence/moment.js';
import { type Acts, actsOf, noteWrite, noWrites, type Writes } from '../evidence/writes.js';

const claim =
  'A cloud that is up keeps its level and namespace, and no two clouds of level 1 that are up have one namespace on one cluster.';

/** A logical cloud with a context that lives. */
interface Live {
  readonly key: Key;
  /** Level 0 deploys into what is nobody's own. */
  readonly level: string;
  readonly namespace: string;
  readonly state: string;
  /** Where its context has, or may have, anything. */
  readonly clusters: readonly Key[];
}

interface Seen extends Judged {
  readonly watch: Watch;
  readonly acts: Acts;
  readonly writes: Writes;
  /** By context, at the moment before. */
  before: ReadonlyMap<Key, Live>;
}

/**
 * At every look that shows one moment. What a cloud is called is held against what it was called at the look before, while the same context lived.
 * Two clouds share a cluster only where neither may have left its namespace already: what goes away, and what was updated and is not in place, is left out.
 * Cost: O(facts + clouds²) a look. Source: I7 Isolation; EMCO's level-1 clouds own their namespaces.
 */
export const cloudsKeepApart: Invariant<Seen> = {
  name: 'isolation/clouds-keep-apart',
  id: 'I7',
  claim,
  needs: ['layer:intent', 'layer:work'],
  start: (system: Described) => ({
    watch: watchOf(system),
    acts: actsOf(system, ({ verb }) => verb === 'move'),
    writes: noWrites(),
    before: new Map(),
    violations: [],
    judged: 0,
  }),
  see,
  verdict: (seen) => judgement(seen, 'no cloud was seen to be up at two moments'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'invoke' || event.is === 'return' || event.is === 'settled') noteWrite(seen.writes, seen.acts, event);
  const moment = event.is === 'facts' ? momentIn(seen.watch, event) : null;
  if (moment === null) return seen;
  const now = liveIn(moment);
  for (const [context, cloud] of now) {
    const was = seen.before.get(context);
    if (was === undefined) continue;
    seen.judged++;
    if (was.key === cloud.key && nameOf(was) !== nameOf(cloud)) accuse(seen, 'moved-while-up', [cloud.key], moment.seq);
  }
  const whole = [...now.values()].filter((cloud) => cloud.level !== '0' && isWhole(seen, cloud));
  for (const [one, other] of pairsOf(whole)) judgePair(seen, one, other, moment.seq);
  seen.before = now;
  return seen;
}

const nameOf = ({ level, namespace }: Live): string => `${level} ${namespace}`;

function liveIn({ intent, work }: Moment): ReadonlyMap<Key, Live> {
  const clouds = new Map(intent.facts.filter(({ kind }) => kind === 'logical-cloud').map((fact) => [fact.key, fact]));
  const live = new Map<Key, Live>();
  for (const { key, owner, state, refs } of work.facts) {
    const cloud = state === 'Terminated' ? undefined : clouds.get(owner ?? '');
    if (cloud !== undefined) live.set(key, { key: cloud.key, ...calledIn(cloud), state, clusters: refs });
  }
  return live;
}

function calledIn({ body }: Fact): Pick<Live, 'level' | 'namespace'> {
  const { level, namespace } = asObject(asObject(body)?.['spec'] ?? null) ?? {};
  return String(level) === '0' ? { level: '0', namespace: '' } : { level: '1', namespace: typeof namespace === 'string' ? namespace : '' };
}

function pairsOf(clouds: readonly Live[]): readonly (readonly [Live, Live])[] {
  return clouds.flatMap((one, index) => clouds.slice(index + 1).map((other) => [one, other] as const));
}

const going: readonly string[] = ['Terminating', 'TerminateStopped'];

/** Whether its namespace is, or is to be, wherever its context has anything. */
function isWhole({ writes }: Seen, { key, state }: Live): boolean {
  if (state === 'Instantiated') return true;
  const calls = writes.byKey.get(key) ?? [];
  return !going.includes(state) && !calls.some(({ op, kind, outcome }) => op === `${kind}.update` && outcome !== 'fail');
}

function judgePair(seen: Seen, one: Live, other: Live, seq: number): void {
  if (nameOf(one) !== nameOf(other)) return;
  const shared = one.clusters.find((cluster) => other.clusters.includes(cluster));
  if (shared !== undefined) accuse(seen, 'one-namespace-for-two', [one.key, other.key, shared], seq);
}

function accuse(seen: Seen, what: string, subjects: readonly Key[], seq: number): void {
  blame(seen, { claim, signature: `clouds-keep-apart/${what}`, subjects, events: [seq] });
}

// Goal: the life cycles that are documented are those that happen, pair by pair and edge by edge.
// Method: thousands of random calls and reports on the state machine itself; each change of a pair must be an edge, and nearly every edge must be seen.
import { expect } from 'chai';
import { exampleDocument, examplePath, kindNamed, kinds, operationNamed } from '../../spec/emco/index.js';
import { correctRules } from '../../src/orchestrator/index.js';
import type { State } from '../../src/orchestrator/state/index.js';
import { achieve, type Story, story, tell, work } from '../../src/orchestrator/state/story.js';
import type { Result, Verb } from '../../src/orchestrator/wire/command.js';
import { type Draw, drawFrom, type Json, pick } from '../../src/world/index.js';
import { type Edge, first, type LifeCycle, lifeCycleOf, livingKinds, type Pair, type Status } from './life-cycle.js';

const rules = correctRules.state;
const lives = livingKinds(rules).map((kind) => lifeCycleOf(rules, kind));
const keyOf = (kind: string): string => examplePath(operationNamed(`${kind}.get`));
const group = 'deployment-intent-group';
const files = {
  'templates/web.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { a: "{{ .Values.a }}" }\n',
  'values.yaml': 'a: 1\n',
};
const versions = ['v1', 'v2'] as const;

/** A resource with a life cycle. Of groups there are two, each of which can be migrated to the other. */
interface Subject {
  readonly kind: string;
  readonly key: string;
  readonly life: LifeCycle;
}

const inVersion = (key: string, version: string): string => key.replace('/v1', `/${version}`);
const subjects: readonly Subject[] = lives.flatMap((life) =>
  (life.kind === group ? versions : ['v1']).map((version) => ({ kind: life.kind, key: inVersion(keyOf(life.kind), version), life })),
);

function payloadOf(kind: string, value: number): Json {
  const { upload } = kindNamed(kind);
  if (upload === null) return null;
  if (upload === 'kubeconfig') return { server: 'cluster-1' };
  return { files: kind === 'profile' ? { 'override_values.yaml': `a: ${value}\n` } : files };
}

function bodyOf(kind: string, version = 'v1'): Json {
  return JSON.parse(JSON.stringify(exampleDocument(operationNamed(`${kind}.create`))).replaceAll('"v1"', `"${version}"`)) as Json;
}

/** Makes every kind by its example, in both versions, in the order of their references. */
function create(told: Story): void {
  for (let round = 0; round < 6; round++)
    for (const version of versions) {
      for (const { name: kind } of kinds)
        tell(told, { do: 'create', kind, key: inVersion(keyOf(kind), version), body: bodyOf(kind, version), payload: payloadOf(kind, 0) });
      const app = inVersion(keyOf('app').replace('/app-1', '/app-2'), version);
      tell(told, { do: 'create', kind: 'app', key: app, body: { metadata: { name: 'app-2' } }, payload: { files } });
    }
}

function pairOf({ documents, contexts }: State, { key }: Subject): Pair {
  const document = documents.get(key);
  if (document === undefined || document.state === null) return first;
  const status: Status = document.contextId === null ? 'None' : (contexts.get(document.contextId)?.status ?? 'Lost');
  return { state: document.state, status };
}

/** One report about some open items, some of which of these subjects were refused or out of reach; what is held may have been under way. */
function report(told: Story, draw: Draw, called: readonly Subject[]): string {
  const owned = new Set(called.map(({ key }) => told.state.documents.get(key)?.contextId));
  for (const { server, epoch, items } of work(told).servers) {
    const isLate = draw('late', 4) === 0;
    const open = items.filter((item) => (isLate || !item.hold) && draw('item', 3) > 0);
    const results = open.map(({ context, resource, version, want }): Result => {
      const achieved = want === 'present' ? 'Applied' : 'Deleted';
      const status = owned.has(context) ? pick(draw, 'status', [achieved, achieved, achieved, 'Failed', 'Retrying'] as const) : achieved;
      return { context, resource, version, status, ready: status === 'Applied', reason: '' };
    });
    if (results.length > 0) tell(told, { do: 'report', server, holder: 'syncer-1', epoch, results });
  }
  return 'syncer';
}

/** Changes an intent of a group, or what a profile or a cloud wants. */
function edit(told: Story, draw: Draw, called: readonly Subject[]): string {
  const isOfGroups = called.some(({ kind: each }) => each === group);
  const kind = isOfGroups ? pick(draw, 'edited', ['profile', 'profile', 'app-intent'] as const) : 'user-permission';
  const version = called.length === 1 ? 'v1' : pick(draw, 'version', versions);
  const key = inVersion(keyOf(kind), version);
  const payload = payloadOf(kind, draw('value', 9));
  if (kind !== 'user-permission') tell(told, { do: 'replace', kind, key, body: bodyOf(kind, version), payload, ifMatch: null });
  else if (tell(told, { do: 'delete', kind, key: `${key}0`, ifMatch: null }).status !== 204)
    tell(told, {
      do: 'create',
      kind,
      key: `${key}0`,
      body: { metadata: { name: 'user-permission-10' }, spec: { namespace: 'namespace-1' } },
      payload,
    });
  return 'edit';
}

const same = (one: Pair, other: Pair): boolean => one.state === other.state && one.status === other.status;
const shown = ({ from, to, by }: Edge): string => `${from.state}/${from.status} ${by} ${to.state}/${to.status}`;
const walked = new Map(lives.map(({ kind }) => [kind, new Set<string>()]));

/** How rarely a verb is chosen: a group that went to another, or a cluster that was given up, is at its end. */
const oneIn: Readonly<Record<string, number>> = { migrate: 4, forget: 20 };

/** A call that the life cycle has; half of the time one that no walk made from here yet, where there is one. */
function call(told: Story, draw: Draw, subject: Subject): string {
  const { kind, key, life } = subject;
  const here = pairOf(told.state, subject);
  const seen = walked.get(kind) ?? new Set();
  const fresh = life.edges
    .filter((edge) => same(edge.from, here) && !same(edge.from, edge.to) && !seen.has(shown(edge)))
    .map(({ by }) => by);
  const news = life.verbs.filter((verb) => fresh.includes(verb));
  const verbs = life.verbs.filter((verb) => draw(verb, oneIn[verb] ?? 1) === 0);
  const verb: Verb = pick(draw, 'verb', news.length > 0 && draw('fresh', 2) === 0 ? news : verbs);
  const target = {
    targetCompositeAppVersion: key.includes('/v1/') ? 'v2' : 'v1',
    targetDeploymentIntentGroup: 'deployment-intent-group-1',
  };
  const spec: Json = verb === 'migrate' ? target : { revision: String(1 + draw('revision', 3)) };
  tell(told, { do: 'move', kind, key, verb, body: { spec } });
  return verb;
}

/** An edge, or one with what the syncers need not do any more. */
function isDocumented(edges: readonly Edge[], { from, to, by }: Edge): boolean {
  const steps = edges.filter((edge) => edge.by === by && same(edge.from, from));
  return steps.some(
    (edge) => same(edge.to, to) || edges.some((next) => next.by === 'syncer' && same(next.from, edge.to) && same(next.to, to)),
  );
}

/** What a call is to others than its subject. */
const besides: Readonly<Record<string, string>> = { migrate: 'target', forget: 'syncer' };

function step(told: Story, draw: Draw, called: readonly Subject[]): void {
  const before = subjects.map((subject) => pairOf(told.state, subject));
  const what = draw('what', 10);
  const subject = pick(draw, 'subject', called);
  const by = what < 4 ? report(told, draw, called) : what < 6 ? edit(told, draw, called) : call(told, draw, subject);
  for (const [index, each] of subjects.entries()) {
    const { edges, pairs, kind } = each.life;
    const [from, to] = [before[index] ?? first, pairOf(told.state, each)];
    expect(pairs, kind).to.deep.include(to);
    if (same(from, to)) continue;
    const edge: Edge = { from, to, by: each === subject ? by : (besides[by] ?? by) };
    expect(isDocumented(edges, edge), `${kind}: ${shown(edge)}`).to.equal(true);
    walked.get(kind)?.add(shown(edge));
  }
}

/** Whose calls a walk makes: those of what groups live on, of both groups, or of one, which can always migrate to the other. */
function calledIn(seed: number): readonly Subject[] {
  const groups = subjects.filter(({ kind }) => kind === group);
  if (seed % 2 === 1) return subjects.filter(({ kind }) => kind !== group);
  return seed % 4 === 0 ? groups : groups.slice(0, 1);
}

/** Groups live only in a cloud that stays as it is. */
function startGroups(told: Story): void {
  tell(told, { do: 'move', kind: 'logical-cloud', key: keyOf('logical-cloud'), verb: 'instantiate', body: null });
  tell(told, { do: 'move', kind: group, key: inVersion(keyOf(group), 'v2'), verb: 'approve', body: null });
  achieve(told);
}

describe('life cycles as documented', () => {
  it('are those that happen', () => {
    for (let seed = 0; seed < 80; seed++) {
      const draw = drawFrom(`life ${seed}`, 'walk');
      const told = story(rules);
      create(told);
      for (const subject of subjects) expect(pairOf(told.state, subject), subject.key).to.deep.equal(first);
      const called = calledIn(seed);
      if (called.some(({ kind }) => kind === group)) startGroups(told);
      for (let n = 0; n < 150; n++) step(told, draw, called);
    }
  });

  it('happen, every one', () => {
    for (const { kind, edges } of lives) {
      const missed = edges.filter((edge) => !same(edge.from, edge.to) && !(walked.get(kind)?.has(shown(edge)) ?? false)).map(shown);
      expect(missed, kind).to.deep.equal([]);
    }
  });
});

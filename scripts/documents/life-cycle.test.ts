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
function edit(told: Story, draw: Draw): string {
  const version = pick(draw, 'version', versions);
  const kind = pick(draw, 'edited', ['profile', 'profile', 'app-intent', 'user-permission'] as const);
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

/** A call that the life cycle has. */
function call(told: Story, draw: Draw, { kind, key, life }: Subject): string {
  // A group that went to another is at its end.
  const verbs = life.verbs.filter((verb) => verb !== 'migrate' || draw('migrate', 5) === 0);
  const verb: Verb = pick(draw, 'verb', verbs);
  const target = {
    targetCompositeAppVersion: key.includes('/v1/') ? 'v2' : 'v1',
    targetDeploymentIntentGroup: 'deployment-intent-group-1',
  };
  const spec: Json = verb === 'migrate' ? target : { revision: String(1 + draw('revision', 3)) };
  tell(told, { do: 'move', kind, key, verb, body: { spec } });
  return verb;
}

const same = (one: Pair, other: Pair): boolean => one.state === other.state && one.status === other.status;
const shown = ({ from, to, by }: Edge): string => `${from.state}/${from.status} ${by} ${to.state}/${to.status}`;
const walked = new Map(lives.map(({ kind }) => [kind, new Set<string>()]));

/** An edge, or one with what the syncers need not do any more. */
function isDocumented(edges: readonly Edge[], { from, to, by }: Edge): boolean {
  const steps = edges.filter((edge) => edge.by === by && same(edge.from, from));
  return steps.some(
    (edge) => same(edge.to, to) || edges.some((next) => next.by === 'syncer' && same(next.from, edge.to) && same(next.to, to)),
  );
}

function step(told: Story, draw: Draw, called: readonly Subject[]): void {
  const before = subjects.map((subject) => pairOf(told.state, subject));
  const what = draw('what', 10);
  const subject = pick(draw, 'subject', called);
  const by = what < 4 ? report(told, draw, called) : what < 6 ? edit(told, draw) : call(told, draw, subject);
  for (const [index, each] of subjects.entries()) {
    const { edges, pairs, kind } = each.life;
    const [from, to] = [before[index] ?? first, pairOf(told.state, each)];
    expect(pairs, kind).to.deep.include(to);
    if (same(from, to)) continue;
    const edge: Edge = { from, to, by: by === 'migrate' && each !== subject ? 'target' : by };
    expect(isDocumented(edges, edge), `${kind}: ${shown(edge)}`).to.equal(true);
    walked.get(kind)?.add(shown(edge));
  }
}

describe('life cycles as documented', () => {
  it('are those that happen', () => {
    for (let seed = 0; seed < 80; seed++) {
      const draw = drawFrom(`life ${seed}`, 'walk');
      const told = story(rules);
      create(told);
      for (const subject of subjects) expect(pairOf(told.state, subject), subject.key).to.deep.equal(first);
      // Groups live only in a cloud that stays as it is.
      const isOfGroups = seed % 2 === 0;
      if (isOfGroups) tell(told, { do: 'move', kind: 'logical-cloud', key: keyOf('logical-cloud'), verb: 'instantiate', body: null });
      achieve(told);
      for (let n = 0; n < 250; n++)
        step(
          told,
          draw,
          subjects.filter(({ kind }) => (kind === group) === isOfGroups),
        );
    }
  });

  it('happen, every one', () => {
    for (const { kind, edges } of lives) {
      const missed = edges.filter((edge) => !same(edge.from, edge.to) && !(walked.get(kind)?.has(shown(edge)) ?? false)).map(shown);
      expect(missed, kind).to.deep.equal([]);
    }
  });
});

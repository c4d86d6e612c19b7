// The same random applies and patches, by several managers, to a cluster machine of ours and to a Kubernetes API server: what comes of them is the same.
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { answerWordsOf, ownersOf } from '../../src/orchestrator/cluster/apply-words.js';
import { Bench } from '../../src/orchestrator/cluster/bench.js';
import { asObject, bytesOf, drawFrom, type Json, type JsonObject } from '../../src/world/index.js';
import { call, type Connection } from './caller.js';

const STORIES = 40;
const STEPS_MAX = 10;
const TEST_MILLIS_MAX = 60_000;
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const app: JsonObject = { app: 'x' };

interface Step {
  readonly by: string;
  readonly how: 'apply' | 'force' | 'merge' | 'strategic';
  readonly body: JsonObject;
}

type Draw = ReturnType<typeof drawFrom>;

/** Chance with a memory of nothing but its seed. */
class Dice {
  readonly #draw: Draw;

  constructor(seed: string) {
    this.#draw = drawFrom(seed, 'differential');
  }

  below(bound: number): number {
    return this.#draw('dice', bound);
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  /** Some of the items, in any order. */
  some<T>(items: readonly T[]): readonly T[] {
    const rest = items.filter(() => this.below(2) === 0);
    const picked: T[] = [];
    while (rest.length > 0) picked.push(...rest.splice(this.below(rest.length), 1));
    return picked;
  }

  maybe(percent: number, member: () => JsonObject): JsonObject {
    return this.below(100) < percent ? member() : {};
  }
}

function containerOf(dice: Dice, name: string): JsonObject {
  return {
    name,
    ...dice.maybe(85, () => ({ image: dice.pick(['i', 'j']) })),
    ...dice.maybe(50, () => ({ env: dice.some(['x', 'y', 'z']).map((each) => ({ name: each, value: dice.pick(['1', '2']) })) })),
    ...dice.maybe(40, () => ({
      ports: dice.some([80, 81, 82]).map((containerPort) => ({ containerPort, ...dice.maybe(30, () => ({ name: `p${containerPort}` })) })),
    })),
    ...dice.maybe(30, () => ({ command: dice.pick([['a'], ['b', 'c']]) })),
  };
}

function marks(dice: Dice, names: readonly string[]): JsonObject {
  return Object.fromEntries([dice.pick(names), ...dice.some(names)].map((name) => [name, dice.pick(['1', '2'])]));
}

function stepOf(dice: Dice, isFirst: boolean): Step {
  const how = isFirst ? 'apply' : dice.pick(['apply', 'apply', 'apply', 'force', 'force', 'merge', 'strategic'] as const);
  const applies = how === 'apply' || how === 'force';
  const names = dice.some(['a', 'b', 'c']);
  const containers =
    (isFirst || how === 'merge') && names.length === 0 ? [{ name: 'a', image: 'i' }] : names.map((name) => containerOf(dice, name));
  const spec = {
    containers: isFirst ? containers.map((each) => ({ image: 'i', ...each })) : containers,
    ...dice.maybe(40, () => ({ volumes: dice.some(['v', 'w']).map((name) => ({ name, emptyDir: {} })) })),
    ...dice.maybe(30, () => ({ nodeSelector: { d: dice.pick(['1', '2']) } })),
    ...dice.maybe(30, () => ({ tolerations: [{ key: dice.pick(['t', 'u']), operator: 'Exists' }] })),
  };
  const isWhole = isFirst || (applies && dice.below(3) > 0);
  const metadata = {
    ...dice.maybe(60, () => ({ labels: marks(dice, ['l', 'm', 'n']) })),
    ...dice.maybe(40, () => ({ annotations: marks(dice, ['q', 'r']) })),
  };
  const template: JsonObject = isWhole ? { metadata: { labels: app }, spec } : { spec };
  const whole = {
    ...dice.maybe(50, () => ({ replicas: dice.pick([1, 2, 3]) })),
    ...(isWhole ? { selector: { matchLabels: app } } : {}),
    template,
  };
  return { by: dice.pick(['one', 'two', 'three']) + (applies ? '' : '-update'), how, body: { metadata, spec: whole } };
}

const mediaTypes: Readonly<Record<Step['how'], string>> = {
  apply: 'application/apply-patch+yaml',
  force: 'application/apply-patch+yaml',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

/** What is compared: the members that the steps speak of, an empty one as if it were not there, and who applied what. */
function briefOf(status: number, object: JsonObject): Json {
  const [word = '', ...conflicts] = answerWordsOf(status, object).split(/ (?=\.)/);
  if (status >= 400) return [word, ...conflicts.toSorted()];
  const { labels, annotations } = asObject(object['metadata']) ?? {};
  const spec = asObject(object['spec']) ?? {};
  const pod = asObject(asObject(spec['template'])?.['spec']) ?? {};
  const containers = ((pod['containers'] ?? []) as readonly JsonObject[]).map(({ name, image, env, ports, command }) => ({
    name,
    image,
    env: filled(env),
    ports: filled(
      ((ports ?? []) as readonly JsonObject[]).map((port) => ({ containerPort: port['containerPort'], name: port['name'] })) as Json,
    ),
    command,
  }));
  const { volumes, nodeSelector, tolerations } = pod;
  const applied = Object.entries(ownersOf(object)).filter(([owner]) => owner.endsWith('Apply'));
  const owners = Object.fromEntries(applied.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([owner, paths]) => [owner, paths.toSorted()]));
  const brief = {
    labels: filled(labels),
    annotations: filled(annotations),
    replicas: spec['replicas'],
    containers,
    volumes: filled(volumes),
    nodeSelector,
    tolerations,
    owners,
  };
  return JSON.parse(JSON.stringify(brief)) as Json;
}

function filled(value: Json | undefined): Json | undefined {
  return value === undefined || value === null || Object.keys(value).length === 0 ? undefined : value;
}

async function tell(to: Connection, bench: Bench, name: string, { by, how, body }: Step): Promise<readonly [theirs: Json, ours: Json]> {
  const applies = how === 'apply' || how === 'force';
  const sent = applies ? { apiVersion: 'apps/v1', kind: 'Deployment', ...body, metadata: { ...asObject(body['metadata']), name } } : body;
  const path = `${DEPLOYMENTS}/${name}?fieldManager=${by}${how === 'force' ? '&force=true' : ''}`;
  const headers = { 'content-type': mediaTypes[how] };
  const theirs = await call(to, { method: 'PATCH', path, headers, body: bytesOf(JSON.stringify(sent)) });
  bench.now += 1_000_000;
  const ours = bench.call('PATCH', path, sent, headers);
  return [briefOf(theirs.status, theirs.body), briefOf(ours.status, ours.body)];
}

/** @param to a Kubernetes API server that is up when the test runs */
export function describeDifferential(to: Connection): void {
  it(`random applies and patches come to the same there and here, ${STORIES} times`, async function () {
    this.timeout(TEST_MILLIS_MAX);
    let steps = 0;
    for (let story = 0; story < STORIES; story++) {
      const dice = new Dice(String(story));
      const bench = new Bench(1_000);
      const told: Step[] = [];
      for (let count = 0; count < STEPS_MAX; count++) {
        const step = stepOf(dice, count === 0);
        told.push(step);
        const [theirs, ours] = await tell(to, bench, `random-${story}`, step);
        // We look at fewer fields: what we take and they refuse as invalid ends the story.
        if (JSON.stringify(theirs) === '["422"]' && JSON.stringify(ours) !== '["422"]') break;
        expect(ours, JSON.stringify(told)).to.deep.equal(theirs);
        steps++;
      }
      await setTimeout(0);
    }
    expect(steps).to.be.above(STORIES * 3);
  });
}

// Goal: what operators do to a running orchestrator (restart every node, replace managers, back up and restore) loses no acknowledged write and fails no call.
// Method: the whole system in the simulator under load, with messages lost, nodes killed and links cut meanwhile; every caller retries with its key. Faults
// planted in the rules are seen red.
import { expect } from 'chai';
import { setUpOf } from '../../scenarios/systems/reference/reference-life.js';
import { namesOf } from '../../scenarios/systems/reference/reference-world.js';
import type { Hand } from '../../src/contract/index.js';
import { correctRules, type Rules, timingsDefault } from '../../src/orchestrator/index.js';
import type { Json, JsonObject } from '../../src/world/index.js';
import { type Caller, clusters, founders, gateways, managers, syncers, UpkeepDesk } from './upkeep-desk.js';

const names = namesOf('');
const stages = setUpOf(names);
const running = [...stages.clusters, ...stages.cloud, ...stages.group, ...stages.running];
const seeds = ['1', '2', '3'];
const second = 1_000_000;
/** A call that takes longer than this waited for an election or for somebody who is not there. */
const noticed = 250_000;

/** Every lossy link between these loses some of its messages. */
function lossOf(percent: number): readonly Hand[] {
  const nodes = [...gateways, ...syncers, ...managers];
  return nodes.flatMap((from) =>
    nodes
      .filter((to) => to !== from && (managers.includes(from) || managers.includes(to)))
      .map((to): Hand => ({ do: 'link', from, to, name: 'rain', fault: { kind: 'loss', percent }, stream: 'upstream' })),
  );
}

function* rain(percent: number): Caller {
  for (const hand of lossOf(percent)) yield { hand };
}

/** A crash every few seconds, of a node of this list, that comes back. */
function* crashes(nodes: readonly string[]): Caller {
  for (let nth = 0; ; nth++) {
    yield { wait: 3 * second };
    const node = nodes[nth % nodes.length] ?? '';
    yield { hand: { do: 'node', node, act: 'kill' } };
    yield { wait: second };
    yield { hand: { do: 'node', node, act: 'start' } };
  }
}

/** Heals everything, waits until all is settled, and checks that every acknowledged project is there and no deleted one. */
function* checkAll(desk: UpkeepDesk): Caller {
  yield { hand: { do: 'heal-all' } };
  yield { wait: 2 * second };
  yield* desk.settle();
  const found = yield* desk.projects();
  const lost = [...desk.acknowledged].filter((name) => !found.has(name));
  expect(lost, 'acknowledged, and not there').to.deep.equal([]);
  const status = yield* desk.get(`/v2${names.group}/status`);
  expect(status['deployedStatus']).to.equal('Instantiated');
  expect(desk.failed, 'calls that failed').to.deep.equal([]);
}

describe('an orchestrator under load', () => {
  for (const seed of seeds)
    it(`restarts every node, one after the other, and no call fails (seed ${seed})`, async () => {
      const desk = UpkeepDesk.simulated(`rolling ${seed}`);
      function* story(): Caller {
        yield* desk.errands(running);
        desk.longest = 0;
        for (const node of [...gateways, ...founders, ...syncers, ...clusters, ...gateways, ...founders]) yield* desk.restart(node);
        expect(desk.attemptsMost, 'attempts of a call').to.be.at.most(3);
        expect(desk.longest, 'from the first attempt to the answer').to.be.below(noticed);
        yield* checkAll(desk);
      }
      await desk.run(story(), desk.load('a'), desk.load('b'));
      expect(desk.acknowledged.size).to.be.above(300);
    });

  for (const seed of seeds)
    it(`replaces all its managers while messages are lost and nodes crash (seed ${seed})`, async () => {
      const desk = UpkeepDesk.simulated(`replace ${seed}`);
      function* story(): Caller {
        yield* desk.errands(running);
        yield* rain(3);
        for (const [old, fresh] of [
          ['manager1', 'manager4'],
          ['manager2', 'manager5'],
        ] as const) {
          yield* desk.add(fresh);
          yield* desk.remove(old);
          yield { wait: second };
          // For good: it is not among those that decide any more.
          yield { hand: { do: 'node', node: old, act: 'kill' } };
        }
        expect([...(yield* desk.deciders())].sort()).to.deep.equal(['manager3', 'manager4', 'manager5']);
        // Gateways and syncers that know nothing but their configuration find the group by the one founder that is left.
        yield* desk.restart('gateway1');
        yield* desk.restart('syncer1');
        yield* checkAll(desk);
      }
      await desk.run(story(), desk.load('a'), desk.load('b'), crashes(['syncer2', 'cluster1', 'gateway2']));
      expect(desk.acknowledged.size).to.be.above(100);
    });

  it('works with managers alone that its gateways were never told of at their start', async () => {
    const desk = UpkeepDesk.simulated('strangers');
    function* story(): Caller {
      yield* desk.errands(running);
      for (const fresh of ['manager4', 'manager5']) yield* desk.add(fresh);
      for (const old of founders) {
        yield* desk.remove(old);
        yield { wait: second };
        yield { hand: { do: 'node', node: old, act: 'kill' } };
      }
      yield { wait: 5 * second };
      expect([...(yield* desk.deciders())].sort()).to.deep.equal(['manager4', 'manager5']);
      // Nobody restarts the founders.
      yield* desk.settle();
      const found = yield* desk.projects();
      expect([...desk.acknowledged].filter((name) => !found.has(name))).to.deep.equal([]);
      expect(desk.failed).to.deep.equal([]);
    }
    await desk.run(story(), desk.load('a'));
  });
});

/** Whether the other syncer holds every cluster. */
function* isTakenOver(desk: UpkeepDesk): Caller<boolean> {
  const { servers } = (yield* desk.get('/v2/inventory')) as unknown as { readonly servers: readonly { readonly holder: string | null }[] };
  return servers.every(({ holder }) => holder === 'syncer2');
}

describe('a syncer that ends', () => {
  /** How long the clusters had no syncer of their own. */
  async function gapAfter(act: 'end' | 'kill'): Promise<number> {
    const desk = UpkeepDesk.simulated(`syncer ${act}`);
    let gap = 0;
    function* story(): Caller {
      yield* desk.errands(running);
      yield* desk.settle();
      const begun = desk.trial.now;
      yield { hand: { do: 'node', node: 'syncer1', act } };
      yield* desk.until('taken over', () => isTakenOver(desk));
      gap = desk.trial.now - begun;
    }
    await desk.run(story());
    return gap;
  }

  it('because it was asked to gives its clusters back, and the other claims them at its next look; else it waits for the lease', async () => {
    expect(await gapAfter('end')).to.be.below(timingsDefault.leaseLife / 2);
    expect(await gapAfter('kill')).to.be.above(timingsDefault.leaseLife / 2);
  });
});

/** Everything but what a restore is meant to change. */
function* inventory(desk: UpkeepDesk): Caller<Json> {
  const { documents, contexts, servers } = (yield* desk.get('/v2/inventory')) as unknown as Readonly<Record<string, readonly JsonObject[]>>;
  return {
    documents: documents ?? [],
    contexts: (contexts ?? []).map((context) => ({
      ...context,
      items: (context['items'] as unknown as readonly JsonObject[]).map((item) => ({ ...item, version: 0 })),
    })),
    servers: (servers ?? []).map(({ server, cluster, forgotten }) => ({ server, cluster, forgotten })),
  } as unknown as Json;
}

/** Names of the objects of a kind that are on a cluster, whoever owns them. */
function* objectsOn(cluster: string): Caller<readonly string[]> {
  const found: string[] = [];
  for (const path of ['/api/v1/configmaps', '/apis/apps/v1/deployments', '/api/v1/services']) {
    const answer = yield { to: cluster, request: { method: 'GET', path, headers: {}, body: null } };
    const { items } = (answer?.body ?? {}) as unknown as { readonly items?: readonly { readonly metadata: { readonly name: string } }[] };
    for (const { metadata } of items ?? []) found.push(`${path} ${metadata.name}`);
  }
  return found.sort();
}

describe('a backup', () => {
  for (const seed of seeds.slice(0, 2))
    it(`restored into an orchestrator with nothing, while messages are lost, makes everything as it was (seed ${seed})`, async () => {
      let backup: Json = null;
      let before: Json = null;
      let objects: readonly string[] = [];
      const old = UpkeepDesk.simulated(`backup ${seed}`);
      await old.run(
        (function* (): Caller {
          yield* old.errands(running);
          yield* rain(3);
          yield { wait: 2 * second };
          yield* old.quieten();
          yield* old.settle();
          backup = (yield* old.ask('GET', '/v2/backup')).body;
          before = yield* inventory(old);
          objects = yield* objectsOn('cluster1');
        })(),
        old.load('a'),
      );
      const fresh = UpkeepDesk.simulated(`fresh ${seed}`);
      await fresh.run(
        (function* (): Caller {
          yield* rain(3);
          const restored = yield* fresh.ask('POST', '/v2/restore', backup);
          expect(restored.status).to.equal(202);
          yield* fresh.settle();
          expect(yield* objectsOn('cluster1')).to.deep.equal(objects);
          expect(yield* inventory(fresh)).to.deep.equal(before);
        })(),
      );
    });

  it('restored by force over what came later takes that away, on the clusters too, and all goes on', async () => {
    const desk = UpkeepDesk.simulated('force');
    function* story(): Caller {
      yield* desk.errands(running);
      yield* desk.settle();
      const backup = (yield* desk.ask('GET', '/v2/backup')).body;
      const before = yield* inventory(desk);
      const objects = yield* objectsOn('cluster1');
      const terminated = yield* desk.ask('POST', `/v2${names.group}/terminate`);
      expect(terminated.status).to.equal(202);
      yield* desk.settle();
      expect(yield* objectsOn('cluster1')).to.not.deep.equal(objects);
      expect((yield* desk.ask('POST', '/v2/restore', backup)).status, 'something is there').to.equal(409);
      yield* crashOneManager();
      expect((yield* desk.ask('POST', '/v2/restore?force=true', backup)).status).to.equal(202);
      yield* desk.settle();
      expect(yield* inventory(desk)).to.deep.equal(before);
      expect(yield* objectsOn('cluster1')).to.deep.equal(objects);
      yield* desk.errands([{ op: 'deployment-intent-group.terminate', args: { key: names.group }, makes: null, rest: false }]);
      yield* desk.settle();
      const left = (yield* objectsOn('cluster1')).filter((name) => objects.includes(name) && name.includes('web'));
      expect(left).to.deep.equal([]);
    }
    function* crashOneManager(): Caller {
      yield { hand: { do: 'node', node: 'manager1', act: 'kill' } };
      yield { wait: second };
      yield { hand: { do: 'node', node: 'manager1', act: 'start' } };
    }
    await desk.run(story());
  });

  it('restored after every manager lost its disk takes up the clusters again, though they saw later epochs', async () => {
    const desk = UpkeepDesk.simulated('disaster');
    function* story(): Caller {
      yield* desk.errands(running);
      yield* desk.settle();
      const backup = (yield* desk.ask('GET', '/v2/backup')).body;
      const before = yield* inventory(desk);
      const objects = yield* objectsOn('cluster1');
      // Grants of the clusters, and a change, of which the backup knows nothing.
      for (const node of [...syncers, ...syncers]) yield* desk.restart(node);
      yield* desk.errands([{ op: 'deployment-intent-group.terminate', args: { key: names.group }, makes: null, rest: false }]);
      yield* desk.settle();
      for (const node of founders) yield { hand: { do: 'node', node, act: 'kill' } };
      for (const node of founders) {
        desk.wiped.add(node);
        yield { hand: { do: 'node', node, act: 'start' } };
      }
      yield { wait: 2 * second };
      expect([...(yield* desk.projects())]).to.deep.equal([]);
      expect((yield* desk.ask('POST', '/v2/restore', backup)).status).to.equal(202);
      yield* desk.settle();
      expect(yield* inventory(desk)).to.deep.equal(before);
      expect(yield* objectsOn('cluster1')).to.deep.equal(objects);
    }
    await desk.run(story());
  });

  it('holds every acknowledged write of before it, in whatever second of the load it is taken', async () => {
    const desk = UpkeepDesk.simulated('moments');
    function* story(): Caller {
      for (let nth = 0; nth < 10; nth++) {
        yield { wait: 300_000 };
        const known = new Set(desk.acknowledged);
        const { state } = yield* desk.get('/v2/backup');
        const { documents } = state as unknown as { readonly documents: readonly { readonly key: string }[] };
        const held = new Set(documents.map(({ key }) => key));
        const lost = [...known].filter((name) => desk.acknowledged.has(name) && !held.has(`/projects/${name}`));
        expect(lost).to.deep.equal([]);
      }
    }
    await desk.run(story(), desk.load('a'), desk.load('b'));
  });
});

describe('planted faults of upkeep', () => {
  const red = async (rules: Rules, story: (desk: UpkeepDesk) => Caller): Promise<boolean> => {
    const desk = UpkeepDesk.simulated('planted', rules);
    try {
      await desk.run(story(desk), desk.load('a'), desk.load('b'));
    } catch {
      return true;
    }
    return desk.failed.length > 0;
  };

  it('are seen: answers that are not remembered, while managers are replaced', async () => {
    const rules: Rules = { ...correctRules, state: { ...correctRules.state, remembers: () => false } };
    const story = function* (desk: UpkeepDesk): Caller {
      yield* desk.errands(running);
      yield* rain(10);
      yield* desk.add('manager4');
      yield* desk.remove('manager1');
      yield { wait: 5 * second };
      yield* checkAll(desk);
    };
    expect(await red(rules, story)).to.equal(true);
    expect(await red(correctRules, story)).to.equal(false);
  });

  it('are seen: a manager that leads is killed instead of asked, and somebody waits for it', async () => {
    const desk = UpkeepDesk.simulated('killed');
    function* story(): Caller {
      yield { wait: second };
      desk.longest = 0;
      for (const node of founders) {
        yield { hand: { do: 'node', node, act: 'kill' } };
        yield { wait: second };
        yield { hand: { do: 'node', node, act: 'start' } };
        yield { wait: second };
      }
      expect(desk.longest).to.be.above(noticed);
    }
    await desk.run(story(), desk.load('a'), desk.load('b'));
    expect(desk.failed).to.deep.equal([]);
  });
});

// Goal: the runbook is true: each situation comes about, is seen where it says, and its calls, in their order and no others, lead to what it says.
// Method: the whole orchestrator in the simulator, stood up once and forked for each situation; the calls are taken from the table by name, the test says only
// what stands for their documents.
import { expect } from 'chai';
import { reference } from '../../scenarios/systems/reference/reference.js';
import { teardownOf } from '../../scenarios/systems/reference/reference-janitor.js';
import { setUpOf } from '../../scenarios/systems/reference/reference-life.js';
import { appPackage, bodies, document, errand, namesOf } from '../../scenarios/systems/reference/reference-world.js';
import { operationFor, operationNamed, recoveries, type Recovery } from '../../spec/emco/index.js';
import type { Errand, Trial } from '../../src/contract/index.js';
import { parseMetrics } from '../../src/orchestrator/vitals/parse-metrics.js';
import type { Json, JsonObject } from '../../src/world/index.js';
import { Client, type Heard } from './client.js';

const second = 1_000_000;
const roundsMax = 200;
const names = namesOf('');
const stages = setUpOf(names);
const { group, cloud, web, project } = names;
const [, two] = names.clusters;
const managers = ['manager1', 'manager2', 'manager3'];
const plan = { schema: 1, scenario: 'reference', system: 'reference', seed: 'runbook', knobs: {}, steps: [] } as const;
const all: readonly Recovery[] = Object.values(recoveries).flat();
const resting: ReadonlySet<string> = new Set(['Instantiated', 'Terminated', 'InstantiateStopped', 'TerminateStopped']);

/** What stands for the documents of a recovery's calls, in their order: a key or several, and what is sent. */
type Of = string | readonly string[] | { readonly key: string; readonly args?: JsonObject; readonly body?: Json; readonly path?: string };

class Operator {
  readonly client: Client;
  /** Looks at what is so after a call. */
  between: (operation: string) => Promise<void> = () => Promise.resolve();

  constructor(trial: Trial) {
    this.client = new Client(trial);
  }

  /** An errand of the scenario. */
  async run({ op, args }: Errand): Promise<Heard> {
    const operation = reference.operations.find(({ name }) => name === op);
    if (operation === undefined) throw new RangeError(`no operation ${op}`);
    const { method, path, headers, body } = operation.encode(
      args,
      `key ${Math.floor(this.client.trial.now)} ${op} ${JSON.stringify(args)}`.slice(0, 200),
    );
    for (let round = 0; round < roundsMax; round++) {
      const heard = await this.client.send('gateway1', { method, path, headers, body });
      if (heard.status > 0 && heard.status !== 503) return heard;
      await this.client.wait(second / 5);
    }
    throw new RangeError(`${op} is never decided`);
  }

  async ask(path: string): Promise<JsonObject> {
    for (let round = 0; round < roundsMax; round++) {
      const heard = await this.client.call('gateway1', 'GET', `/v2${path}`);
      if (heard.status === 200) return heard.json;
      await this.client.wait(second / 5);
    }
    throw new RangeError(`${path} is never answered`);
  }

  async contextOf(key: string): Promise<string> {
    const { deployedStatus } = await this.ask(`${key}/status`);
    return String(deployedStatus);
  }

  async becomes(key: string, status: string): Promise<void> {
    await this.until(`${key} is ${status}`, async () => (await this.contextOf(key)) === status);
  }

  async settles(): Promise<void> {
    await this.until('no context moves', async () => {
      const { contexts } = await this.ask('/inventory');
      return (contexts as readonly JsonObject[]).every((context) => resting.has(String(context['status'])));
    });
  }

  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    for (let round = 0; round < roundsMax; round++) {
      if (await isSo()) return;
      await this.client.wait(second / 5);
    }
    throw new RangeError(`never: ${what}`);
  }

  /** The sum of the samples of a figure that have these labels. */
  async figure(node: string, name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
    const family = parseMetrics((await this.client.call(node, 'GET', '/metrics')).text).get(name);
    if (family === undefined) throw new RangeError(`${node} does not tell ${name}`);
    const asked = Object.entries(labels);
    return family.samples
      .filter((each) => asked.every(([label, value]) => each.labels[label] === value))
      .reduce((sum, { value }) => sum + value, 0);
  }

  /** Makes the calls of a recovery, each on what stands for its document. */
  async recover(name: string, ...of: readonly Of[]): Promise<readonly Heard[]> {
    const { calls } = recoveryNamed(name);
    expect(calls.length, `calls of ${name}`).to.equal(of.length);
    const heard: Heard[] = [];
    for (const [index, call] of calls.entries()) {
      const on = of[index] ?? '';
      for (const target of typeof on === 'string' ? [{ key: on }] : 'key' in on ? [on] : on.map((key) => ({ key }))) {
        const answered = await this.make(call.operation, call.body, target);
        expect([call.operation, target.key, answered.status < 300 ? '' : answered.text]).to.deep.equal([call.operation, target.key, '']);
        heard.push(answered);
      }
      if (call.until !== null) await this.settles();
      await this.between(call.operation);
    }
    return heard;
  }

  private async make(operation: string, body: string | undefined, on: Exclude<Of, string | readonly string[]>): Promise<Heard> {
    const { key, args = {}, path } = on;
    if (path === undefined) {
      const sent: JsonObject = body === undefined ? args : { body: JSON.parse(body) as Json };
      return this.run(errand(operationFor({ operation, of: '', until: null }, await this.kindOf(operation, key)), key, sent));
    }
    const { method } = operationNamed(operation);
    const heard = await this.client.call('gateway1', method, `/v2${path}`, on.body ?? null);
    return heard;
  }

  private async kindOf(operation: string, key: string): Promise<string> {
    if (!operation.startsWith('*')) return '';
    const { documents } = await this.ask('/inventory');
    return String((documents as readonly JsonObject[]).find((each) => each['key'] === key)?.['kind']);
  }
}

function recoveryNamed(name: string): Recovery {
  const found = all.find((each) => each.name === name);
  if (found === undefined) throw new RangeError(`no recovery ${name}`);
  return found;
}

const kill = (trial: Trial, ...nodes: readonly string[]): void => nodes.forEach((node) => trial.do({ do: 'node', node, act: 'kill' }));
const start = (trial: Trial, ...nodes: readonly string[]): void => nodes.forEach((node) => trial.do({ do: 'node', node, act: 'start' }));
const move = (verb: string, key = group): Errand => errand(`${key === group ? 'deployment-intent-group' : 'logical-cloud'}.${verb}`, key);

describe('runbook', function () {
  this.timeout(60_000);
  let running: Trial;
  let at: Operator;
  let trial: Trial;
  const met = new Set<string>();

  before(async () => {
    running = await reference.open('sim', plan, { defects: [], directory: '' });
    const operator = new Operator(running);
    for (const step of [...stages.clusters, ...stages.cloud, ...stages.group]) expect((await operator.run(step)).status).to.be.below(300);
    await operator.becomes(cloud, 'Instantiated');
    for (const step of stages.running) await operator.run(step);
    await operator.becomes(group, 'Instantiated');
  });

  function situation(name: string, story: () => Promise<void>): void {
    met.add(name);
    it(name, async () => {
      const forked = running.fork?.(null);
      if (forked === undefined) throw new RangeError('the simulator forks');
      trial = forked;
      at = new Operator(trial);
      await story();
    });
  }

  situation('outcome-unknown', async () => {
    kill(trial, ...managers.slice(1));
    const project2 = { metadata: { name: 'q' } };
    const heard = await at.client.call('gateway1', 'POST', '/v2/projects', project2, { 'idempotency-key': 'k', 'x-actor': 'ann' });
    expect(heard.json['code']).to.equal(recoveryNamed('outcome-unknown').when.code);
    expect(await at.figure('gateway1', 'orchestrator_ask_timeouts_total')).to.be.above(0);
    start(trial, ...managers.slice(1));
    await at.until('it is decided', async () => {
      const again = await at.client.call('gateway1', 'POST', '/v2/projects', project2, { 'idempotency-key': 'k', 'x-actor': 'ann' });
      return again.status === 201;
    });
    const { records } = await at.ask('/audit?limit=500');
    const own = (records as readonly JsonObject[]).filter((record) => record['key'] === '/projects/q');
    expect(own.map(({ verb, actor }) => [verb, actor])).to.deep.equal([['create', 'ann']]);
  });

  situation('terminate-refused', async () => {
    await at.run(move('terminate'));
    await at.becomes(group, 'Terminated');
    const refused = await at.run(move('terminate'));
    expect([refused.json['code'], refused.json['state'], refused.json['context']]).to.deep.equal([
      'ILLEGAL_STATE',
      'Terminated',
      'Terminated',
    ]);
    const [status] = await at.recover('terminate-refused', group);
    expect(status?.json['deployedStatus']).to.equal('Terminated');
  });

  situation('stopped-half-way', async () => {
    kill(trial, 'cluster2');
    await at.run(errand('app.replace', web, { body: document(web), file: appPackage(3) }));
    await at.run(move('update'));
    await at.run(move('stop'));
    expect(await at.contextOf(group)).to.equal('InstantiateStopped');
    start(trial, 'cluster2');
    await at.recover('stopped-half-way', group);
    expect(await at.contextOf(group)).to.equal('Instantiated');
  });

  situation('cloud-in-use', async () => {
    const refused = await at.run(move('terminate', cloud));
    expect([refused.json['code'], refused.json['by']]).to.deep.equal(['CLOUD_IN_USE', group]);
    const { contexts } = await at.ask('/inventory');
    const users = (contexts as readonly JsonObject[]).filter((each) => (each['refs'] as readonly string[]).includes(cloud));
    expect(users.map(({ owner }) => owner)).to.deep.equal([group]);
    await at.recover('cloud-in-use', [group], cloud);
    expect(await at.contextOf(cloud)).to.equal('Terminated');
  });

  situation('delete-refused-named', async () => {
    const refused = await at.run(errand('app.delete', web));
    expect(refused.json['code']).to.equal('REFERENCED');
    const by = String(refused.json['by']);
    const { documents } = await at.ask('/inventory');
    const referrers = (documents as readonly JsonObject[])
      .filter((each) => (each['refs'] as readonly string[]).includes(web))
      .map(({ key }) => String(key));
    expect(referrers).to.include(by);
    await at.recover('delete-refused-named', referrers, web);
  });

  situation('delete-refused-holds', async () => {
    const refused = await at.run(errand('composite-profile.delete', names.compositeProfile));
    expect(refused.json['code']).to.be.oneOf(['HAS_CHILDREN', 'REFERENCED']);
    const held = await at.run(
      errand('cluster.create', `${names.provider}/clusters/three`, { body: document('/three'), file: { kubeconfig: 'cluster9' } }),
    );
    expect(held.status).to.equal(201);
    const key = `${names.provider}/clusters/three`;
    await at.run(errand('label.create', `${key}/labels/x`, { body: { clusterLabel: 'x' } }));
    const again = await at.run(errand('cluster.delete', key));
    expect([again.json['code'], again.json['by']]).to.deep.equal(['HAS_CHILDREN', `${key}/labels/x`]);
    await at.recover('delete-refused-holds', [`${key}/labels/x`], key);
  });

  situation('approval-taken-back', async () => {
    await at.run(move('terminate'));
    await at.becomes(group, 'Terminated');
    const fresh = group.replace(/d$/, 'e');
    await at.run(errand('deployment-intent-group.create', fresh, { body: { ...bodies.group(names), metadata: { name: 'e' } } }));
    const inside = (key: string): string => key.replace(group, fresh);
    await at.run(errand('generic-placement-intent.create', inside(names.placement), { body: bodies.placement(names) }));
    await at.run(errand('app-intent.create', inside(names.appIntent), { body: bodies.appIntent(names) }));
    await at.run(errand('group-intent.create', inside(names.groupIntent), { body: bodies.groupIntent(names) }));
    await at.run(errand('deployment-intent-group.approve', fresh));
    await at.run(errand('app-intent.replace', inside(names.appIntent), { body: bodies.appIntent(names) }));
    expect((await at.run(errand('deployment-intent-group.instantiate', fresh))).json['code']).to.equal('ILLEGAL_STATE');
    const { records } = await at.ask('/audit?limit=500');
    const [edit, taken] = (records as readonly JsonObject[]).slice(-2);
    expect([edit?.['verb'], taken?.['verb'], taken?.['key'], taken?.['index']]).to.deep.equal([
      'replace',
      'unapprove',
      fresh,
      edit?.['index'],
    ]);
    await at.recover('approval-taken-back', fresh, fresh);
    expect(await at.contextOf(fresh)).to.equal('Instantiated');
  });

  situation('revision-is-bad', async () => {
    await at.run(errand('app.replace', web, { body: document(web), file: appPackage(7) }));
    await at.run(move('update'));
    await at.becomes(group, 'Instantiated');
    const { states } = await at.ask(`${group}/status`);
    expect((states as unknown as { readonly actions: readonly JsonObject[] }).actions.map(({ revision }) => revision)).to.include.members([
      1, 2,
    ]);
    await at.recover('revision-is-bad', group);
    expect(await at.contextOf(group)).to.equal('Instantiated');
    const deployed = await at.client.call('cluster1', 'GET', '/apis/apps/v1/deployments');
    expect(deployed.text).to.include('"replicas":2').and.not.include('"replicas":7');
  });

  situation('reader-fell-behind', async () => {
    const backup = await at.ask('/backup');
    const { last } = await at.ask('/audit');
    expect((await at.client.call('gateway1', 'POST', '/v2/restore?force=true', backup)).status).to.equal(202);
    const refused = await at.client.call('gateway1', 'GET', `/v2/audit?after=${String(last)}`);
    expect([refused.status, refused.json['code']]).to.deep.equal([410, recoveryNamed('reader-fell-behind').when.code]);
    const { audit } = await at.ask('/inventory');
    const [inventory, rest] = await at.recover(
      'reader-fell-behind',
      { key: '', path: '/inventory' },
      { key: '', path: `/audit?after=${String(audit)}` },
    );
    expect(Number(inventory?.json['audit'])).to.be.at.least(Number(audit));
    expect(rest?.json['records']).to.be.an('array');
  });

  situation('cluster-is-away', async () => {
    kill(trial, 'cluster2');
    await at.run(errand('app.replace', web, { body: document(web), file: appPackage(3) }));
    await at.run(move('update'));
    await at.until('it is seen', async () =>
      (await at.client.call('gateway1', 'GET', `/v2${group}/status`)).text.includes('"CLUSTER_UNREACHABLE"'),
    );
    expect((await at.client.call('gateway1', 'GET', `/v2${group}/status`)).text).to.include('"connectivity":"Retrying"');
    expect(await at.figure('manager1', 'orchestrator_work_items_open', { server: 'cluster2' })).to.be.above(0);
    const holder = (await at.figure('syncer1', 'orchestrator_work_items_open', { server: 'cluster2' })) > 0 ? 'syncer1' : 'syncer2';
    expect(await at.figure(holder, 'orchestrator_retries_total')).to.be.above(0);
    await at.until('it is paused', async () => (await at.figure(holder, 'orchestrator_server_paused', { server: 'cluster2' })) === 1);
    start(trial, 'cluster2');
    await at.recover('cluster-is-away');
    await at.becomes(group, 'Instantiated');
  });

  situation('cluster-is-gone-for-ever', async () => {
    kill(trial, 'cluster2');
    await at.run(move('terminate'));
    await at.client.wait(3 * second);
    expect(await at.contextOf(group)).to.equal('Terminating');
    at.between = async (operation) => {
      if (operation !== 'cluster.forget') return;
      expect(await at.figure('manager1', 'orchestrator_server_forgotten', { server: 'cluster2' })).to.equal(1);
      expect(await at.contextOf(group)).to.equal('Terminated');
    };
    await at.recover('cluster-is-gone-for-ever', two, [names.appIntent, names.label, names.references[1]], two);
    await tearDown();
  });

  situation('cluster-refuses-an-object', async () => {
    const bad = {
      package: { 'demo/templates/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: nonsense }\n' },
    };
    await at.run(errand('app.replace', web, { body: document(web), file: bad }));
    expect((await at.run(move('update'))).status).to.equal(202);
    await at.becomes(group, 'InstantiateFailed');
    expect(await at.figure('manager2', 'orchestrator_items', { status: 'Failed' })).to.be.above(0);
    const setBack = (await at.figure('syncer1', 'orchestrator_retries_total')) + (await at.figure('syncer2', 'orchestrator_retries_total'));
    expect(setBack).to.be.above(0);
    const { calls } = recoveryNamed('cluster-refuses-an-object');
    expect(calls.map(({ operation }) => operation)).to.deep.equal(['app.replace', 'deployment-intent-group.update']);
    await at.recover('cluster-refuses-an-object', { key: web, args: { body: document(web), file: appPackage(4) } }, group);
    await at.becomes(group, 'Instantiated');
  });

  situation('drift', async () => {
    const { json } = await at.client.call('cluster1', 'GET', '/apis/apps/v1/deployments');
    const [found] = json['items'] as readonly {
      readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string };
    }[];
    const { name, namespace, uid } = found?.metadata ?? { name: '', namespace: '', uid: '' };
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
    expect((await at.client.call('cluster1', 'DELETE', path)).status).to.equal(200);
    await at.recover('drift');
    await at.until('it is there again', async () => {
      const again = await at.client.call('cluster1', 'GET', path);
      return again.status === 200 && (again.json['metadata'] as JsonObject)['uid'] !== uid;
    });
    const repairs =
      (await at.figure('syncer1', 'orchestrator_drift_repairs_total')) + (await at.figure('syncer2', 'orchestrator_drift_repairs_total'));
    expect(repairs).to.be.above(0);
  });

  situation('syncer-is-dead', async () => {
    const before = (await at.ask('/inventory'))['servers'] as readonly JsonObject[];
    const dead = String(before[0]?.['holder']);
    const other = dead === 'syncer1' ? 'syncer2' : 'syncer1';
    const granted = await at.figure(other, 'orchestrator_servers_granted_total');
    kill(trial, dead);
    await at.until('another has its servers', async () =>
      ((await at.ask('/inventory'))['servers'] as readonly JsonObject[]).every(({ holder }) => holder === other),
    );
    expect(await at.figure(other, 'orchestrator_servers_granted_total')).to.be.above(granted);
    const after = (await at.ask('/inventory'))['servers'] as readonly JsonObject[];
    expect(Number(after[0]?.['epoch'])).to.be.above(Number(before[0]?.['epoch']));
    start(trial, dead);
    await at.until('it is ready', async () => (await at.client.call(dead, 'GET', '/readyz')).status === 200);
  });

  situation('manager-crashed', async () => {
    const leader = String((await at.ask('/managers'))['leader']);
    const others = managers.filter((each) => each !== leader);
    kill(trial, leader);
    expect((await at.client.call(leader, 'GET', '/readyz')).status).to.equal(0);
    await at.ask(project);
    let led = 0;
    for (const other of others) led += await at.figure(other, 'orchestrator_raft_role', { role: 'leader' });
    expect(led).to.equal(1);
    start(trial, leader);
    await at.until('it is ready', async () => (await at.client.call(leader, 'GET', '/readyz')).status === 200);
  });

  situation('disk-is-full', async () => {
    const leader = String((await at.ask('/managers'))['leader']);
    const broken = { do: 'disk', node: leader, name: 'full' } as const;
    trial.do({ ...broken, fault: { kind: 'full' } });
    await at.run(errand('project.create', '/projects/while-full', { body: document('/projects/while-full') }));
    expect((await at.client.call(leader, 'GET', '/readyz')).status).to.equal(0);
    const lastWords = at.client.happened.flatMap((each) =>
      each.is === 'down' && each.node === leader ? [`${each.why} ${each.detail}`] : [],
    );
    expect(lastWords[0]).to.match(/^halt disk: (log|meta) ENOSPC$/);
    start(trial, leader);
    await at.client.wait(second);
    expect((await at.client.call(leader, 'GET', '/readyz')).status, 'nothing is gained before there is room').to.equal(0);
    trial.do({ ...broken, fault: null });
    start(trial, leader);
    await at.until('it is ready', async () => (await at.client.call(leader, 'GET', '/readyz')).status === 200);
    await at.ask('/projects/while-full');
    kill(trial, ...managers.filter((each) => each !== leader));
    start(trial, ...managers);
    await at.ask('/projects/while-full');
  });

  situation('quorum-lost', async () => {
    kill(trial, 'manager1', 'manager2');
    const heard = await at.client.call('gateway1', 'POST', '/v2/projects', { metadata: { name: 'q' } });
    expect([heard.status, heard.json['code']]).to.deep.equal([503, recoveryNamed('quorum-lost').when.code]);
    for (const [node, code] of [
      ['gateway1', 'NO_MANAGER'],
      ['manager3', 'NO_LEADER'],
    ] as const)
      expect((await at.client.call(node, 'GET', '/readyz')).json['code']).to.equal(code);
    expect(await at.figure('manager3', 'orchestrator_raft_leader_known')).to.equal(0);
    start(trial, 'manager1', 'manager2');
    await at.ask(project);
  });

  situation('backup-is-due', async () => {
    const [backup] = await at.recover('backup-is-due', { key: '', path: '/backup' });
    const { last } = await at.ask('/audit');
    expect(await at.figure('manager1', 'orchestrator_audit_last')).to.equal(last);
    expect(backup?.json['backup']).to.equal(1);
    met.add('everything-lost');
    const empty = await reference.open('sim', { ...plan, seed: 'empty' }, { defects: [], directory: '' });
    const fresh = new Operator(empty);
    await fresh.ask('/inventory');
    await fresh.recover('everything-lost', { key: '', path: '/restore', body: backup?.json ?? null }, { key: '', path: '/inventory' });
    expect(await fresh.contextOf(group)).to.equal('Instantiated');
    await empty.close();
  });

  situation('node-to-be-restarted', async () => {
    const { last } = await at.ask('/audit');
    const waiting = at.client.start('gateway1', 'GET', `/v2/audit?after=${String(last)}&wait=20s`);
    await at.client.wait(second);
    trial.do({ do: 'node', node: 'gateway1', act: 'end' });
    const ready = await at.client.call('gateway1', 'GET', '/readyz');
    expect([ready.status, ready.json['code']]).to.deep.equal([503, 'ENDING']);
    expect((await at.client.end(waiting)).status, 'what was taken is answered').to.equal(200);
    await at.until('it has ended', async () => (await at.client.call('gateway1', 'GET', '/healthz')).status === 0);
    start(trial, 'gateway1');
    await at.until('it is ready', async () => (await at.client.call('gateway1', 'GET', '/readyz')).status === 200);
  });

  situation('documents-are-left', async () => {
    await tearDown();
    for (const stage of ['groups-run', 'clouds-are-up', 'networks-are-applied']) met.add(stage);
  });

  /** As the janitor does, by the facts alone. */
  async function tearDown(): Promise<void> {
    const observations = reference.observe(reference.topology({})).filter(({ layer }) => layer !== 'actual');
    await at.until('nothing is left', async () => {
      const inventory = { status: 200, headers: {}, body: await at.ask('/inventory'), failure: null };
      const facts = observations.flatMap((observation) => [...observation.read([inventory]).facts]);
      const errands = teardownOf(facts);
      for (const each of errands) await at.run(each);
      return errands.length === 0;
    });
    const { documents, contexts, servers } = await at.ask('/inventory');
    expect([documents, contexts, servers]).to.deep.equal([[], [], []]);
  }

  it('speaks of no figure that its node does not tell', async () => {
    const told = new Map<string, string>();
    for (const { id, role } of reference.topology({}).nodes)
      told.set(role, (told.get(role) ?? '') + (await new Client(running).call(id, 'GET', '/metrics')).text);
    for (const { name, see } of all)
      for (const { role, shows } of see)
        for (const [, figure = ''] of shows.matchAll(/`(orchestrator_[a-z_]+)/g))
          expect(told.get(role ?? ''), `${name}: ${figure}`).to.include(`# TYPE ${figure} `);
  });

  it('has no other situation, but those of rotten disks and of members, which are tested where they are made', () => {
    const elsewhere = ['manager-lost', 'disk-rotted'];
    const rest = ['groups-run', 'clouds-are-up', 'networks-are-applied'];
    expect(all.map(({ name }) => name).filter((name) => !met.has(name) && !elsewhere.includes(name) && !rest.includes(name))).to.deep.equal(
      [],
    );
  });

  after(() => void running.close());
});

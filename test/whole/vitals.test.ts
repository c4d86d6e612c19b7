// Goal: every node says whether it runs, whether it can work, and what it has done, in both worlds.
// Method: the reference orchestrator stood up with a deployment that runs; each node is asked each question, the figures are read by a strict reader and held
// against the inventory; then managers are taken away.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { reference } from '../../scenarios/systems/reference/reference.js';
import type { Trial } from '../../src/contract/index.js';
import { type Family, parseMetrics } from '../../src/orchestrator/vitals/parse-metrics.js';
import { Client } from './client.js';

const second = 1_000_000;
const plan = { schema: 1, scenario: 'reference', system: 'reference', seed: 'vitals', knobs: {}, steps: [] } as const;
const nodes = reference.topology({}).nodes;
const managers = nodes.filter(({ role }) => role === 'manager').map(({ id }) => id);

async function metricsOf(client: Client, node: string): Promise<ReadonlyMap<string, Family>> {
  const { status, text, headers } = await client.call(node, 'GET', '/metrics');
  expect([node, status, headers['content-type']]).to.deep.equal([node, 200, 'text/plain; version=0.0.4; charset=utf-8']);
  return parseMetrics(text);
}

function sum(metrics: ReadonlyMap<string, Family>, name: string, labels: Readonly<Record<string, string>> = {}): number {
  const family = metrics.get(`orchestrator_${name}`);
  if (family === undefined) throw new RangeError(`nobody tells ${name}`);
  const wanted = Object.entries(labels);
  return family.samples
    .filter((each) => wanted.every(([label, value]) => each.labels[label] === value))
    .reduce((all, each) => all + each.value, 0);
}

async function becomes(client: Client, node: string, status: number): Promise<string> {
  for (let round = 0; round < 100; round++) {
    const heard = await client.call(node, 'GET', '/readyz');
    if (heard.status === status) return String(heard.json['code'] ?? heard.json['status'] ?? heard.text);
    await client.wait(second / 5);
  }
  throw new RangeError(`${node} never told ${status}`);
}

/** Looks again until it is so: with real processes an election may come between, and followers come after. In the simulator it is so. @returns the last look */
async function comes<T>(client: Client, look: () => Promise<T>, isSo: (seen: T) => boolean): Promise<T> {
  for (let round = 0; client.trial.world === 'real' && round < 100; round++) {
    const seen = await look();
    if (isSo(seen)) return seen;
    await client.wait(second / 5);
  }
  return look();
}

for (const world of ['sim', 'real'] as const)
  describe(`vitals in ${world}`, function () {
    this.timeout(60_000);
    let directory = '';
    let trial: Trial;
    let client: Client;

    before(async () => {
      directory = mkdtempSync(join(tmpdir(), 'topple-vitals-'));
      trial = await reference.open(world, plan, { defects: [], directory });
      client = new Client(trial);
      for (const { id } of nodes) await becomes(client, id, 200);
    });

    after(async () => {
      const found = await trial.close();
      rmSync(directory, { recursive: true, force: true });
      expect(found?.differences ?? [], 'executed again, every node does the same').to.deep.equal([]);
    });

    for (const { id, role } of nodes)
      it(`${id} answers`, async () => {
        expect((await client.call(id, 'GET', '/healthz')).status).to.equal(200);
        const readiness = async (): Promise<number> => (await client.call(id, 'GET', '/readyz')).status;
        expect(await comes(client, readiness, (status) => status === 200)).to.equal(200);
        expect((await client.call(id, 'GET', '/nowhere')).status).to.equal(404);
        const metrics = await comes(
          client,
          () => metricsOf(client, id),
          (told) => sum(told, 'ready') === 1,
        );
        expect(metrics.get('orchestrator_node_info')?.samples).to.deep.equal([{ labels: { node: id, role }, value: 1 }]);
        expect(sum(metrics, 'ready')).to.equal(1);
      });

    it('the figures say what was done', async () => {
      for (let n = 0; n < 3; n++) await client.call('gateway1', 'POST', '/v2/projects', { metadata: { name: `p${n}` } });
      await client.call('gateway1', 'POST', '/v2/projects', { metadata: { name: 'p0' } });
      await client.call('gateway1', 'GET', '/v2/nothing');
      await client.wait(second);
      const gateway = await metricsOf(client, 'gateway1');
      expect(sum(gateway, 'requests_total', { operation: 'project.create', status: '201' })).to.equal(3);
      expect(sum(gateway, 'requests_total', { operation: 'project.create', status: '409' })).to.equal(1);
      expect(sum(gateway, 'requests_total', { operation: 'none', status: '404' })).to.be.at.least(1);
      expect(sum(gateway, 'requests_in_flight')).to.equal(0);
      expect(sum(gateway, 'asks_total')).to.be.at.least(4);
      const leaders = (told: readonly ReadonlyMap<string, Family>[]): readonly number[] =>
        told.map((each) => sum(each, 'raft_role', { role: 'leader' })).toSorted((a, b) => a - b);
      const told = await comes(
        client,
        async () => {
          const all: ReadonlyMap<string, Family>[] = [];
          for (const id of managers) all.push(await metricsOf(client, id));
          return all;
        },
        (all) => leaders(all).join() === '0,0,1' && all.every((each) => sum(each, 'documents', { kind: 'project' }) === 3),
      );
      expect(leaders(told)).to.deep.equal([0, 0, 1]);
      for (const each of told) {
        expect(sum(each, 'documents', { kind: 'project' })).to.equal(3);
        expect(sum(each, 'audit_last')).to.equal(3);
        // A gateway that heard nothing in time asks again.
        const creates = sum(each, 'entries_total', { command: 'create' });
        if (world === 'sim') expect(creates).to.equal(4);
        else expect(creates).to.be.at.least(4);
        expect(sum(each, 'raft_members', { as: 'voter' })).to.equal(3);
        expect(sum(each, 'raft_role')).to.equal(1);
      }
      expect(sum(await metricsOf(client, 'syncer1'), 'asks_total')).to.be.above(0);
      expect(sum(await metricsOf(client, 'cluster1'), 'cluster_objects', { kind: 'Namespace' })).to.equal(2);
    });

    it('a node that cannot work says so and why, and says when it can again', async () => {
      for (const node of managers.slice(1)) trial.do({ do: 'node', node, act: 'kill' });
      expect(await becomes(client, managers[0] ?? '', 503)).to.equal('NO_LEADER');
      expect(await becomes(client, 'syncer1', 503)).to.equal('NO_MANAGER');
      expect(await becomes(client, 'gateway1', 503)).to.equal('NO_MANAGER');
      expect((await client.call('gateway1', 'GET', '/healthz')).status, 'it runs all the same').to.equal(200);
      expect(sum(await metricsOf(client, 'syncer2'), 'ask_timeouts_total')).to.be.above(0);
      for (const node of managers.slice(1)) trial.do({ do: 'node', node, act: 'start' });
      for (const { id } of nodes) await becomes(client, id, 200);
    });
  });

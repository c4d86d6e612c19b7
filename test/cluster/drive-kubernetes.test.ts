// Goal: the orchestrator drives a Kubernetes API server as it drives a cluster of ours, through the whole life of a deployment.
// Method: one manager, gateway and syncer as processes; the first cluster is Kubernetes, with stand-ins for its controllers, the second ours; the canary's calls.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { beginOf, lifeOf } from '../../scenarios/systems/reference/reference-life.js';
import { namesOf } from '../../scenarios/systems/reference/reference-world.js';
import { reference } from '../../scenarios/systems/reference/reference.js';
import type { Errand } from '../../src/contract/index.js';
import { limitsDefault, timingsReal } from '../../src/orchestrator/wire/config.js';
import { kindPath, ownedQuery, readRequest } from '../../src/orchestrator/syncer/request.js';
import { resourceTypes } from '../../src/orchestrator/cluster/resource-types.js';
import { listedObjects } from '../../src/orchestrator/syncer/observe.js';
import { type Json, parseJson } from '../../src/world/index.js';
import type { Peer } from '../../src/world/node/control.js';
import { ApiServer } from './api-server.js';
import { call, type Connection } from './caller.js';
import { ClusterNode } from './cluster-node.js';
import { defineCustomResources } from './define-custom-resources.js';
import { Front } from './front.js';
import { missingPrograms } from './missing-programs.js';
import { NodeProcess } from './node-process.js';
import { standInForControllers } from './stand-in-controllers.js';

const TEST_MILLIS_MAX = 240_000;
const TRIES_MAX = 300;
const PAUSE_MILLIS = 100;

describe('the orchestrator and a Kubernetes API server', function () {
  this.timeout(TEST_MILLIS_MAX);
  const missing = missingPrograms(['kube-apiserver', 'etcd']);
  if (missing.length > 0) {
    it.skip(`skipped, because there is no ${missing.join(' and no ')} on the PATH`);
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), 'topple-drive-'));
  const kubernetes = new ApiServer();
  const ours = new ClusterNode();
  const front = new Front(kubernetes);
  const over = new AbortController();
  const nodes = new Map<string, NodeProcess>();
  let gateway = '';
  let working: Promise<void> = Promise.resolve();
  let calls = 0;

  before(async () => {
    await Promise.all([kubernetes.start(), ours.start()]);
    await defineCustomResources(kubernetes);
    working = standInForControllers(kubernetes, over.signal);
    const peers: Record<string, Peer> = {
      cluster1: { host: '127.0.0.1', httpPort: await front.start(), messagePort: null },
      cluster2: { host: '127.0.0.1', httpPort: ours.port, messagePort: null },
    };
    for (const role of ['manager', 'gateway', 'syncer']) {
      const id = `${role}1`;
      const config = JSON.parse(JSON.stringify({ id, managers: ['manager1'], timings: timingsReal, limits: limitsDefault })) as Json;
      const node = new NodeProcess(role, { id, config, directory: join(directory, id), listen: { http: 0, message: 0 } });
      nodes.set(id, node);
      const { http, message } = await node.up();
      peers[id] = { host: '127.0.0.1', httpPort: http, messagePort: message };
    }
    for (const node of nodes.values()) node.say({ do: 'peers', peers });
    gateway = `http://127.0.0.1:${String(peers['gateway1']?.httpPort)}`;
  });

  after(async () => {
    over.abort();
    await working.catch(() => undefined);
    for (const node of nodes.values()) await node.kill();
    front.end();
    await ours.end();
    await kubernetes.end();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Again until it is taken: what is still under way refuses the next step. */
  async function carryOut({ op, args }: Errand): Promise<void> {
    const operation = reference.operations.find(({ name }) => name === op);
    if (operation === undefined) throw new RangeError(op);
    let last = '';
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const { path, ...request } = operation.encode(args, `k${++calls}`);
      const answer = await fetch(gateway + path, request);
      const { status } = answer;
      const text = await answer.text();
      const body = parseJson(text) ?? null;
      last = `${status} ${text}`;
      if (operation.outcome({ status, headers: {}, body, failure: null }) === 'ok') return;
      await setTimeout(PAUSE_MILLIS);
    }
    throw new Error(`${op} ${JSON.stringify(args)}: ${last}`);
  }

  async function ownedIn(cluster: Connection): Promise<readonly string[]> {
    const found: string[] = [];
    for (const { apiVersion, kind } of resourceTypes)
      found.push(...listedObjects((await call(cluster, readRequest(kindPath(apiVersion, kind) + ownedQuery))).body).map(() => kind));
    return found.toSorted();
  }

  it('brings a deployment up there and here alike, and takes it away again', async () => {
    const life = reference.canary('k').filter(({ op }) => op !== 'audit.read');
    const ready = life.findIndex(({ op }) => op === 'deployment-intent-group.ready');
    for (const errand of life.slice(0, ready + 1)) await carryOut(errand);
    const there = await ownedIn(kubernetes);
    expect(there).to.include.members(['ConfigMap', 'Deployment', 'Namespace', 'Service']);
    expect(there).to.deep.equal(await ownedIn(ours));
    for (const errand of life.slice(ready + 1)) await carryOut(errand);
    await nothingLeft();
  });

  it('lives a whole life of every kind on it, killed and started again in the middle', async () => {
    const life = lifeOf(namesOf('w'));
    const seen = new Set<string>();
    for (const [index, errand] of life.entries()) {
      if (index === beginOf(namesOf('w'), 'cycle')) await kubernetes.restart();
      await carryOut(errand);
      for (const kind of await ownedIn(kubernetes)) seen.add(kind);
    }
    expect([...seen]).to.include.members(['Namespace', 'ConfigMap', 'Deployment', 'Service', 'ResourceQuota', 'NetworkPolicy', 'Network']);
    await nothingLeft();
  });

  async function nothingLeft(): Promise<void> {
    for (let tries = 0; tries < TRIES_MAX && (await ownedIn(kubernetes)).length > 0; tries++) await setTimeout(PAUSE_MILLIS);
    expect([await ownedIn(kubernetes), await ownedIn(ours)]).to.deep.equal([[], []]);
  }
});

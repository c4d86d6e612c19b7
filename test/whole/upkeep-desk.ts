// For tests: the whole orchestrator, in either world, with two gateways and two managers in reserve, and callers written one line after the other: each is a
// generator that yields what it wants (a request, a pause, a hand on the world) and gets the answer.
import { fileURLToPath } from 'node:url';
import { reference } from '../../scenarios/systems/reference/reference.js';
import type { Answer, Errand, Hand, Topology, Trial } from '../../src/contract/index.js';
import { startProcesses } from '../../src/core/processes/index.js';
import { hostOf, simulate } from '../../src/core/simulator/index.js';
import {
  type Config,
  correctRules,
  limitsDefault,
  machineOf,
  type Role,
  type Rules,
  timingsDefault,
  timingsReal,
} from '../../src/orchestrator/index.js';
import {
  asObject,
  bytesOf,
  type Json,
  type JsonObject,
  type Machine,
  type Micros,
  type NodeId,
  type Request,
} from '../../src/world/index.js';

type Want = { readonly to: NodeId; readonly request: Request } | { readonly wait: Micros } | { readonly hand: Hand };
export type Caller<T = void> = Generator<Want, T, Answer | null>;

const ms = 1_000;
const attemptsMax = 30;
const callTimeout = 4_000 * ms;
const retryPause = 50 * ms;
const pollPause = 100 * ms;
const pollsMax = 600;
const stepsMax = 2_000_000;

export const founders = ['manager1', 'manager2', 'manager3'];
export const spares = ['manager4', 'manager5'];
export const managers = [...founders, ...spares];
export const gateways = ['gateway1', 'gateway2'];
export const syncers = ['syncer1', 'syncer2'];
export const clusters = ['cluster1', 'cluster2'];

const lossy = (one: string, other: string) =>
  [one, other].map((from) => ({ from, to: from === one ? other : one, kind: 'lossy' as const }));
const stream = (from: string, to: string) => ({ from, to, kind: 'stream' as const });
const role = (name: string) => (id: string) => ({ id, role: name });

const topology: Topology = {
  nodes: [
    ...gateways.map(role('gateway')),
    ...managers.map(role('manager')),
    ...syncers.map(role('syncer')),
    ...clusters.map(role('cluster')),
  ],
  links: [
    ...gateways.map((gateway) => stream('client', gateway)),
    ...managers.flatMap((one, nth) => managers.slice(nth + 1).flatMap((other) => lossy(one, other))),
    ...[...gateways, ...syncers].flatMap((node) => managers.flatMap((manager) => lossy(node, manager))),
    ...syncers.flatMap((syncer) => clusters.map((cluster) => stream(syncer, cluster))),
  ],
  envelope: [],
};

function configOf(id: NodeId, timings: Config['timings']): Json {
  const config: Config = { id, managers: founders, join: spares.includes(id), timings, limits: { ...limitsDefault, logEntriesMax: 64 } };
  return config as unknown as Json;
}

export class UpkeepDesk {
  readonly trial: Trial;
  readonly wiped: Set<NodeId>;
  /** Names of documents whose create was acknowledged, and not their delete. */
  readonly acknowledged = new Set<string>();
  /** Calls that were given up, in words. */
  readonly failed: string[] = [];
  readonly down = new Map<NodeId, string>();
  attemptsMost = 0;
  /** From the first attempt to the answer. */
  longest: Micros = 0;
  private keys = 0;
  private ids = 0;
  private isOver = false;
  private isQuiet = false;
  private readonly waiting = new Map<number, Caller>();
  private readonly alarms: { readonly at: Micros; readonly caller: Caller }[] = [];

  /** @param wiped nodes that find an empty disk at their next start; in the simulator alone */
  constructor(trial: Trial, wiped = new Set<NodeId>()) {
    this.trial = trial;
    this.wiped = wiped;
  }

  static simulated(seed: string, rules: Rules = correctRules): UpkeepDesk {
    const wiped = new Set<NodeId>();
    const nodes = topology.nodes.map((node) => ({
      ...node,
      config: configOf(node.id, timingsDefault),
      open: () => hostOf(forgetful(machineOf(node.role as Role, rules), () => wiped.delete(node.id))),
    }));
    return new UpkeepDesk(simulate({ topology, seed, nodes }), wiped);
  }

  static async real(directory: string): Promise<UpkeepDesk> {
    const main = fileURLToPath(new URL('../../src/orchestrator/main/node.js', import.meta.url));
    const nodes = topology.nodes.map((node) => ({
      ...node,
      config: configOf(node.id, timingsReal),
      command: [process.execPath, main, '--role', node.role],
      serves: { http: node.role === 'gateway' || node.role === 'cluster', message: node.role !== 'cluster' },
      hosted: () => hostOf(machineOf(node.role as Role, correctRules)),
    }));
    return new UpkeepDesk(await startProcesses({ topology, nodes, seed: 'upkeep', directory, toxiproxy: 'embedded' }));
  }

  /** Runs the callers side by side until `main` is done; the others are left where they are. */
  async run(main: Caller, ...others: readonly Caller[]): Promise<void> {
    this.isOver = false;
    for (const caller of [this.toTheEnd(main), ...others]) this.go(caller, null);
    for (let steps = 0; !this.isOver; steps++) {
      if (steps > stepsMax) throw new Error('upkeep: no end');
      await this.hear();
    }
    this.waiting.clear();
    this.alarms.length = 0;
  }

  private *toTheEnd(main: Caller): Caller {
    yield* main;
    this.isOver = true;
  }

  private async hear(): Promise<void> {
    this.alarms.sort((a, b) => a.at - b.at);
    const next = this.alarms[0];
    const happening = await this.trial.next(next?.at ?? this.trial.now + 60_000 * ms);
    if (happening.is === 'answer') {
      const caller = this.waiting.get(happening.id);
      this.waiting.delete(happening.id);
      if (caller !== undefined) this.go(caller, happening.answer);
    } else if (happening.is === 'down') this.down.set(happening.node, happening.why);
    else if (happening.is === 'up') this.down.delete(happening.node);
    else if (happening.is === 'tick' && next !== undefined) {
      this.alarms.shift();
      this.go(next.caller, null);
    }
  }

  private go(caller: Caller, answer: Answer | null): void {
    for (;;) {
      const { done, value } = caller.next(answer);
      if (done === true) return;
      if ('hand' in value) {
        this.trial.do(value.hand);
        continue;
      }
      if ('wait' in value) return void this.alarms.push({ at: this.trial.now + value.wait, caller });
      const id = ++this.ids;
      this.waiting.set(id, caller);
      return this.trial.do({ do: 'request', id, to: value.to, request: value.request, timeout: callTimeout, direct: false });
    }
  }

  /** Asks until it is answered with a decision: with one key, at one gateway after the other, as a client does. */
  *ask(method: string, path: string, body: Json | Request = null): Caller<Answer> {
    const key = `upkeep-${++this.keys}`;
    const headers = { 'content-type': 'application/json', ...(method === 'GET' ? {} : { 'idempotency-key': key }) };
    const request = isRequest(body) ? body : { method, path, headers, body: body === null ? null : bytesOf(JSON.stringify(body)) };
    const begun = this.trial.now;
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      const answer = yield { to: gateways[attempt % gateways.length] as NodeId, request };
      this.attemptsMost = Math.max(this.attemptsMost, attempt);
      if (answer !== null && answer.status !== null && answer.status < 500) {
        this.longest = Math.max(this.longest, this.trial.now - begun);
        return answer;
      }
      yield { wait: retryPause };
    }
    this.failed.push(`${method} ${path}`);
    return { status: null, headers: {}, body: null, failure: 'timeout' };
  }

  *errands(all: readonly Errand[]): Caller {
    for (const { op, args } of all) {
      const operation = reference.operations.find(({ name }) => name === op);
      if (operation === undefined) throw new RangeError(`no operation ${op}`);
      for (let time = 0; ; time++) {
        // A refusal is remembered under its key.
        const request = operation.encode(args, `upkeep-${++this.keys}`);
        const { status } = yield* this.ask(request.method, request.path, request as unknown as Json);
        if (status !== null && status < 300) break;
        if (time > 50) throw new Error(`${op}: ${String(status)}`);
        yield { wait: pollPause };
      }
    }
  }

  /** Makes documents, deletes some of them, reads them back; until it is told to stop. */
  *load(lane: string): Caller {
    for (let nth = 0; !this.isQuiet; nth++) {
      const name = `${lane}-${nth}`;
      const made = yield* this.ask('POST', '/v2/projects', { metadata: { name } });
      if (made.status === 201) this.acknowledged.add(name);
      else if (made.status !== null) this.failed.push(`POST ${name}: ${made.status}`);
      const read = yield* this.ask('GET', `/v2/projects/${name}`);
      if (read.status !== 200) this.failed.push(`GET ${name}: ${String(read.status)}`);
      if (nth % 3 === 2) {
        const gone = yield* this.ask('DELETE', `/v2/projects/${name}`);
        if (gone.status === 204) this.acknowledged.delete(name);
      }
      yield { wait: 20 * ms };
    }
  }

  *until(what: string, holds: () => Caller<boolean> | boolean): Caller {
    for (let poll = 0; poll < pollsMax; poll++) {
      const found = holds();
      if (typeof found === 'boolean' ? found : yield* found) return;
      yield { wait: pollPause };
    }
    throw new Error(`upkeep: never ${what}`);
  }

  /** Asks a node to end, waits until it halts, starts it again and gives it a moment. */
  *restart(node: NodeId): Caller {
    yield { hand: { do: 'node', node, act: 'end' } };
    yield* this.until(`${node} halts`, () => this.down.get(node) === 'end');
    yield { wait: 100 * ms };
    yield { hand: { do: 'node', node, act: 'start' } };
    yield { wait: 1_000 * ms };
  }

  *get(path: string): Caller<JsonObject> {
    const { body } = yield* this.ask('GET', path);
    return asObject(body) ?? {};
  }

  /** Every name of a manager that decides. */
  *deciders(): Caller<readonly string[]> {
    const { members } = yield* this.get('/v2/managers');
    const all = (members ?? []) as unknown as readonly { readonly name: string; readonly role: string }[];
    return all.filter(({ role: plays }) => plays !== 'learner').map(({ name }) => name);
  }

  private *decides(name: NodeId): Caller<boolean> {
    return (yield* this.deciders()).includes(name);
  }

  private *accepts(method: string, path: string, body: Json): Caller<boolean> {
    return (yield* this.ask(method, path, body)).status === 202;
  }

  *add(name: NodeId): Caller {
    yield* this.until(`${name} may be added`, () => this.accepts('POST', '/v2/managers', { metadata: { name }, spec: {} }));
    yield* this.until(`${name} decides`, () => this.decides(name));
  }

  *remove(name: NodeId): Caller {
    yield* this.until(`${name} may be removed`, () => this.accepts('DELETE', `/v2/managers/${name}`, null));
  }

  /** Whether everything that is wanted on the clusters is there, and nothing else is owed. */
  *isSettled(): Caller<boolean> {
    const { contexts } = yield* this.get('/v2/inventory');
    const all = (contexts ?? []) as unknown as readonly {
      readonly items: readonly { readonly done: boolean; readonly ready: boolean; readonly want: string }[];
    }[];
    return all.every(({ items }) => items.every(({ done, ready, want }) => done && (ready || want === 'absent')));
  }

  /** Stops the load, and waits until it is over. */
  *quieten(): Caller {
    this.isQuiet = true;
    yield { wait: callTimeout };
  }

  *settle(): Caller {
    yield* this.until('settled', () => this.isSettled());
  }

  /** The names of the projects that are there. */
  *projects(): Caller<ReadonlySet<string>> {
    const { body } = yield* this.ask('GET', '/v2/projects');
    const all = (Array.isArray(body) ? body : []) as unknown as readonly { readonly metadata: { readonly name: string } }[];
    return new Set(all.map(({ metadata }) => metadata.name));
  }
}

function forgetful(machine: Machine<unknown>, isWiped: () => boolean): Machine<unknown> {
  return { ...machine, boot: (input, env) => machine.boot(isWiped() ? { ...input, disk: new Map() } : input, env) };
}

function isRequest(body: Json | Request): body is Request {
  return typeof body === 'object' && body !== null && 'method' in body && 'headers' in body;
}

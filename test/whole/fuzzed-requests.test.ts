// Goal: ten thousand malformed, misdirected and spoilt requests neither end a node nor leave anything behind: no document, no socket, no growing memory or file.
// Method: the reference orchestrator as real processes, asked directly at its gateway; requests are drawn from a seed; /proc tells of memory and sockets.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { reference } from '../../scenarios/systems/reference/reference.js';
import type { Trial } from '../../src/contract/index.js';
import { drawFrom } from '../../src/world/index.js';
import { drawRequest, type FuzzedRequest } from './draw-request.js';

const count = 10_000;
const atOnce = 32;
const warmUp = 3_000;
const megabyte = 1_048_576;
const markName = 'TOPPLE_TEST_MARK';
/** A leak of a few kilobytes a request would be several times this. */
const growthMax = 64 * megabyte;
const journalMax = 64 * megabyte;
const answerMillisMax = 15_000;
/** An orchestrator without a leader for a moment answers 503 and means the time; one that answers so again and again means the request. */
const asksMax = 10;
const pauseMillis = 1_000;

describe('fuzzed requests', function () {
  this.timeout(180_000);
  let directory: string;
  let trial: Trial;
  let gateway: URL;
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const unanswered: string[] = [];

  before(async function () {
    if (!existsSync('/proc/self/environ')) {
      process.stdout.write('    skipped, because there is no /proc here\n');
      return this.skip();
    }
    directory = mkdtempSync(join(tmpdir(), 'topple-fuzz-'));
    process.env[markName] = directory;
    const plan = { schema: 1, scenario: 'reference', system: 'reference', seed: 'fuzz', knobs: {}, steps: [] } as const;
    trial = await reference.open('real', plan, { defects: [], directory });
    gateway = new URL(trial.addresses?.get('gateway1') ?? '');
  });

  after(async () => {
    delete process.env[markName];
    agent.destroy();
    await trial?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** The status that came back; 0 when the connection ended without one, which is kept. */
  function send({ method, path, headers, body }: FuzzedRequest): Promise<number> {
    return new Promise((resolve) => {
      const { hostname, port } = gateway;
      // Of GET, DELETE and their like Node sends a body without its length; what comes of it late would meet the next request on the connection.
      const length = method === 'HEAD' || body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
      const sent = httpRequest(
        { agent, hostname, port, method, path, headers: { ...headers, ...length }, timeout: answerMillisMax },
        (response) => {
          response.resume();
          response.on('end', () => resolve(response.statusCode ?? 0));
          response.on('error', () => resolve(response.statusCode ?? 0));
        },
      );
      sent.on('timeout', () => sent.destroy());
      sent.on('error', (error: NodeJS.ErrnoException) => {
        unanswered.push(
          `${error.code ?? error.message}, ${sent.reusedSocket ? 'reused' : 'new'}: ${method} ${path.slice(0, 100)} with ${body.length} bytes, ${JSON.stringify(headers).slice(0, 200)}`,
        );
        resolve(0);
      });
      // A body of HEAD has no length, and would be read as the next request.
      sent.end(method === 'HEAD' ? '' : body);
    });
  }

  async function askPatiently(drawn: FuzzedRequest): Promise<number> {
    for (let asks = 1; ; asks++) {
      const status = await send(drawn);
      if (status !== 503 || asks === asksMax) return status;
      await setTimeout(pauseMillis);
    }
  }

  /** Bytes that are no HTTP; resolves when the other side is done with them. */
  function sendRaw(bytes: string): Promise<void> {
    return new Promise((resolve) => {
      const socket = connect(Number(gateway.port), gateway.hostname, () => socket.end(bytes));
      socket.setTimeout(2_000, () => socket.destroy());
      socket.resume();
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
    });
  }

  async function inventory(): Promise<string> {
    const answer = await fetch(new URL('/v2/inventory', gateway));
    expect(answer.status).to.equal(200);
    return JSON.stringify(((await answer.json()) as { readonly documents: unknown }).documents);
  }

  it('leave nothing and end nothing', async () => {
    await made('/v2/projects', { metadata: { name: 'p' } });
    await made('/v2/cluster-providers', { metadata: { name: 'c' } });
    const before = await inventory();
    const draw = drawFrom('fuzzed requests', 'plan');
    const statuses = new Map<number, number>();
    const wrong: string[] = [];
    let settled = { memory: 0, sockets: 0 };
    const one = async (index: number): Promise<void> => {
      const drawn = drawRequest(draw);
      if (typeof drawn === 'string') return sendRaw(drawn);
      const status = await askPatiently(drawn);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const changes = status < 300 && status > 0 && drawn.method !== 'GET' && drawn.method !== 'HEAD';
      if (status >= 500 || changes) wrong.push(`${index}: ${drawn.method} ${drawn.path.slice(0, 100)} is answered ${status}`);
    };
    for (let index = 0; index < count; index += atOnce) {
      await Promise.all(Array.from({ length: Math.min(atOnce, count - index) }, (_, nth) => one(index + nth)));
      if (index <= warmUp && index + atOnce > warmUp) settled = sizes(directory);
    }
    expect(wrong, 'answered with a 5xx, or taken').to.deep.equal([]);
    expect(await inventory()).to.equal(before);
    expect([...statuses.keys()]).to.include.members([200, 400, 404, 405, 415, 422]);
    expect(unanswered, 'not answered').to.deep.equal([]);
    agent.destroy();
    await setTimeout(1_000);
    const left = sizes(directory);
    expect(left.memory - settled.memory, 'memory grew').to.be.below(growthMax);
    expect(left.sockets - settled.sockets, 'open files grew').to.be.below(8);
    expect(bytesBelow(directory), 'files grew').to.be.below(journalMax);
    expect(nodesOf(directory), 'all nodes are there').to.have.length(reference.topology({}).nodes.length);
  });

  async function made(path: string, body: object): Promise<void> {
    const answer = await fetch(new URL(path, gateway), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).to.equal(201);
  }
});

/** The nodes of the orchestrator that carry our mark in their environment. */
function nodesOf(mark: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const isNode = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes('--role');
        return isNode && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`${markName}=${mark}`);
      } catch {
        return false;
      }
    });
}

/** Resident memory and open files of all nodes together. */
function sizes(directory: string): { readonly memory: number; readonly sockets: number } {
  const pids = nodesOf(directory);
  const memory = pids.map((pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024);
  const sockets = pids.map((pid) => readdirSync(`/proc/${pid}/fd`).length);
  return { memory: sum(memory), sockets: sum(sockets) };
}

/** What the nodes keep on their disks; the recordings of what they were asked grow with the asking. */
function bytesBelow(folder: string): number {
  return sum(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.parentPath.endsWith('disk'))
      .map((entry) => statSync(join(entry.parentPath, entry.name)).size),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

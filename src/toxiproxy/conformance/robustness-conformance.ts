import { expect } from 'chai';
import { startToxiproxy } from '../index.js';
import { seeded } from '../seeded.js';
import { ask } from './ask.js';
import type { Reply } from './ask.js';
import { Bed } from './bed.js';
import type { ToxicInput } from './bed.js';
import { FUZZED_PROXY, FUZZED_TOXIC, malformedRequest, rawRequests } from './malformed.js';
import { pause } from './peer.js';
import { rawStatus } from './raw-status.js';
import type { Subject, Target } from './target.js';

/** Malformed requests in all; what is strict is thrown everything by the comparison with the original. */
const REQUESTS = { embedded: 10_000, strict: 1000, original: 10_000 } as const;
/** Seeds of malformed requests that are answered in every way; many requests are several tests, each short enough for a busy machine. */
const SEED = 'malformed requests';
const SEEDS = [SEED, `${SEED} 3`, `${SEED} 4`, `${SEED} 5`];
/** After this many requests what they made is removed, and what they are about is made anew. */
const TIDY_EVERY = 100;
/** What the original answers meanwhile, before it is said to hang: far more than what hangs needs, however busy the machine is. */
const WATCHED_ANSWERS = 600;
/** Bytes that a toxic holds, more than one chunk, and how often one before it is changed; the first changes may come before the bytes. */
const HELD_BYTES = 1_000_000;
const HELD_CHANGES = 100;
const STALLED_BYTES = 24_000_000;
const BIND_OR_RESOLVE = /^(listen tcp|address |lookup )/;
const EXPECTED = [200, 201, 204, 301, 400, 403, 404, 405, 409, 417, 500];

/** What must not hang, die or leave anything behind, whatever it is told. What may kill a server is done to another one of its kind. */
export function robustnessConformance(target: Target): void {
  describe('a peer that does not read', () => stalledReaders(target));
  describe('numbers that nobody should say', () => wildNumbers(target));
  describe('malformed requests', () => malformedRequests(target));
}

function stalledReaders(target: Target): void {
  for (const stream of ['upstream', 'downstream'] as const) {
    it(`in the ${stream} direction: toxics are added, changed, removed and reset while it still does not read, or not even the first is added`, function () {
      return onAnother(target, this, async (server) => {
        const bed = await Bed.open(server.url, { echo: false });
        const { near, far } = await bed.pair();
        const [from, to] = stream === 'upstream' ? [near, far] : [far, near];
        to.socket.pause();
        from.socket.write(Buffer.alloc(STALLED_BYTES, 's'));
        await pause(150);
        const changes = changeAll(server.url, bed, stream);
        const isAnswered = await (target.isOriginal ? watched(server.url, changes) : changes);
        expect(isAnswered).to.equal(target.either('stalled reader', { original: false, embedded: true }));
        expect(to.length).to.equal(0);
        if (isAnswered) {
          to.socket.resume();
          await to.until(STALLED_BYTES);
        }
        bed.abandon();
      });
    });
  }

  it('a toxic is changed and removed while another one further on holds bytes, or hangs', function () {
    return onAnother(target, this, async (server) => {
      const bed = await Bed.open(server.url, { echo: false });
      await bed.toxic({ type: 'noop', name: 'before', stream: 'upstream' });
      const holding = await bed.toxic({ type: 'bandwidth', stream: 'upstream', attributes: { rate: 0 } });
      const { near, far } = await bed.pair();
      near.socket.write(Buffer.alloc(HELD_BYTES, 'h'));
      const changes = changeBefore(server.url, `/proxies/${bed.proxy.name}/toxics/before`);
      const isAnswered = await (target.isOriginal ? watched(server.url, changes) : changes);
      expect(isAnswered).to.equal(target.either('stalled reader', { original: false, embedded: true }));
      expect(far.length).to.equal(0);
      if (isAnswered) {
        await holding.remove();
        await far.until(HELD_BYTES);
      }
      bed.abandon();
    });
  });

  it('gets all that there is once it reads, through a toxic that came while it did not', async () => {
    const bed = await Bed.open(target.url, { echo: false });
    await bed.toxic({ type: 'noop', name: 'first', stream: 'upstream' });
    const { near, far } = await bed.pair();
    far.socket.pause();
    near.socket.write(Buffer.alloc(STALLED_BYTES, 's'));
    await pause(150);
    if (target.isOriginal) far.socket.resume();
    await bed.toxic({ type: 'noop', name: 'second', stream: 'upstream' });
    far.socket.resume();
    await far.until(STALLED_BYTES);
    await bed.close();
  });

  it('does not keep a proxy from being disabled, enabled and deleted', async () => {
    const bed = await Bed.open(target.url, { echo: false });
    const { near, far } = await bed.pair();
    far.socket.pause();
    near.socket.write(Buffer.alloc(STALLED_BYTES, 's'));
    await pause(100);
    expect((await bed.update({ enabled: false })).status).to.equal(200);
    await near.ended();
    expect((await bed.update({ enabled: true })).status).to.equal(200);
    expect((await send(target.url, 'DELETE', `/proxies/${bed.proxy.name}`)).status).to.equal(204);
    await bed.close();
  });
}

/** Whether changes are answered before the server has answered so many other requests. One that hangs fails when the server is killed. */
async function watched(url: string, changes: Promise<true>): Promise<boolean> {
  const others = async (): Promise<false> => {
    for (let answers = 0; answers < WATCHED_ANSWERS; answers += 1) expect((await send(url, 'GET', '/version')).status).to.equal(200);
    return false;
  };
  return Promise.race([changes.catch(() => false), others()]);
}

/** Changes a toxic many times, then removes it. */
async function changeBefore(url: string, path: string): Promise<true> {
  for (let index = 0; index < HELD_CHANGES; index += 1) {
    expect((await send(url, 'PATCH', path, { toxicity: 1 })).status).to.equal(200);
  }
  expect((await send(url, 'DELETE', path)).status).to.equal(204);
  return true;
}

/** Adds, changes, reads and removes toxics of all kinds, three times, and resets. */
async function changeAll(url: string, bed: Bed, stream: 'upstream' | 'downstream'): Promise<true> {
  const inputs: readonly ToxicInput[] = [
    { type: 'latency', attributes: { latency: 5 } },
    { type: 'slicer', attributes: { average_size: 100 } },
    { type: 'noop' },
    { type: 'bandwidth', attributes: { rate: 1 } },
    { type: 'limit_data', attributes: { bytes: STALLED_BYTES * 2 } },
    { type: 'slow_close', attributes: { delay: 5 } },
  ];
  const path = `/proxies/${bed.proxy.name}/toxics`;
  for (let round = 0; round < 3; round += 1) {
    for (const input of inputs) expect((await send(url, 'POST', path, { ...input, stream })).status).to.equal(200);
    for (const { type, attributes } of inputs) {
      expect((await send(url, 'PATCH', `${path}/${type}_${stream}`, { attributes })).status).to.equal(200);
    }
    expect((await send(url, 'GET', '/proxies')).status).to.equal(200);
    for (const { type } of inputs) expect((await send(url, 'DELETE', `${path}/${type}_${stream}`)).status).to.equal(204);
  }
  await send(url, 'POST', path, { type: 'latency', stream });
  expect((await send(url, 'POST', '/reset')).status).to.equal(204);
  return true;
}

function wildNumbers(target: Target): void {
  const deadly: readonly ToxicInput[] = [
    { type: 'bandwidth', attributes: { rate: -5 } },
    { type: 'slicer', attributes: { average_size: 0, size_variation: 0, delay: 0 } },
    { type: 'slicer', attributes: { average_size: 0, size_variation: 5, delay: 0 } },
    { type: 'slicer', attributes: { average_size: -1, size_variation: 0, delay: 0 } },
    { type: 'slicer', attributes: { average_size: 5, size_variation: 10, delay: -1 } },
    { type: 'slicer', attributes: { average_size: 10, size_variation: 10, delay: 0 } },
    { type: 'slicer', attributes: { average_size: 5, size_variation: 2 ** 40, delay: 0 } },
  ];
  const harmless: readonly ToxicInput[] = [
    { type: 'latency', attributes: { latency: -5, jitter: 0 } },
    { type: 'slow_close', attributes: { delay: -5 } },
    { type: 'bandwidth', attributes: { rate: 2 ** 40 } },
    { type: 'limit_data', attributes: { bytes: 2 ** 50 } },
    { type: 'slicer', attributes: { average_size: 2 ** 30, size_variation: 0, delay: 0 } },
  ];
  const passes = async (bed: Bed, input: ToxicInput): Promise<void> => {
    const { near, far } = await bed.pair();
    const toxic = await bed.toxic({ ...input, stream: 'upstream' });
    near.socket.write(Buffer.alloc(5000, 'w'));
    await pause(5);
    await toxic.remove();
    await far.until(5000);
    near.socket.destroy();
  };

  for (const input of harmless) {
    it(`${input.type} ${JSON.stringify(input.attributes)} is a toxic like others`, async () => {
      const bed = await Bed.open(target.url);
      await passes(bed, input);
      await bed.close();
    });
  }

  it('negative rates and slicers without a size end the process, or nothing', function () {
    return onAnother(target, this, async (server) => {
      const bed = await Bed.open(server.url);
      if (target.either('killing attributes', { original: false, embedded: true })) {
        for (const input of deadly) await passes(bed, input);
        return bed.close();
      }
      // One kind of death is enough: the others take seconds and gigabytes.
      await bed.toxic({ type: 'bandwidth', stream: 'upstream', attributes: { rate: -5 } });
      const { near } = await bed.pair();
      near.socket.write('x');
      await near.ended();
      const isAlive = (): Promise<boolean> =>
        ask(server.url, 'GET', '/version').then(
          () => true,
          () => false,
        );
      while (await isAlive()) await pause(5);
      bed.abandon();
    });
  });
}

function malformedRequests(target: Target): void {
  const seeds = target.kind === 'strict' ? [SEED] : SEEDS;
  const count = REQUESTS[target.kind] / seeds.length;
  for (const seed of seeds) {
    it(`${count} of every kind, by the seed "${seed}": an answer to each, 500 only for addresses, and all works afterwards`, function () {
      return onAnother(target, this, async ({ url }) => {
        const reference = target.isOriginal ? await startToxiproxy({ strict: true }) : undefined;
        try {
          const seen = await throwAt(url, reference?.url, { count, seed });
          // The requests are not all refused for one and the same reason.
          for (const status of [200, 201, 301, 400, 404, 405, 500]) expect(seen, `${status}`).to.include(status);
        } finally {
          await reference?.close();
        }
        await tidy(url);
        await send(url, 'DELETE', `/proxies/${FUZZED_PROXY}`);
        expect(await addressable(url)).to.deep.equal([]);
        await works(url);
      });
    });
  }

  it(`${rawRequests().length} that are hardly HTTP: no 500, and all works afterwards`, function () {
    return onAnother(target, this, async ({ url }) => {
      for (const bytes of rawRequests()) expect(await rawStatus(url, bytes), bytes.slice(0, 100)).to.not.equal(500);
      await works(url);
    });
  });
}

interface Throws {
  readonly count: number;
  readonly seed: string;
}

/** Sends malformed requests to a server and, but for those on which the two may differ, to another that must answer the same. @returns the statuses */
async function throwAt(url: string, reference: string | undefined, { count, seed }: Throws): Promise<ReadonlySet<number>> {
  const draw = seeded(seed);
  const seen = new Set<number>();
  for (let index = 0; index < count; index += 1) {
    const { method, path, body, headers, deviation } = malformedRequest(draw);
    if (index % TIDY_EVERY === 0) for (const each of [url, reference]) if (each !== undefined) await tidy(each);
    if (reference !== undefined && deviation !== undefined) continue;
    const [reply, other] = await Promise.all([
      ask(url, method, path, { body, headers }),
      reference === undefined ? undefined : ask(reference, method, path, { body, headers }),
    ]);
    const said = `${method} ${path} ${JSON.stringify(headers).slice(0, 80)} ${body?.toString().slice(0, 300) ?? ''}`;
    seen.add(reply.status);
    expect(EXPECTED, `${said} → ${reply.status}`).to.include(reply.status);
    if (reply.status === 500) expect((JSON.parse(reply.text) as { error: string }).error, said).to.match(BIND_OR_RESOLVE);
    if (other === undefined) continue;
    // Successes name ports, which each server takes for itself.
    if (reply.status < 400) expect(other.status, said).to.equal(reply.status);
    else expect(other, said).to.deep.equal(reply);
  }
  return seen;
}

/** Does the work on another server of the same kind, which is closed however the work ends; skips the test where there can be none. */
async function onAnother(target: Target, test: Mocha.Context, work: (server: Subject) => Promise<void>): Promise<void> {
  if (target.another === undefined) return test.skip();
  const server = await target.another();
  try {
    await work(server);
  } finally {
    await server.close();
  }
}

function send(url: string, method: string, path: string, body?: unknown): Promise<Reply> {
  return ask(url, method, path, { body: body === undefined ? undefined : JSON.stringify(body) });
}

async function addressable(url: string): Promise<readonly string[]> {
  const names = Object.keys(JSON.parse((await ask(url, 'GET', '/proxies')).text) as object);
  return names.filter((name) => !name.includes('/') && name !== '.' && name !== '..');
}

/** Removes every proxy that can be, and makes the one that requests are about. */
async function tidy(url: string): Promise<void> {
  for (const name of await addressable(url)) await ask(url, 'DELETE', `/proxies/${encodeURIComponent(name)}`);
  await send(url, 'POST', '/proxies', { name: FUZZED_PROXY, upstream: 'x:1', listen: '127.0.0.1:0' });
  await send(url, 'POST', `/proxies/${FUZZED_PROXY}/toxics`, { type: 'latency', name: FUZZED_TOXIC });
}

async function works(url: string): Promise<void> {
  const bed = await Bed.open(url);
  await bed.toxic({ type: 'latency', attributes: { latency: 1 } });
  const { near } = await bed.pair();
  near.socket.write('hello');
  await near.until(5);
  await bed.close();
}

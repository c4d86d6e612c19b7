import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type { Toxic } from 'toxiproxy-node-client';
import { Bed, toxicBody } from './bed.js';
import type { ToxicInput } from './bed.js';
import { pause } from './peer.js';
import type { Target } from './target.js';

const MEGABYTE = 1_000_000;
const CONNECTIONS = 300;
/** How many of the clients are there at a time. */
const LANES = 5;
/** Volumes are cut by this for the strict server, which brings bytes by the same code. */
const STRICT_SHARE = 4;

/** Every byte arrives, in order, through each toxic that loses nothing and while toxics come and go. */
export function integrityConformance(target: Target): void {
  let bed: Bed;
  beforeEach(async () => (bed = await Bed.open(target.url)));
  afterEach(() => bed.close());
  const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
  const expectSame = async (bytes: Buffer, during: () => Promise<void> = async () => undefined): Promise<void> => {
    const { near, far } = await bed.pair();
    near.socket.write(bytes);
    await during();
    await near.until(bytes.length);
    expect(digest(far.received())).to.equal(digest(bytes));
    expect(digest(near.received())).to.equal(digest(bytes));
  };

  const share = (bytes: number): number => (target.kind === 'strict' ? bytes / STRICT_SHARE : bytes);
  const lossless: readonly (readonly [bytes: number, input: ToxicInput])[] = [
    [8 * MEGABYTE, { type: 'noop' }],
    [8 * MEGABYTE, { type: 'latency', attributes: { latency: 20, jitter: 20 } }],
    [4 * MEGABYTE, { type: 'bandwidth', attributes: { rate: 20_000 } }],
    [8 * MEGABYTE, { type: 'slow_close', attributes: { delay: 50 } }],
    [4 * MEGABYTE, { type: 'slicer', attributes: { average_size: 4096, size_variation: 2048, delay: 0 } }],
    [8 * MEGABYTE, { type: 'limit_data', attributes: { bytes: 8 * MEGABYTE + 1 } }],
  ];
  for (const [whole, input] of lossless) {
    const length = share(whole);
    it(`brings ${length} bytes through ${input.type} both ways`, async () => {
      for (const stream of ['upstream', 'downstream'] as const) await bed.toxic({ ...input, stream });
      await expectSame(pattern(length));
    });
  }

  const churned: readonly ToxicInput[] = [
    { type: 'latency', attributes: { latency: 15, jitter: 10 } },
    { type: 'bandwidth', attributes: { rate: 40_000 } },
    { type: 'slicer', attributes: { average_size: 9000, size_variation: 3000, delay: 0 } },
    { type: 'noop' },
    { type: 'bandwidth', name: 'partition', attributes: { rate: 0 } },
    { type: 'slow_close', attributes: { delay: 5 } },
  ];
  const holding = churned.findIndex(({ name }) => name === 'partition');
  /** Adds and changes each of them, in either stream, and takes them away again, the first and the last alternately. */
  const churn = async (rounds: number): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      const toxics: Toxic<Readonly<Record<string, number>>>[] = [];
      for (const [index, input] of churned.entries()) {
        const stream = (index + round) % 2 === 0 ? 'upstream' : 'downstream';
        toxics.push(await bed.toxic({ ...input, stream }));
        await pause(3);
        await toxics.at(-1)?.update(toxicBody({ ...input, stream }));
      }
      // What stands before a toxic that holds bytes can be removed from the original only after it: see the table of deviations.
      if (target.isOriginal) await toxics.splice(holding, 1)[0]?.remove();
      while (toxics.length > 0) await (toxics.length % 2 === 0 ? toxics.shift() : toxics.pop())?.remove();
    }
  };

  // With more under way than sockets hold, the original hangs when its toxics are changed: see the table of deviations.
  const megabytes = target.isOriginal ? 1 : share(24);
  it(`brings ${megabytes} megabytes both ways while toxics are added, changed and removed`, () =>
    expectSame(pattern(megabytes * MEGABYTE), () => churn(4)));

  // CloseRace, ToxicAddRemove
  it(`brings what each of ${share(CONNECTIONS)} clients wrote before it closed, while toxics are added and removed`, async () => {
    await bed.close();
    bed = await Bed.open(target.url, { echo: false });
    let isOver = false;
    const changes = (async (): Promise<void> => {
      while (!isOver) for (const type of ['noop', 'latency']) await (await bed.toxic({ type, stream: 'upstream' })).remove();
    })();
    const clients = share(CONNECTIONS);
    const lane = async (first: number): Promise<void> => {
      for (let index = first; index < clients; index += LANES) {
        const near = await bed.dial();
        near.socket.end(`client ${index}`);
        await near.ended();
        near.socket.destroy();
      }
    };
    await Promise.all(Array.from({ length: LANES }, (_, first) => lane(first))).finally(() => (isOver = true));
    await changes;
    const heard = new Set<string>();
    for (let index = 0; index < clients; index += 1) {
      const far = await bed.upstream.accepted(index);
      expect(await far.ended()).to.equal('end');
      heard.add(far.received().toString());
    }
    expect(heard.size).to.equal(clients);
  });
}

/** Bytes that never repeat at a distance that a lost or swapped chunk could hide behind. */
function pattern(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let offset = 0; offset + 4 <= length; offset += 4) bytes.writeUInt32LE(offset, offset);
  return bytes;
}

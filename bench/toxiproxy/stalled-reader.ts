import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { percentile, type Row } from '../row.js';
import { Subject } from './subject.js';

const unreadBytes = 24_000_000;
const rounds = 20;
const settleMillis = 300;

/** How long the API takes to answer while a client has data that it never reads. */
export async function stalledReader(): Promise<readonly Row[]> {
  const accepted: Socket[] = [];
  const source = createServer((socket) => {
    accepted.push(socket.on('error', () => undefined));
    socket.write(Buffer.alloc(unreadBytes));
  }).listen(0, '127.0.0.1');
  await once(source, 'listening');
  const subject = await Subject.embedded();
  const client = connect({ port: await subject.proxy('stalled', (source.address() as AddressInfo).port), host: '127.0.0.1' }).pause();
  try {
    await setTimeout(settleMillis);
    const millis: Record<string, number[]> = {};
    for (let round = 0; round < rounds; round += 1) for (const [what, took] of await changeOnce(subject)) (millis[what] ??= []).push(took);
    return Object.entries(millis).map(([what, times]) => ({
      what: `a client that never reads: ${what}, slowest of ${times.length}`,
      value: percentile(times, 100),
      unit: 'ms',
      target: '< 100',
    }));
  } finally {
    subject.close();
    for (const socket of [client, ...accepted]) socket.destroy();
    source.close();
  }
}

async function changeOnce(subject: Subject): Promise<readonly (readonly [what: string, millis: number])[]> {
  const timed = async (method: string, path: string, body?: unknown): Promise<number> => {
    const begun = performance.now();
    await subject.ask(method, path, body);
    return performance.now() - begun;
  };
  const toxics = '/proxies/stalled/toxics';
  return [
    ['adding a toxic', await timed('POST', toxics, { type: 'latency', attributes: { latency: 10 } })],
    ['changing it', await timed('PATCH', `${toxics}/latency_downstream`, { attributes: { latency: 20 } })],
    ['removing it', await timed('DELETE', `${toxics}/latency_downstream`)],
    ['reset', await timed('POST', '/reset')],
  ];
}

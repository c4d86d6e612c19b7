import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { request, response } from './origin.js';

const readBytes = 256 * 1024;

/** What clients saw that each sent one request after the other. */
export interface Served {
  readonly requests: number;
  readonly perSecond: number;
  /** How long each request took, in microseconds, in no order. */
  readonly micros: readonly number[];
}

/** So many clients ask on connections that they keep, so often in all: a count and not a time, so that a busy machine changes how long it takes and not what is done. */
export async function requests(port: number, clients: number, count: number): Promise<Served> {
  const micros: number[] = [];
  const begun = performance.now();
  await Promise.all(Array.from({ length: clients }, () => ask(port, () => micros.length + clients <= count, micros)));
  return { requests: micros.length, perSecond: micros.length / ((performance.now() - begun) / 1_000), micros };
}

/** Bytes a second that come from a server that sends without end, and how long the first took. */
export async function bulk(port: number, bytesMax: number): Promise<number> {
  let come = 0;
  let begun = 0;
  const socket = dial(port, (bytes) => {
    if (come === 0) begun = performance.now();
    come += bytes;
    if (come >= bytesMax) socket.destroy();
  });
  await once(socket, 'close');
  return come / ((performance.now() - begun) / 1_000);
}

async function ask(port: number, isMore: () => boolean, micros: number[]): Promise<void> {
  let come = 0;
  let askedMillis = 0;
  const next = (nowMillis: number): void => {
    askedMillis = nowMillis;
    socket.write(request);
  };
  const socket = dial(port, (bytes) => {
    come += bytes;
    if (come < response.length) return;
    come = 0;
    const now = performance.now();
    micros.push((now - askedMillis) * 1_000);
    if (isMore()) next(now);
    else socket.destroy();
  });
  await once(socket, 'connect');
  next(performance.now());
  await once(socket, 'close');
}

/** Reads into one buffer again and again, so that the client costs little. */
function dial(port: number, come: (bytes: number) => void): Socket {
  const onread = {
    buffer: Buffer.allocUnsafe(readBytes),
    callback: (bytes: number): boolean => {
      come(bytes);
      return true;
    },
  };
  return connect({ port, host: '127.0.0.1', noDelay: true, onread });
}

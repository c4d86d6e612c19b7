import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Address } from './address.js';
import { ApiError } from './api-error.js';
import { bindError } from './door.js';
import type { Door } from './door.js';
import { limits } from './limits.js';

type Said = Address | { readonly code: string };

/** Whether this system can have black holes; elsewhere a full queue of a listener may refuse instead of staying silent. */
export const canBlackHole = process.platform === 'linux';

/**
 * Listens where connecting never ends: the queue of the listener is full, so that the kernel answers no more SYN. When it is closed and another
 * listens there, clients that still wait get through, because they ask again.
 *
 * @throws Error when the address cannot be bound, ApiError 501 when this system lets clients in all the same; then nothing is left
 */
export async function openBlackHole(address: Address): Promise<Door> {
  const gate = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  // Of the options of this process, some would keep the worker from starting.
  const worker = new Worker(new URL('black-hole-worker.js', import.meta.url), { workerData: { ...address, gate }, execArgv: [] });
  worker.unref();
  const gone = once(worker, 'exit').catch(() => undefined);
  const [said] = (await once(worker, 'message')) as [Said];
  if ('code' in said) throw bindError(address, said.code);
  const fillers: Socket[] = [];
  const close = async (): Promise<void> => {
    // Until it is gone it keeps the process alive, for whoever waits for that.
    worker.ref();
    for (const filler of fillers) filler.destroy();
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
    await gone;
  };
  if (await isFilled(said, fillers)) return { address: said, close };
  await close();
  throw new ApiError(501, 'accept blackhole does not work on this system: it lets clients in');
}

/** Fills the queue; says whether one more then stays without an answer. */
async function isFilled(address: Address, fillers: Socket[]): Promise<boolean> {
  while (fillers.length < limits.fillersMax) {
    const filler = connect(address).unref();
    filler.on('error', () => undefined);
    fillers.push(filler);
    await Promise.race([once(filler, 'connect').catch(() => undefined), pause(limits.fillerMillis, undefined, { ref: false })]);
    // What has happened meanwhile on a busy machine is heard before the answer counts as missing.
    await turn();
    await turn();
    if (filler.connecting) {
      filler.destroy();
      return true;
    }
  }
  return false;
}

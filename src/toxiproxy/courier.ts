import type { Socket } from 'node:net';
import { Alarm } from './alarm.js';
import { Conversation } from './http/conversation.js';
import { limits } from './limits.js';
import type { Source } from './source.js';

/** A whole request to be delivered on a connection of its own. */
export interface Errand {
  readonly request: Buffer;
  readonly delayMillis: number;
  /** Called when it is on its way. */
  readonly handed: () => void;
  /** Called with the whole final response; undefined: there was none, or one without a known end. */
  readonly answered?: (response: Buffer | undefined) => void;
}

interface Waiting {
  readonly owner: object;
  readonly alarm: Alarm;
  go(): void;
}

/** Delivers requests to the upstream of a proxy, apart from all connections of clients. */
export class Courier {
  readonly #dial: () => Source | undefined;
  readonly #waiting = new Set<Waiting>();
  readonly #sockets = new Set<Socket>();

  constructor(dial: () => Source | undefined) {
    this.#dial = dial;
  }

  /** @returns whether there was room for another errand */
  send(owner: object, errand: Errand): boolean {
    if (this.#waiting.size + this.#sockets.size >= limits.errandsMax) return false;
    const go = (): void => {
      waiting.alarm.stop();
      this.#waiting.delete(waiting);
      this.#deliver(errand);
    };
    const dueMillis = performance.now() + errand.delayMillis;
    const ring = (): void => (performance.now() < dueMillis ? waiting.alarm.set(dueMillis) : go());
    const waiting: Waiting = { owner, alarm: new Alarm(ring), go };
    this.#waiting.add(waiting);
    ring();
    return true;
  }

  /** What waits for its time and was sent by that owner goes now. */
  hurry(owner: object): void {
    for (const waiting of [...this.#waiting]) if (waiting.owner === owner) waiting.go();
  }

  /** Forgets all errands, those under way included. */
  stop(): void {
    for (const { alarm } of this.#waiting) alarm.stop();
    this.#waiting.clear();
    for (const socket of this.#sockets) socket.destroy();
  }

  #deliver({ request, handed, answered }: Errand): void {
    const source = this.#dial();
    if (source === undefined) {
      answered?.(undefined);
      return;
    }
    const { socket } = source;
    this.#sockets.add(socket);
    let response: Buffer | undefined;
    socket.on('connect', handed);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      answered?.(response);
    });
    socket.setTimeout(limits.errandMillisMax, () => socket.destroy());
    readResponse(source, request, (whole) => {
      response = whole;
      socket.destroy();
    });
    socket.write(request);
  }
}

/** Calls back once the final response is whole, or with undefined when it is no HTTP. */
function readResponse(source: Source, request: Buffer, done: (response: Buffer | undefined) => void): void {
  const conversation = new Conversation(() => undefined);
  for (const { part } of conversation.read('upstream', request)) if (part !== undefined) conversation.handedOn('upstream', part);
  const parts: Buffer[] = [];
  let length = 0;
  const take = (data: Buffer): void => {
    for (const { bytes, part } of conversation.read('downstream', data)) {
      if (part?.isInterim === true) continue;
      length += bytes.length;
      if (part === undefined || length > limits.httpCopyBytesMax) {
        done(undefined);
        return;
      }
      parts.push(bytes);
      if (!part.isLast) continue;
      done(Buffer.concat(parts));
      return;
    }
  };
  source.read((data) => {
    take(data);
    return false;
  });
}

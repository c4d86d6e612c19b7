import type { Socket } from 'node:net';
import { forgetOldest } from './activity.js';
import type { Activity } from './activity.js';
import { formatAddress } from './address.js';
import type { Courier } from './courier.js';
import type { Did } from './did.js';
import { Framing } from './framing.js';
import type { Exchange } from './http/exchange.js';
import { hitRequest } from './hit-request.js';
import type { Journal } from './journal.js';
import { limits } from './limits.js';
import { Link } from './link.js';
import type { LinkHost } from './link.js';
import { accepted } from './source.js';
import type { Source } from './source.js';
import type { Deed } from './stage-host.js';
import type { Stream } from './stream.js';
import { Tally } from './tally.js';
import { isHttp, isIn, picks } from './toxic.js';
import type { Toxic } from './toxic.js';

const NOTHING = Buffer.alloc(0);
const STREAMS: readonly Stream[] = ['upstream', 'downstream'];

export interface ConnectionOptions {
  /** The accepted socket, paused. */
  readonly client: Socket;
  /** The dialled socket, connected. */
  readonly server: Source;
  readonly proxy: string;
  readonly journal: Journal;
  /** The seed of its proxy's draws. */
  readonly seed: string;
  /** Which connection of its proxy this is, from 1. */
  readonly ordinal: number;
  readonly strict: boolean;
  readonly courier: Courier;
  readonly activity: Activity;
  readonly toxics: readonly Toxic[];
  /** Called once, when both sockets are closed. */
  readonly gone: (connection: Connection) => void;
}

/** What `GET /connections` tells about an open connection. */
export interface ConnectionReport {
  /** No other connection of the server has it. */
  readonly id: number;
  readonly proxy: string;
  /** The address of the client's socket. */
  readonly client: string;
  /** When it was joined to the upstream, Unix time in milliseconds. */
  readonly openedMs: number;
  /** Bytes received from the client and from the upstream server. */
  readonly bytesUpstream: number;
  /** @see bytesUpstream */
  readonly bytesDownstream: number;
  /** How often each toxic did something to it, by name; of the latest `limits.connectionToxicNamesMax`. */
  readonly toxics: Readonly<Record<string, number>>;
}

/** A client, the server it was joined to, and the two links between them, which know each other through it. */
export class Connection {
  readonly #sockets: readonly [client: Socket, server: Socket];
  readonly #links: Readonly<Record<Stream, Link>>;
  readonly #id: number;
  readonly #proxy: string;
  readonly #address: string;
  readonly #openedMs = Date.now();
  readonly #journal: Journal;
  readonly #activity: Activity;
  readonly #tally = new Tally();
  readonly #shared = new WeakMap<object, unknown>();
  /** The toxics that need HTTP to be read, and the reading, while there are any. */
  readonly #readers = new Set<Toxic>();
  #framing: Framing | undefined;
  readonly #strict: boolean;
  /** Strictly, what was opened with a `reset_peer` there ends with a reset for ever, and nothing else does: the original sets a linger of 0 at that moment. */
  readonly #lingers: boolean;
  readonly #touches = new Map<string, number>();

  constructor({ client, server, proxy, journal, seed, ordinal, strict, courier, activity, toxics, gone }: ConnectionOptions) {
    this.#sockets = [client, server.socket];
    this.#id = journal.newConnection();
    this.#proxy = proxy;
    this.#address = formatAddress({ host: client.remoteAddress ?? '', port: client.remotePort ?? 0 });
    this.#journal = journal;
    this.#activity = activity;
    this.#strict = strict;
    this.#lingers = strict && toxics.some((toxic) => toxic.kind.lingers === true);
    const host = this.#host(`${seed}/${ordinal}`, ordinal, courier);
    this.#links = {
      upstream: new Link({ stream: 'upstream', source: accepted(client), sink: server.socket, host }),
      downstream: new Link({ stream: 'downstream', source: server, sink: client, host }),
    };
    let open = this.#sockets.length;
    for (const socket of this.#sockets) {
      socket.on('close', () => {
        open -= 1;
        if (open === 0) gone(this);
      });
    }
    for (const toxic of toxics) this.#needRead(toxic);
    for (const stream of STREAMS) this.#links[stream].start(toxics.filter((toxic) => isIn(toxic, stream)));
    client.resume();
  }

  /** The API's picture. */
  describe(): ConnectionReport {
    const { received } = this.#tally;
    return {
      id: this.#id,
      proxy: this.#proxy,
      client: this.#address,
      openedMs: this.#openedMs,
      bytesUpstream: received.upstream,
      bytesDownstream: received.downstream,
      toxics: Object.fromEntries(this.#touches),
    };
  }

  add(toxic: Toxic): void {
    this.#needRead(toxic);
    for (const link of this.#linksOf(toxic)) link.add(toxic);
  }

  /** The settings of the toxic have changed. */
  update(toxic: Toxic): void {
    for (const link of this.#linksOf(toxic)) link.update(toxic);
  }

  /** A window of the toxic's schedule may have begun or ended. */
  reschedule(toxic: Toxic): void {
    for (const link of this.#linksOf(toxic)) link.reschedule(toxic);
  }

  remove(toxic: Toxic): void {
    for (const link of this.#linksOf(toxic)) link.remove(toxic);
    if (this.#readers.delete(toxic) && this.#readers.size === 0) this.#stopReading();
  }

  /** Closes both sockets now; what has not been sent is lost. */
  destroy(): void {
    this.#discard();
    for (const socket of this.#sockets) {
      if (this.#lingers && !socket.writableEnded) socket.resetAndDestroy();
      else socket.destroy();
    }
  }

  #host(seedKey: string, ordinal: number, courier: Courier): LinkHost {
    return {
      courier,
      seedKey,
      ordinal,
      talk: this.#tally,
      received: (stream, bytes) => {
        this.#activity.received[stream] += bytes;
        this.#tally.receive(stream, bytes);
      },
      sent: (stream, bytes) => {
        this.#activity.sent[stream] += bytes;
      },
      fired: (toxic, deed) => this.#note(toxic, deed),
      shared: (key, make) => this.#share(key, make),
      wake: (stream) => this.#links[stream].wake(),
      strict: this.#strict,
      isRead: () => this.#framing !== undefined,
      read: (stream, bytes) => this.#framing?.read(stream, bytes),
      readEnd: (stream) => this.#framing?.end(stream) ?? [],
      isNext: (exchange) => this.#framing?.isNext(exchange) ?? false,
      handedOn: (stream, part) => this.#framing?.handedOn(stream, part),
      closeSocket: (socket) => this.#close(socket),
      severConnection: () => this.destroy(),
      resetConnection: () => this.#reset(),
    };
  }

  #needRead(toxic: Toxic): void {
    if (!isHttp(toxic)) return;
    this.#readers.add(toxic);
    this.#framing ??= new Framing({
      talk: this.#tally,
      began: (exchange) => this.#pick(exchange),
      answered: () => this.#links.downstream.wake(),
      late: (stream, stretches) => this.#links[stream].feed(stretches),
    });
  }

  #stopReading(): void {
    const framing = this.#framing;
    this.#framing = undefined;
    for (const stream of STREAMS) this.#links[stream].feed(framing?.end(stream) ?? []);
  }

  /** Finds out which toxics are to work on the exchange, as soon as its request is there. */
  #pick(exchange: Exchange): void {
    for (const toxic of this.#readers) {
      const isAtWork = STREAMS.some((stream) => this.#links[stream].isAtWork(toxic));
      if (isAtWork && picks(toxic, exchange.request)) exchange.meant.add(toxic);
    }
  }

  #note(by: Toxic, { did, bytes, isFirst, exchange }: Deed): void {
    const toxic = by.name;
    const requests = this.#framing === undefined ? {} : { requests: this.#hit(by, did, exchange).map(hitRequest) };
    this.#journal.add({ proxy: this.#proxy, connection: this.#id, toxic, did, bytes, ...requests });
    if (!isFirst) return;
    this.#activity.touch(toxic, this.#touches.size === 0);
    const times = (this.#touches.get(toxic) ?? 0) + 1;
    // Once it is full, who was touched last comes last, and is forgotten last.
    if (this.#touches.size >= limits.connectionToxicNamesMax) this.#touches.delete(toxic);
    this.#touches.set(toxic, times);
    if (this.#touches.size > limits.connectionToxicNamesMax) forgetOldest(this.#touches);
  }

  /** The exchanges that suffer from it: all that are under way, when the connection ends or nobody can say which. */
  #hit(by: Toxic, did: Did, exchange: Exchange | undefined): readonly Exchange[] {
    const isEnding = did === 'closed' || did === 'reset';
    if (exchange !== undefined && !isEnding) return [exchange];
    const open = (this.#framing?.open ?? []).filter((one) => isEnding || !isHttp(by) || one.meant.has(by));
    const all = exchange === undefined || open.includes(exchange) ? open : [exchange, ...open];
    return all.slice(0, limits.journalRequestsMax);
  }

  #linksOf(toxic: Toxic): readonly Link[] {
    return STREAMS.filter((stream) => isIn(toxic, stream)).map((stream) => this.#links[stream]);
  }

  #share<State>(key: object, make: () => State): State {
    if (!this.#shared.has(key)) this.#shared.set(key, make());
    return this.#shared.get(key) as State;
  }

  #discard(): void {
    this.#links.upstream.discard();
    this.#links.downstream.discard();
  }

  #reset(): void {
    this.#discard();
    for (const socket of this.#sockets) {
      if (this.#strict) this.#close(socket);
      else resetSoon(socket);
    }
  }

  /** What was handed on is delivered before. */
  #close(socket: Socket): void {
    if (this.#lingers) resetSoon(socket);
    else socket.destroySoon();
  }
}

/** Resets the socket once the bytes already written to it have left this process. A FIN sent before would make the reset come too late, so the socket is never ended. */
function resetSoon(socket: Socket): void {
  if (socket.destroyed) return;
  const now = (): void => {
    clearTimeout(timer);
    if (socket.destroyed) return;
    // Node cannot reset a socket that is being ended: it would neither close it nor let the process exit.
    if (socket.writableEnded) socket.destroy();
    else socket.resetAndDestroy();
  };
  const timer = setTimeout(now, limits.resetFlushMillisMax);
  socket.once('close', () => clearTimeout(timer));
  if (socket.writableLength === 0) now();
  else if (socket.writable) socket.write(NOTHING, now);
}

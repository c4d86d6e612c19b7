import { limits } from '../limits.js';
import type { Stream } from '../stream.js';
import type { Exchange, Part, Stretch } from './exchange.js';
import { readRequestHead, readResponseHead, responseBody } from './head.js';
import { MessageReader } from './message-reader.js';
import type { Opened, Piece } from './message-reader.js';

interface Message {
  readonly exchange: Exchange;
  readonly isInterim: boolean;
}

/** A method and perhaps more of the first line, or that line and perhaps more. */
const REQUEST_BEGINNING = /^(?:[A-Z][A-Z_-]{0,31}(?: [^\r\n]*\r?)?)?$|^[A-Z][A-Z_-]{0,31} \S+ HTTP\/1\.[01]\r\n/;
const RESPONSE_BEGINNING = 'HTTP/1.';

/**
 * The HTTP/1 conversation of one connection: tells requests and responses apart and which belong together. What it does not understand, and
 * all that follows a change of protocol, in both directions, has no part in it.
 */
export class Conversation {
  readonly #readers: Readonly<Record<Stream, MessageReader<Message>>>;
  readonly #began: (exchange: Exchange) => void;
  /** Not answered yet, in order. */
  readonly #open: Exchange[] = [];
  /** Handed to the server, which has not answered yet, in order. */
  readonly #awaited: Exchange[] = [];
  #count = 0;

  /** @param began is told of every request, before its bytes go on */
  constructor(began: (exchange: Exchange) => void) {
    this.#began = began;
    this.#readers = {
      upstream: new MessageReader({ looksRight: (text) => REQUEST_BEGINNING.test(text), open: (head) => this.#openRequest(head) }),
      downstream: new MessageReader({
        looksRight: (text) => RESPONSE_BEGINNING.startsWith(text.slice(0, RESPONSE_BEGINNING.length)),
        open: (head) => this.#openResponse(head),
      }),
    };
  }

  /** Whether it is no longer HTTP, in either direction, and nothing is kept back. */
  get isOver(): boolean {
    const { upstream, downstream } = this.#readers;
    return upstream.isRaw && downstream.isRaw && upstream.heldBytes === 0 && downstream.heldBytes === 0;
  }

  /** The exchanges that have begun and not ended, in order. */
  get open(): readonly Exchange[] {
    return this.#open;
  }

  /** Bytes of a direction that are kept back, because their head is not complete. */
  heldBytes(stream: Stream): number {
    return this.#readers[stream].heldBytes;
  }

  read(stream: Stream, bytes: Buffer): readonly Stretch[] {
    const stretches = this.#readers[stream].read(bytes).map(stretchOf);
    this.#followResponses();
    return stretches;
  }

  /** Looks at that direction no more. @returns what was kept back */
  giveUp(stream: Stream): readonly Stretch[] {
    const stretches = this.#readers[stream].giveUp().map(stretchOf);
    this.#followResponses();
    return stretches;
  }

  /** Whether the response to it is the next that the client gets. */
  isNext(exchange: Exchange): boolean {
    return this.#open[0] === exchange;
  }

  /** Bytes of that part have left the proxy. @returns whether an exchange has ended with it */
  handedOn(stream: Stream, { exchange, isInterim, isLast }: Part): boolean {
    if (stream === 'upstream') {
      // One of an earlier conversation on this connection is nobody's business here.
      if (!exchange.isSent && this.#open.includes(exchange)) this.#awaited.push(exchange);
      exchange.isSent = true;
      return false;
    }
    const index = this.#open.indexOf(exchange);
    if (!isLast || isInterim || index < 0) return false;
    this.#open.splice(index, 1);
    exchange.givenBy = Infinity;
    return true;
  }

  /** Without its responses a request could never be answered in its turn. */
  #followResponses(): void {
    if (this.#readers.downstream.isRaw) this.#readers.upstream.changeProtocol();
  }

  #openRequest(bytes: Buffer): Opened<Message> | undefined {
    const request = readRequestHead(bytes);
    if (request === undefined || this.#open.length >= limits.httpExchangesMax) return undefined;
    const exchange: Exchange = { index: this.#count, request, response: undefined, isSent: false, givenBy: 0, meant: new Set() };
    this.#count += 1;
    this.#open.push(exchange);
    this.#began(exchange);
    return { message: { exchange, isInterim: false }, body: request.body };
  }

  #openResponse(bytes: Buffer): Opened<Message> | undefined {
    const response = readResponseHead(bytes);
    const [exchange] = this.#awaited;
    if (response === undefined || exchange === undefined) return undefined;
    const body = responseBody(response, exchange.request.method);
    if (body === undefined) return undefined;
    const isInterim = response.status < 200 && body.kind !== 'raw';
    if (!isInterim) {
      this.#awaited.shift();
      exchange.response = response;
    }
    return { message: { exchange, isInterim }, body };
  }
}

function stretchOf({ bytes, kind, message, isLast }: Piece<Message>): Stretch {
  if (message === undefined || kind === 'raw') return { bytes, part: undefined };
  const { exchange, isInterim } = message;
  return { bytes, part: { exchange, kind, isInterim, isLast } };
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { joinBytes, type Part, type Request } from '../index.js';
import { headersOf } from './headers.js';
import type { NodeLimits } from './limits.js';
import { problem, refuse, refuseRaw } from './problem.js';

/** Connections that are idle are kept longer than callers keep them, so that none is closed under a request. */
const keepAliveMillis = 75_000;

/** So many times what a body may have is read before the connection is closed: closed sooner, it would be reset, and the caller would not see why (RFC 9112, 9.6). */
const drainFactor = 8;

export interface Inbound {
  request(call: number, request: Request): void;
  /** The caller hung up before the end of the answer. */
  gone(call: number): void;
}

/** Takes HTTP requests, whole, and gives their answers back, piece by piece. Calls are numbered -1, -2, … */
export class RequestServer {
  readonly server: Server;
  readonly #limits: NodeLimits;
  readonly #inbound: Inbound;
  readonly #open = new Map<number, ServerResponse>();
  #last = 0;

  constructor(limits: NodeLimits, inbound: Inbound) {
    this.#limits = limits;
    this.#inbound = inbound;
    const requestTimeout = limits.requestTime / 1_000;
    const timing = {
      requestTimeout,
      headersTimeout: requestTimeout,
      keepAliveTimeout: keepAliveMillis,
      connectionsCheckingInterval: Math.min(1_000, requestTimeout),
    };
    this.server = createServer({ ...timing, noDelay: true }, (message, response) => this.#take(message, response));
    this.server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuseRaw(socket, error.code ?? ''));
  }

  /** The next piece of an answer. Nobody waits for it any more: nothing happens. */
  reply(call: number, part: Part): void {
    const response = this.#open.get(call);
    if (response === undefined) return;
    if (part === 'broken' || part.end) this.#open.delete(call);
    if (part === 'broken') return void response.destroy();
    if (part.head !== null) writeHead(response, part);
    if (part.end) response.end(part.bytes ?? undefined);
    else if (part.bytes !== null) response.write(part.bytes);
    if (response.writableLength > this.#limits.answerBytesMax) response.destroy();
  }

  #take(message: IncomingMessage, response: ServerResponse): void {
    const { bodyBytesMax, requestsMax } = this.#limits;
    if (this.#open.size >= requestsMax)
      return refuse(response, problem(503, 'TOO_MANY_REQUESTS', `more than ${requestsMax} requests are open`));
    const tooLarge = problem(413, 'BODY_TOO_LARGE', `a body has at most ${bodyBytesMax} bytes`);
    const pieces: Buffer[] = [];
    let bytes = 0;
    message.on('error', () => undefined);
    message.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes <= bodyBytesMax) return void pieces.push(piece);
      pieces.length = 0;
      if (bytes > drainFactor * bodyBytesMax) refuse(response, tooLarge);
    });
    message.on('end', () => {
      if (bytes > bodyBytesMax) refuse(response, tooLarge);
      else this.#deliver(message, response, bytes === 0 ? null : new Uint8Array(joinBytes(pieces)));
    });
  }

  #deliver({ method = 'GET', url: path = '/', headers }: IncomingMessage, response: ServerResponse, body: Uint8Array | null): void {
    const call = --this.#last;
    this.#open.set(call, response);
    response.on('error', () => undefined);
    response.on('close', () => {
      if (this.#open.delete(call)) this.#inbound.gone(call);
    });
    this.#inbound.request(call, { method, path, headers: headersOf(headers), body });
  }
}

/** A whole answer says how long it is; one in pieces is chunked. */
function writeHead(response: ServerResponse, { head, bytes, end }: Exclude<Part, 'broken'>): void {
  if (head === null || response.headersSent) return;
  const { status, headers } = head;
  const hasLength = !end || status === 204 || status === 304 || headers['content-length'] !== undefined;
  response.writeHead(status, hasLength ? headers : { ...headers, 'content-length': String(bytes?.length ?? 0) });
  if (!end) response.flushHeaders();
}

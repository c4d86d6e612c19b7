import { createHash } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { dial } from './conformance/peer.js';
import type { Peer } from './conformance/peer.js';
import { Trial } from './trial.js';

/** A request as the server of a test had it, once it was whole. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Which connection of the server it came on, from 1. */
  readonly connection: number;
}

/** What a client got: an answer, or the code of its error. */
export interface Got {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly error: string | undefined;
}

/** What a client says. */
export interface Call {
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the body is sent in chunks. */
  readonly isChunked?: boolean;
  /** Whose connection it goes over; that of the trial without. */
  readonly agent?: Agent;
}

/** A real HTTP server behind a proxy, and real clients in front of it. */
export class HttpTrial {
  readonly trial: Trial;
  readonly seen: Seen[] = [];
  readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  listen = '';
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #connections = 0;
  #count = 0;

  private constructor(trial: Trial) {
    this.trial = trial;
    this.#server = createServer((asked, answer) => void this.#serve(asked, answer));
    this.#server.on('connection', (socket: Socket & { ordinal?: number }) => {
      this.#connections += 1;
      socket.ordinal = this.#connections;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('upgrade', (_asked, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
      socket.pipe(socket);
    });
  }

  static async open(): Promise<HttpTrial> {
    const made = new HttpTrial(await Trial.open());
    await new Promise<void>((resolve) => made.#server.listen(0, '127.0.0.1', resolve));
    const upstream = `127.0.0.1:${(made.#server.address() as AddressInfo).port}`;
    const { body } = await made.trial.ask<{ listen: string }>('POST', '/proxies', { name: 'http', listen: '127.0.0.1:0', upstream });
    made.listen = body.listen;
    return made;
  }

  /** Puts a toxic on the proxy. @returns its path @throws Error when it is refused */
  async toxic(toxic: Readonly<Record<string, unknown>>): Promise<string> {
    const { status, body } = await this.trial.ask('POST', '/proxies/http/toxics', toxic);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return `/proxies/http/toxics/${String(body['name'])}`;
  }

  async remove(path: string): Promise<void> {
    await this.trial.ask('DELETE', path);
  }

  /** What the log says was done, in order. */
  async did(): Promise<readonly string[]> {
    const { body } = await this.trial.ask<{ records: { did: string }[] }>('GET', '/log');
    return body.records.map(({ did }) => did);
  }

  /** Asks over the one connection that is kept open. */
  call(method: string, path: string, call: Call = {}): Promise<Got> {
    const [host = '', port = ''] = this.listen.split(':');
    const { body = '', headers = {}, isChunked = false, agent = this.agent } = call;
    const length = body.length === 0 || isChunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((resolve) => {
      const parts: Buffer[] = [];
      const asked = request({ host, port, method, path, agent, headers: { ...headers, ...length } });
      const done = (answer: IncomingMessage | undefined, error: string | undefined): void =>
        resolve({ status: answer?.statusCode, headers: answer?.headers ?? {}, body: Buffer.concat(parts), error });
      asked.on('error', (error: NodeJS.ErrnoException) => done(undefined, error.code));
      asked.on('response', (answer) => {
        answer.on('data', (bytes: Buffer) => parts.push(bytes));
        answer.on('end', () => done(answer, undefined));
        answer.on('error', (error: NodeJS.ErrnoException) => done(answer, error.code));
      });
      if (headers['expect'] === undefined) asked.end(body);
      else asked.on('continue', () => asked.end(body)).flushHeaders();
    });
  }

  raw(): Promise<Peer> {
    return dial(this.listen);
  }

  async close(): Promise<void> {
    this.agent.destroy();
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await this.trial.close();
  }

  async #serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    try {
      for await (const part of asked) parts.push(part as Buffer);
    } catch {
      return;
    }
    const bytes = Buffer.concat(parts);
    const { method = '', url: path = '' } = asked;
    const { ordinal: connection = 0 } = asked.socket as Socket & { ordinal?: number };
    this.seen.push({ method, path, body: bytes.length > 100 ? hashOf(bytes) : bytes.toString(), connection });
    this.#count += 1;
    this.#answer(path, bytes, answer);
  }

  #answer(path: string, bytes: Buffer, answer: ServerResponse): void {
    if (path.startsWith('/status/')) answer.statusCode = Number(path.slice('/status/'.length));
    const json = Buffer.from(JSON.stringify({ count: this.#count }));
    const body = path === '/echo' || path === '/chunked' ? bytes : json;
    if (path !== '/chunked' && answer.statusCode !== 204 && answer.statusCode !== 304) answer.setHeader('content-length', body.length);
    if (path === '/chunked') {
      for (let at = 0; at < body.length; at += CHUNK_BYTES) answer.write(body.subarray(at, at + CHUNK_BYTES));
      answer.addTrailers({ 'x-end': 'yes' });
      answer.end();
    } else answer.end(body);
  }
}

const CHUNK_BYTES = 100_000;

/** Names a long body. */
export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

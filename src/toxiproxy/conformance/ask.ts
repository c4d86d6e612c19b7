import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';

/** What a server says to a request, as far as a client can tell. */
export interface Reply {
  readonly status: number;
  readonly type: string | undefined;
  /** Whether browsers are told not to guess the type. */
  readonly nosniff: boolean;
  /** Whether a request id was given: 20 characters. */
  readonly numbered: boolean;
  readonly location: string | undefined;
  readonly text: string;
}

/** What may go with a request. */
export interface Extras {
  readonly body?: string | Buffer | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

const PLAIN = 'text/plain; charset=utf-8';
const REQUEST_ID_LENGTH = 20;
const agent = new Agent({ keepAlive: true });

/** Sends one request, its path exactly as given. @throws the socket's error */
export function ask(url: string, method: string, path: string, { body, headers = {} }: Extras = {}): Promise<Reply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const parts: Buffer[] = [];
    let answer: IncomingMessage | undefined;
    const sent = request({ hostname, port, method, path, agent, headers: { ...length, ...headers } }, (response) => {
      answer = response;
      response.on('data', (bytes: Buffer) => parts.push(bytes));
      response.on('error', reject);
      response.on('end', () => resolve(replyOf(response, parts)));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET') reject(error);
      else if (answer !== undefined && endsByClosing(answer)) resolve(replyOf(answer, parts));
      // The server may close a connection that waits to be used again just when it is.
      else if (sent.reusedSocket && answer === undefined) resolve(ask(url, method, path, { body, headers }));
      else reject(error);
    });
    sent.end(body);
  });
}

/** Whether nothing but the end of the connection ends an answer; where the server has not read all that it was sent, that end is a reset. */
function endsByClosing({ headers }: IncomingMessage): boolean {
  return headers['content-length'] === undefined && headers['transfer-encoding'] === undefined;
}

function replyOf({ statusCode = 0, headers }: IncomingMessage, parts: readonly Buffer[]): Reply {
  return {
    status: statusCode,
    type: headers['content-type'],
    nosniff: headers['x-content-type-options'] === 'nosniff',
    numbered: headers['x-toxiproxy-request-id']?.length === REQUEST_ID_LENGTH,
    location: headers.location,
    text: Buffer.concat(parts).toString('utf8'),
  };
}

/** A success with a JSON body. */
export function jsonReply(status: number, text: string): Reply {
  return { status, type: 'application/json', nosniff: false, numbered: true, location: undefined, text };
}

/** A failure as the API tells it, the populate route apart. */
export function errorReply(status: number, message: string): Reply {
  return plainReply(status, `${JSON.stringify({ error: message, status })}\n`, true);
}

/** A text that is no JSON. @param numbered whether it has a request id, which only routed requests get */
export function plainReply(status: number, text: string, numbered: boolean): Reply {
  return { status, type: PLAIN, nosniff: true, numbered, location: undefined, text };
}

/** An answer without body and type. */
export function emptyReply(status: number, more: Partial<Reply> = {}): Reply {
  return { status, type: undefined, nosniff: false, numbered: false, location: undefined, text: '', ...more };
}

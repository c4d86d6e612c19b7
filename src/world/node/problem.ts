import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** A refusal by the host itself, before a machine sees the request (RFC 9457). */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

export function problem(status: number, code: string, detail: string): Problem {
  return { status, code, detail };
}

/** Answers, and closes the connection: what else the caller sends is not read. */
export function refuse(response: ServerResponse, { status, code, detail }: Problem): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/problem+json', connection: 'close' });
  response.end(textOf({ status, code, detail }));
}

/** Answers what was never a request. @param cause Node's code of what was wrong with it */
export function refuseRaw(socket: Duplex, cause: string): void {
  if (!socket.writable) return void socket.destroy();
  const text = textOf(problemOf(cause));
  const { status } = problemOf(cause);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`, () => socket.destroy());
}

function problemOf(cause: string): Problem {
  if (cause === 'ERR_HTTP_REQUEST_TIMEOUT') return problem(408, 'REQUEST_TIMEOUT', 'the request did not come to its end in time');
  if (cause === 'HPE_HEADER_OVERFLOW') return problem(431, 'HEADERS_TOO_LARGE', 'the headers are too large');
  if (cause === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return problem(413, 'BODY_TOO_LARGE', 'the chunk extensions are too large');
  return problem(400, 'REQUEST_MALFORMED', 'this is not an HTTP/1.1 request');
}

function textOf({ status, code, detail }: Problem): string {
  return JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, code, detail });
}

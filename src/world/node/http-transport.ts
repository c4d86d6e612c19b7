import { Agent, type IncomingMessage, request as open } from 'node:http';
import type { Head, Part, Request } from '../index.js';
import { headersOf } from './headers.js';
import type { Transport } from './transport.js';

/** HTTP/1.1 over connections that are kept, as many to one address as `socketsMax`. */
export function httpTransport(socketsMax: number): Transport {
  const agent = new Agent({ keepAlive: true, maxSockets: socketsMax, noDelay: true });
  return (address, request, take) => {
    let isOver = false;
    const tell = (part: Part): void => {
      if (isOver) return;
      isOver = part === 'broken' || part.end;
      take(part);
    };
    const client = open(address + request.path, { agent, method: request.method, headers: headersFor(request) });
    client.on('response', (response) => receive(response, tell));
    client.on('error', () => tell('broken'));
    client.on('close', () => tell('broken'));
    client.end(request.body ?? undefined);
    return () => {
      isOver = true;
      client.destroy();
    };
  };
}

function headersFor({ headers, body }: Request): Record<string, string> {
  const { 'transfer-encoding': _chunked, connection: _hop, ...rest } = headers;
  return body === null ? rest : { ...rest, 'content-length': String(body.length) };
}

function receive(response: IncomingMessage, tell: (part: Part) => void): void {
  let head: Head | null = { status: response.statusCode ?? 0, headers: headersOf(response.headers) };
  const next = (bytes: Uint8Array | null, end: boolean): void => {
    tell({ head, bytes, end });
    head = null;
  };
  // A long answer says at once that it has begun.
  if (response.headers['content-length'] === undefined) next(null, false);
  response.on('data', (bytes: Buffer) => next(new Uint8Array(bytes), false));
  response.on('end', () => (response.complete ? next(null, true) : tell('broken')));
  response.on('error', () => tell('broken'));
  response.on('aborted', () => tell('broken'));
}

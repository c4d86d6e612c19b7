import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { posix } from 'node:path';
import { ApiError } from './api-error.js';
import { toJson } from './json/to-json.js';
import { limits } from './limits.js';
import type { Answer, Call, Route } from './route.js';
import { versions } from './versions.js';

const PLAIN = 'text/plain; charset=utf-8';
const REQUEST_ID_LENGTH = 20;

interface Match {
  readonly route: Route;
  readonly names: readonly string[];
}

/** An HTTP server for a table of routes, with the manners of the original: error bodies, 301 on unclean paths, no browsers. */
export function httpServer(routes: readonly Route[], allowExternal: boolean): Server {
  let requests = 0;
  const server = createServer({ maxHeaderSize: limits.headerBytesMax }, (request, response) => {
    requests += 1;
    response.setHeader('X-Toxiproxy-Server', `embedded/${versions.embedded}`);
    const id = requests.toString(32).padStart(REQUEST_ID_LENGTH, '0');
    void answer(routes, request, response, { id, allowExternal });
  });
  server.keepAliveTimeout = limits.keepAliveMillisMax;
  return server;
}

interface Manners {
  readonly id: string;
  readonly allowExternal: boolean;
}

async function answer(routes: readonly Route[], request: IncomingMessage, response: ServerResponse, manners: Manners): Promise<void> {
  const target = (request.url ?? '/').replace(/^[a-z]+:\/\/[^/?]*/i, '');
  const query = target.includes('?') ? target.slice(target.indexOf('?')) : '';
  const path = decode(target.slice(0, target.length - query.length));
  if (path === undefined) return send(response, { status: 400, contentType: PLAIN, body: '400 Bad Request' });
  // Cleaned after decoding, as the original does: a name with a slash in it can be said in no way.
  const clean = posix.normalize(path.startsWith('/') ? path : `/${path}`);
  if (clean !== path) return send(response.setHeader('Location', encode(clean) + query), { status: 301, body: '' });
  const match = find(routes, path.split('/'));
  if (match === undefined) return sendPlain(response, 404, '404 page not found\n');
  const handle = match.route.methods[request.method ?? ''] ?? match.route.methods['*'];
  if (handle === undefined) return send(response, { status: 405, body: '' });
  response.setHeader('X-Toxiproxy-Request-Id', manners.id);
  if (request.headers['user-agent']?.startsWith('Mozilla/')) return sendPlain(response, 403, 'User agent not allowed\n');
  // A page in a browser can reach loopback under a name of its own; whoever asks for such a name is turned away.
  if (!manners.allowExternal && !isLocal(request.headers.host)) return sendPlain(response, 403, 'Host not allowed\n');
  try {
    send(response, await carryOut(handle, { names: match.names, query, body: await bodyOf(request) }));
  } catch (error) {
    const { status, message } = error instanceof ApiError ? error : new ApiError(500, String(error));
    sendPlain(response, status, `${toJson({ error: message, status })}\n`);
  }
}

async function carryOut(handle: NonNullable<Route['methods'][string]>, call: Call): Promise<Answer> {
  return handle(call);
}

function send(response: ServerResponse, { status, contentType, body }: Answer): void {
  if (response.destroyed) return;
  if (contentType !== undefined) response.setHeader('Content-Type', contentType);
  if (status !== 204) response.setHeader('Content-Length', Buffer.byteLength(body));
  response.writeHead(status).end(body);
}

function sendPlain(response: ServerResponse, status: number, body: string): void {
  send(response.setHeader('X-Content-Type-Options', 'nosniff'), { status, contentType: PLAIN, body });
}

function find(routes: readonly Route[], parts: readonly string[]): Match | undefined {
  for (const route of routes) {
    const pattern = route.path.split('/');
    const fits =
      pattern.length === parts.length && pattern.every((part, index) => (part === '*' ? parts[index] !== '' : part === parts[index]));
    if (fits) return { route, names: parts.filter((_part, index) => pattern[index] === '*') };
  }
  return undefined;
}

/** Undoes percent signs; bytes that are no UTF-8 become replacement characters. */
function decode(path: string): string | undefined {
  if (/%(?![0-9a-fA-F]{2})/.test(path)) return undefined;
  const bytes = path.replace(/%(..)/g, (_sign, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function encode(path: string): string {
  return encodeURI(path).replace(/[!*'()#?]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function isLocal(host: string | undefined): boolean {
  if (host === undefined) return true;
  const name = host.replace(/:[0-9]*$/, '').replace(/^\[(.*)\]$/, '$1');
  return name.toLowerCase() === 'localhost' || isIP(name) !== 0;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    // Read to its end all the same: the connection is used again, and what was left unread would be taken for the next request.
    if (length <= limits.bodyBytesMax) parts.push(part);
  }
  if (length > limits.bodyBytesMax) throw new ApiError(400, 'bad request body: http: request body too large');
  return Buffer.concat(parts).toString('utf8');
}

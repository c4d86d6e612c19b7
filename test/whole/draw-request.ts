// Requests that must not change anything: malformed, misdirected, or with a body that is spoilt.
import { exampleDocument, operations, type RestOperation } from '../../spec/emco/index.js';
import { type Draw, pick } from '../../src/world/index.js';

export interface FuzzedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'] as const;
const pieces = [
  'a',
  'v2',
  'projects',
  '..',
  '.',
  '%2e%2e',
  '%00',
  '%ff',
  '%zz',
  '%E2%82%AC',
  '+',
  ';x',
  '~',
  'x'.repeat(200),
  '__proto__',
  'constructor',
];
const values = [
  null,
  true,
  -1,
  1e308,
  '',
  'x'.repeat(2_000),
  '\ud800',
  [],
  {},
  [[[[]]]],
  { __proto__: 1 },
  '../../etc/passwd',
  '<script>',
  '\u001b[31m',
];
const types = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  '',
  'application/x-www-form-urlencoded',
];

/** One request, or bytes that are no HTTP at all. */
export function drawRequest(draw: Draw): FuzzedRequest | string {
  switch (draw('class', 10)) {
    case 0:
      return drawBytes(draw);
    case 1:
    case 2:
      return { method: pick(draw, 'method', methods), path: drawPath(draw), headers: drawHeaders(draw), body: drawText(draw) };
    case 3:
      return aimed(draw, pick(draw, 'operation', operations), pick(draw, 'method', methods));
    default:
      return aimed(draw, pick(draw, 'operation', operations), null);
  }
}

/** At a route of the API: reads of what may be there, everything else of what never is, with a body that is spoilt. */
function aimed(draw: Draw, operation: RestOperation, instead: string | null): FuzzedRequest {
  const method = instead ?? operation.method;
  const names = method === 'GET' || method === 'HEAD' ? ['p', 'c', 'nobody', 'x'] : ['nobody', 'nothing', 'n'.repeat(128)];
  const path = `/v2${operation.path.replace(/\{[^}]+\}/g, () => pick(draw, 'name', names))}${drawQuery(draw)}`;
  const isBare = operation.body.encoding === 'none' || method === 'GET' || method === 'DELETE';
  const body = isBare && draw('body', 4) > 0 ? '' : spoilt(draw, operation);
  return { method, path, headers: drawHeaders(draw), body };
}

/** A body of the operation that breaks at least one rule: what is left of it may be right. */
function spoilt(draw: Draw, operation: RestOperation): Uint8Array | string {
  const proper = operation.body.encoding === 'none' ? {} : exampleDocument(operation);
  const text = JSON.stringify(proper);
  switch (draw('spoil', 6)) {
    case 0:
      return text.slice(0, draw('cut', Math.max(1, text.length - 1)));
    case 1:
      return JSON.stringify({
        ...proper,
        metadata: pick(
          draw,
          'metadata',
          values.filter((value) => value !== null),
        ),
        clusterLabel: 7,
      });
    case 2:
      return JSON.stringify({
        ...proper,
        metadata: { name: pick(draw, 'name', ['a b', 'a+b', '', '-', 'n'.repeat(129), 7, {}]) },
        clusterLabel: '+',
      });
    case 3:
      return `${'{"a":'.repeat(1 + draw('deep', 3_000))}1`;
    case 4:
      return new Uint8Array(draw('length', 2_000)).map(() => draw('byte', 256));
    default:
      return `[${text}]${'x'.repeat(draw('long', 3) * 600_000)}`;
  }
}

function drawPath(draw: Draw): string {
  const length = draw('segments', 12);
  return `/${Array.from({ length }, () => pick(draw, 'piece', pieces)).join('/')}${drawQuery(draw)}`;
}

function drawQuery(draw: Draw): string {
  return pick(draw, 'query', [
    '',
    '',
    '',
    '?',
    '?status=ready',
    '?status=x',
    '?output=all&output=all',
    '?%zz',
    '?app=%ff',
    `?${'q'.repeat(3_000)}`,
    '?after=-1&limit=0',
    '?wait=1h',
  ]);
}

function drawHeaders(draw: Draw): Readonly<Record<string, string>> {
  const type = pick(draw, 'type', types);
  return {
    ...(type === '' ? {} : { 'content-type': type }),
    ...pick(draw, 'header', [
      {},
      {},
      { 'idempotency-key': 'k' },
      { 'idempotency-key': '~own' },
      { 'idempotency-key': 'k'.repeat(300) },
      { 'if-match': '"1"' },
      { 'if-match': 'W/"1"' },
      { 'if-match': 'x' },
      { 'if-none-match': '*' },
      { accept: 'text/html' },
      { authorization: 'Bearer x' },
    ]),
  };
}

function drawText(draw: Draw): string {
  return pick(draw, 'text', ['', '{', 'null', '[]', '{"metadata":{}}', '\u0000', 'a=b']);
}

function drawBytes(draw: Draw): string {
  return pick(draw, 'bytes', [
    'nonsense\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'POST /v2/projects HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{',
    'POST /v2/projects HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
    `GET / HTTP/1.1\r\nhost: x\r\n${'h: v\r\n'.repeat(3_000)}\r\n`,
    '\u0016\u0003\u0001\u0002\u0000',
    '',
  ]);
}

import { mannerChoices } from '../manners.js';
import { scheduleFields } from '../schedule.js';
import type { Draw } from '../seeded.js';
import { kindsIn } from '../toxics/toxic-kinds.js';
import { deviations } from './deviations.js';
import type { DeviationName } from './deviations.js';

/** A request that no client in its right mind sends. */
export interface MalformedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Why the two servers need not agree on it, even if one is strict; `chance`: what it does differs from time to time. */
  readonly deviation: Apart | undefined;
}

/** What may set the two servers apart. */
type Apart = DeviationName | 'chance';

/** The proxy and the toxic that requests are about, when they are about anything. */
export const FUZZED_PROXY = 'fuzzed';
export const FUZZED_TOXIC = 'latency_downstream';

/** A piece of a request; the second part tells what sets the servers apart on it. */
type Piece = readonly [text: string, deviation?: Apart];

const METHODS = [
  'POST',
  'POST',
  'POST',
  'POST',
  'PATCH',
  'PATCH',
  'PATCH',
  'GET',
  'GET',
  'DELETE',
  'PUT',

  'OPTIONS',
  'PROPFIND',
  'PURGE',
];
/** The five that read bodies, three times as often as all others together. */
const READING: readonly Piece[] = [
  ['/proxies'],
  ['/proxies/NAME'],
  ['/proxies/NAME/toxics'],
  ['/proxies/NAME/toxics/TOXIC'],
  ['/populate'],
];
const READING_CHANCE = 0.75;
const ROUTES: readonly Piece[] = [
  ['/version'],
  ['/metrics'],
  // Which proxies were reset when one cannot be started is left to chance.
  ['/reset', 'chance'],
  ['/log?after=AFTER', 'own routes'],
  ['/activity', 'own routes'],
  ['/connections', 'own routes'],
  ['/capabilities', 'own routes'],
];
const AFTERS = ['0', '-1', '1.5', '999999999999999', '9'.repeat(40), '', 'x', '%zz', '0&after=1', '%00', '__proto__'];
const NAMES = [
  FUZZED_PROXY,
  FUZZED_PROXY,
  FUZZED_PROXY,
  'unknown',
  'a%20b',
  '%00',
  '%2F',
  '%2e%2e',
  '..',
  '.',
  '',
  '%zz',
  '%',
  '%C3%A4',
  '%ff',
  '__proto__',
  '7',
];
const TOXICS = [FUZZED_TOXIC, FUZZED_TOXIC, FUZZED_TOXIC, 'unknown', '%0a', '%25', 'constructor', 'a/b', '*', '~'];
/** Most paths have none. */
const SUFFIXES = ['/', '//', '/.', '/..', '?', '?a=%zz', ';x', '%20', '#x', '\\', '/more', '.json'];
const SUFFIX_CHANCE = 0.3;

const KEYS = [
  'name',
  'listen',
  'upstream',
  'enabled',
  'type',
  'stream',
  'toxicity',
  'attributes',
  'NAME',
  'Enabled',
  '',
  '\\u0000',
  '__proto__',
  'x',
];
/** Keys that the original does not know, or not so. */
const OWN_KEYS: readonly Piece[] = [
  ['Logger', 'key Logger'],
  ['toxics', 'toxics at creation'],
  ['match', 'more fields of toxics'],
  ...scheduleFields.map((key): Piece => [key, 'more fields of toxics']),
  ...Object.keys(mannerChoices).map((key): Piece => [key, 'more fields of proxies']),
];
const OWN_KEY_CHANCE = 0.08;
/** What those keys may hold that is right, or almost. */
const OWN_VALUES: readonly Piece[] = [
  ...Object.values(mannerChoices).flatMap((choices) => choices.map((choice): Piece => [`"${choice}"`])),
  ['[{"type":"latency"}]'],
  ['[{"type":"latency"},{"type":"latency"}]'],
  ['[{"type":"latency","attributes":{"latency":"x"}}]'],
  ['[{"type":"noop","toxics":[]},null]'],
  ['{"path":"/a*","method":"GET"}'],
  ['{"path":7}'],
  ['{"method":"get"}'],
  ['{"header":{"a":"b*"}}'],
  ['{"header":{"a b":1}}'],
  ['{"nth":-1}'],
  ['{"nth":1e9,"times":99999999999999999999}'],
  ['{"unknown":1}'],
  ['86400000'],
  ['9007199254740991'],
];
const ATTRIBUTES = [
  ...new Set([...kindsIn(false).values()].flatMap(({ attributes, texts = [] }) => [...attributes, ...texts])),
  ...['LATENCY', 'unknown', '__proto__'],
];
const TYPES = [...kindsIn(false).keys()].map((type): Piece => (kindsIn(true).has(type) ? [type] : [type, 'more types']));

const VALUES: readonly Piece[] = [
  ['null'],
  ['true'],
  ['false'],
  ['0'],
  ['-0'],
  ['1'],
  ['-1'],
  ['1.5'],
  ['1e3'],
  ['1e39'],
  ['1e400'],
  ['-1e400'],
  ['9'.repeat(400)],
  ['9223372036854775807', 'large numbers'],
  ['9007199254740993', 'large numbers'],
  ['""'],
  ['"x"'],
  ['"\\u0000"'],
  ['"\\ud800"'],
  ['"\\u2028<&>"'],
  ['"ä€😀"'],
  ['"latency"'],
  ['"noop"'],
  ['"down"'],
  ['"upstream"'],
  ['"DownStream"'],
  ['"sideways"'],
  ['[]'],
  ['{}'],
  ['[null]'],
  ['[{}]'],
  ['{"latency":1}'],
  ['{"latency":"x"}'],
  [`"${'n'.repeat(3000)}"`],
  [`${'['.repeat(60)}${']'.repeat(60)}`],
  [`${'['.repeat(5000)}${']'.repeat(5000)}`, 'deep bodies'],
  [`${'{"a":'.repeat(12_000)}`],
  ['"\ue000"', 'broken UTF-8'],
  ['"\ue001x"', 'broken UTF-8'],
];
/** What stands for bytes that are no UTF-8. */
const BROKEN: Readonly<Record<string, readonly number[]>> = {
  '\ue000': [0xff],
  '\ue001': [0xc3, 0x28],
  '\ue002': [0xed, 0xa0, 0x80],
  '\ue003': [0xc0, 0xaf],
  '\ue004': [0xf0, 0x9f, 0x92],
};
const LISTENS: readonly Piece[] = [
  ['"127.0.0.1:0"'],
  ['"localhost:0"'],
  ['"nonsense"'],
  ['"127.0.0.1:99999"'],
  ['"127.0.0.1:-1"'],
  ['"::1:80"'],
  ['"[::1"'],
  ['"\\u0000"'],
  ['"192.0.2.1:1"'],
  ['""', 'loopback by default'],
  ['":0"', 'loopback by default'],
  ['"127.0.0.1:nfs"', 'service names'],
];
const JUNK: readonly Piece[] = [
  [''],
  [' \n\t'],
  ['{'],
  ['}'],
  ['[['],
  ['nul'],
  ['NaN'],
  ['undefined'],
  ["{'name':'x'}"],
  ['name=x&upstream=y'],
  ['<xml/>'],
  ['\ufeff{}'],
  ['{}{}'],
  ['"'],
  ['"\\'],
  ['"\\u12'],
  ['\u0000'],
  ['\u001b[31m'],
  ['-'],
  ['['.repeat(50_000)],
  ['{"name":'.repeat(11_000)],
  ['0'.repeat(5000)],
  ['\ud800'],
  ...Object.keys(BROKEN).map((broken): Piece => [broken, 'broken UTF-8']),
  ['{"name":"\ue002\ue003","upstream":"y","enabled":false}', 'broken UTF-8'],
];
const HEADERS: readonly (readonly [name: string, value: string, deviation?: Apart])[] = [
  ['Content-Type', 'image/png'],
  ['Content-Type', '\u00ff'],
  ['Content-Encoding', 'gzip'],
  ['Accept', 'x'.repeat(5000)],
  ['Cookie', 'c'.repeat(30_000)],
  ['Expect', '100-continue'],
  ['Expect', 'nothing', 'odd requests'],
  ['User-Agent', 'Mozilla/5.0'],
  ['User-Agent', ''],
  ['Connection', 'close'],
  ['Connection', 'Upgrade'],
  ['Host', 'localhost:99999999'],
  ['Host', 'evil.example', 'foreign host names'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Range', 'bytes=0-0'],
  ['If-Match', '*'],
  ['TE', 'trailers, deflate'],
  ['Authorization', 'Basic ='],
  ['X-Forwarded-Host', 'evil.example'],
  ['Origin', 'null'],
  ['Keep-Alive', 'timeout=-1'],
  ['Connection', 'close, close, \u00e4'],
  ['__proto__', 'x'],
];
const HEADER_CHANCE = 0.15;
const BROKEN_ESCAPE = /%(?![0-9a-f]{2})/i;

/** Draws one request; the same draws give the same request. */
export function malformedRequest(draw: Draw): MalformedRequest {
  const pick = <Kind>(list: readonly Kind[]): Kind => {
    const one = list[Math.floor(draw() * list.length)];
    if (one === undefined) throw new RangeError('nothing to pick from');
    return one;
  };
  let deviation: Apart | undefined;
  const take = ([text, apart]: Piece): string => {
    if (apart === 'chance' || (apart !== undefined && !deviations[apart].strict)) deviation ??= apart;
    return text;
  };
  const value = (key: string): string => take(key.toLowerCase() === 'listen' ? pick(LISTENS) : pick(VALUES));
  const ownEntry = (): string => `"${take(pick(OWN_KEYS))}":${take(draw() < 0.6 ? pick(OWN_VALUES) : pick(VALUES))}`;
  const attributes = (): string =>
    `{${Array.from({ length: 1 + Math.floor(draw() * 3) }, () => `"${pick(ATTRIBUTES)}":${take(pick(VALUES))}`).join()}}`;
  const entry = (): string => {
    if (draw() < OWN_KEY_CHANCE) return ownEntry();
    const key = pick(KEYS);
    return `"${key}":${key === 'attributes' && draw() < 0.7 ? attributes() : value(key)}`;
  };
  const likely = (): string =>
    pick([
      () => '"name":"x","upstream":"y:1","enabled":false,"listen":"127.0.0.1:0"',
      () => `"name":"${FUZZED_PROXY}","upstream":"y:1","listen":"127.0.0.1:0"`,
      () => `"name":"n${Math.floor(draw() * 1e6)}","upstream":"y:1","listen":${take(pick(LISTENS))}`,
      () => '"type":"latency"',
      () => '"type":"slicer","stream":"upstream"',
      () => '"attributes":{"latency":5}',
      () => `"type":"${take(pick(TYPES))}","name":"n${Math.floor(draw() * 1e6)}","attributes":${attributes()}`,
    ])();
  const object = (): string =>
    `{${[...(draw() < 0.6 ? [likely()] : []), ...Array.from({ length: Math.floor(draw() * 4) }, entry)].join()}}`;
  const damaged = (text: string): string => {
    const at = Math.floor(draw() * text.length);
    return draw() < 0.5 ? text.slice(0, at) : text.slice(0, at) + pick(['"', '}', ',', '\u0001', '\\', 'é', ':', ' ']) + text.slice(at + 1);
  };
  // A damaged address could be a name that somebody looks up, so what is damaged has none.
  const untold = (): string => pick(['{"name":"x","upstream":"y","enabled":false}', '{"type":"noop","toxicity":0.5}', '[{"name":"z"}]']);
  const body = (): string => {
    const kind = draw();
    if (kind < 0.2) return take(pick(JUNK));
    if (kind < 0.4) return damaged(untold());
    if (kind < 0.5) return `[${Array.from({ length: Math.floor(draw() * 3) }, object).join()}]`;
    return object();
  };
  const method = pick(METHODS);
  const path = (take(pick(draw() < READING_CHANCE ? READING : ROUTES)) + (draw() < SUFFIX_CHANCE ? pick(SUFFIXES) : ''))
    .replace('NAME', () => pick(NAMES))
    .replace('TOXIC', () => pick(TOXICS))
    .replace('AFTER', () => pick(AFTERS));
  const headers: Record<string, string> = {};
  if (draw() < HEADER_CHANCE) {
    const [name, text, apart] = pick(HEADERS);
    headers[name] = take(apart === undefined ? [text] : [text, apart]);
  }
  // What cannot be decoded is answered before the body is read, which a client may then notice as a reset.
  const content = draw() < 0.9 && !BROKEN_ESCAPE.test(path) ? bytesOf(body()) : undefined;
  return { method, path, body: content, headers, deviation };
}

function bytesOf(text: string): Buffer {
  if (!Object.keys(BROKEN).some((broken) => text.includes(broken))) return Buffer.from(text);
  return Buffer.concat(Array.from(text, (character) => Buffer.from(BROKEN[character] ?? character)));
}

const RAW: readonly string[] = [
  '\r\n\r\n\r\n',
  '\u0000\u0001\u0002\r\n\r\n',
  'GET\r\n\r\n',
  'GET /version\r\n\r\n',
  'GET  /version HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET /version HTTP/9.9\r\nHost: a\r\n\r\n',
  'GET /version HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
  'GET /version HTTP/1.1\r\nHost a\r\n\r\n',
  'GET /version HTTP/1.1\r\n: a\r\n\r\n',
  'GET /version HTTP/1.1\r\nHost: a\r\nX: \u0000\r\n\r\n',
  'GET /version HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n',
  `GET /${'x'.repeat(2_000_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  `GET /version HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(300_000)}\r\n`,
  'POST /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n{}',
  'POST /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: x\r\n\r\n{}',
  'POST /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n\r\n{}',
  'POST /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
  'POST /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999999999\r\n\r\n{}',
  'POST /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n',
  'POST /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}',
  'POST /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
  'POST /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n0\r\n\r\n',
  'POST /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n2;a="\r\n{}\r\n0\r\nContent-Length: 9\r\n\r\n',
  'POST /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'POST /proxies HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'POST /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length : 2\r\n\r\n{}',
  'POST /proxies HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 2\n\n{}',
  'post /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}',
  'POST /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nTrailer: Content-Length\r\n\r\n{}',
  'GET http://127.0.0.1/version HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'GET version HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'GET /version HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: \u00ff\u00fe\r\n\r\n',
  'GET /version HTTP/1.1\r\nHost: 127.0.0.1:-1\r\n\r\n',
  'GET /version HTTP/1.1\r\nHost: [::1\r\n\r\n',
  `${'GET /version HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(2000)}`,
  'CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: a\r\n\r\n',
  'GET /version HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAAA\r\n\r\n',
];

/** Bytes that are hardly HTTP. */
export function rawRequests(): readonly string[] {
  return RAW;
}

import { bytesOf, type Effect, type Json, type Request } from '../../world/index.js';
import { gauge, type Metric } from './metric.js';
import { metricsContentType, metricsText } from './metrics-text.js';

/** Why a node should not be sent work. */
export interface Unready {
  readonly code: string;
  readonly detail: string;
}

/** What a node tells about itself. Each is worked out only when it is asked for. */
export interface Vitals {
  readonly node: string;
  readonly role: string;
  /** Null: it is ready. */
  unready(): Unready | null;
  metrics(): readonly Metric[];
}

/** Paths that every node answers: whether it runs, whether it can work, and its figures. */
const vitalPaths: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** Answers a request for a node's vitals; null when it is for something else. */
export function serveVitals(call: number, { method, path }: Request, vitals: Vitals): Effect | null {
  const at = path.split(/[?#]/, 1)[0] ?? '';
  if (!vitalPaths.has(at)) return null;
  const isBare = method === 'HEAD';
  if (method !== 'GET' && !isBare)
    return replyWith(call, 405, 'application/json', '{"code":"METHOD_NOT_ALLOWED"}', false, { allow: 'GET, HEAD' });
  if (at === '/metrics') return replyWith(call, 200, metricsContentType, metricsText(metricsOf(vitals)), isBare);
  const unready = at === '/readyz' ? vitals.unready() : null;
  return replyHealth(call, unready, isBare, at === '/readyz' ? 'ready' : 'ok');
}

/** 200 with a word, or 503 with the reason. */
export function replyHealth(call: number, unready: Unready | null, isBare: boolean, word: 'ok' | 'ready'): Effect {
  const body: Json = unready === null ? { status: word } : { status: 'unready', ...unready };
  return replyWith(call, unready === null ? 200 : 503, 'application/json', JSON.stringify(body), isBare);
}

/** What a node without an API of its own answers for every other path. */
export function replyNothingHere(call: number, { method }: Request): Effect {
  return replyWith(call, 404, 'application/json', '{"code":"ROUTE_UNKNOWN"}', method === 'HEAD');
}

function metricsOf(vitals: Vitals): readonly Metric[] {
  const { node, role } = vitals;
  return [
    gauge('node_info', 'Who tells this.', [{ labels: { node, role }, value: 1 }]),
    gauge('ready', 'Whether the node is ready.', vitals.unready() === null ? 1 : 0),
    ...vitals.metrics(),
  ];
}

type Headers = Readonly<Record<string, string>>;

function replyWith(call: number, status: number, type: string, text: string, isBare: boolean, more: Headers = {}): Effect {
  const bytes = bytesOf(text);
  const headers = { 'content-type': type, 'cache-control': 'no-store', ...more, 'content-length': String(bytes.length) };
  return { do: 'reply', call, part: { head: { status, headers }, bytes: isBare ? null : bytes, end: true } };
}

import type { LinkFault } from '../../contract/index.js';
import type { Micros } from '../../world/index.js';

/** A fault in the words of Toxiproxy. */
export interface ToxicBody {
  readonly type: string;
  readonly attributes: Readonly<Record<string, number | string>>;
  /** Which requests it works on; absent: all. */
  readonly match?: { readonly times: number };
}

const millis = (micros: Micros): number => Math.round(micros / 1_000);

/**
 * The toxic that makes a fault; null for `cut`, which disables the proxy. `hold` is a bandwidth of nothing: bytes are kept and flow again when it is taken off.
 *
 * @throws RangeError for the faults that a stream of bytes cannot have
 */
export function toxicOf(fault: LinkFault): ToxicBody | null {
  switch (fault.kind) {
    case 'cut':
      return null;
    case 'hold':
      return { type: 'bandwidth', attributes: { rate: 0 } };
    case 'latency':
      return { type: 'latency', attributes: { latency: millis(fault.latency), jitter: millis(fault.jitter) } };
    case 'timeout':
      return { type: 'timeout', attributes: { timeout: millis(fault.after) } };
    case 'reset':
      return { type: 'reset_peer', attributes: { timeout: millis(fault.after) } };
    case 'bandwidth':
      return {
        type: 'bandwidth',
        attributes: { rate: fault.kilobytesPerSecond <= 0 ? 0 : Math.max(1, Math.round(fault.kilobytesPerSecond)) },
      };
    case 'slow-close':
      return { type: 'slow_close', attributes: { delay: millis(fault.delay) } };
    case 'slicer':
      return {
        type: 'slicer',
        attributes: {
          average_size: Math.max(1, fault.bytes),
          size_variation: Math.floor(Math.max(1, fault.bytes) / 4),
          delay: fault.delay,
        },
      };
    case 'limit':
      return { type: 'limit_data', attributes: { bytes: Math.max(0, fault.bytes) } };
    case 'late':
      return { type: 'http_late', attributes: { delay: millis(fault.delay), mode: 0 }, match: { times: 1 } };
    case 'drop-response':
      return { type: 'drop_response', attributes: { mode: endings.indexOf(fault.how) } };
    case 'http-duplicate': {
      const attributes = { gap: millis(fault.gap), deliver: fault.answer === 'first' ? 0 : 1, keys: fault.keys.join(',') };
      return { type: 'http_duplicate', attributes };
    }
    case 'http-status': {
      const { status, retryAfter, when } = fault;
      return { type: 'http_status', attributes: { status, retry_after: retryAfter, when: when === 'instead' ? 0 : 1 } };
    }
    case 'loss':
    case 'duplicate':
    case 'reorder':
      throw new RangeError(
        `a link of real processes is a stream of bytes and cannot have the fault ${fault.kind}; the simulator's links can`,
      );
  }
}

/** By their numbers as modes of `drop_response`. */
const endings: readonly string[] = ['reset', 'close', 'hang'];

/** What only some servers can do: the toxics that it takes. */
const httpAbilities: readonly (readonly [ability: string, toxic: string])[] = [
  ['link:drop-response', 'drop_response'],
  ['link:http-duplicate', 'http_duplicate'],
  ['link:http-late', 'http_late'],
  ['link:http-status', 'http_status'],
];

/** What links can have beyond `linkAbilities` where the server has these toxics. */
export function httpAbilitiesOf(toxics: ReadonlySet<string>): readonly string[] {
  return httpAbilities.flatMap(([ability, toxic]) => (toxics.has(toxic) ? [ability] : []));
}

/** Whether a fault is about HTTP: it is on the streams of a link, and not on its messages. */
export function isHttp({ kind }: LinkFault): boolean {
  return kind === 'late' || kind === 'http-duplicate' || kind === 'http-status' || kind === 'drop-response';
}

/** The kinds that `toxicOf` knows and every server has, as a world says what it can do. */
export const linkAbilities: readonly string[] = [
  'latency',
  'cut',
  'hold',
  'timeout',
  'reset',
  'bandwidth',
  'slow-close',
  'slicer',
  'limit',
].map((kind) => `link:${kind}`);

import type { LinkFault } from '../../contract/index.js';
import type { Micros } from '../../world/index.js';

/** A fault in the words of Toxiproxy. */
export interface ToxicBody {
  readonly type: string;
  readonly attributes: Readonly<Record<string, number>>;
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
    case 'loss':
    case 'duplicate':
    case 'reorder':
    case 'late':
      throw new RangeError(
        `a link of real processes is a stream of bytes and cannot have the fault ${fault.kind}; the simulator's links can`,
      );
  }
}

/** The kinds that `toxicOf` knows, as a world says what it can do. */
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

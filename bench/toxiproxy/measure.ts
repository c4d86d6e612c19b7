import { percentile } from '../row.js';
import { bulk, requests } from './load.js';
import type { Setup } from './setups.js';
import type { Subject } from './subject.js';

const busyCount = 30_000;
const aloneCount = 3_000;

/** Two ports that lead to the same two servers of the origin. */
export interface Ports {
  readonly answering: number;
  readonly pouring: number;
}

/** What one server did in one round. */
export interface Figures {
  readonly perSecond: number;
  readonly p50Micros: number;
  readonly p99Micros: number;
  /** One client alone. */
  readonly aloneMicros: number;
  readonly cpuMicrosPerRequest: number;
  readonly bulkPerSecond: number;
  readonly cpuMicrosPerMebibyte: number;
}

/** @param subject undefined: nothing is between, and nothing has a processor time */
export async function measure({ answering, pouring }: Ports, setup: Setup, subject?: Subject): Promise<Figures> {
  const used = async <Done>(work: () => Promise<Done>): Promise<readonly [Done, number]> => {
    const before = subject?.cpuMicros ?? 0;
    const done = await work();
    return [done, (subject?.cpuMicros ?? 0) - before];
  };
  const alone = await requests(answering, 1, aloneCount);
  const [busy, busyCpu] = await used(() => requests(answering, setup.clients, busyCount));
  const [perSecond, bulkCpu] = await used(() => bulk(pouring, setup.bulkBytes));
  return {
    perSecond: busy.perSecond,
    p50Micros: percentile(busy.micros, 50),
    p99Micros: percentile(busy.micros, 99),
    aloneMicros: percentile(alone.micros, 50),
    cpuMicrosPerRequest: busyCpu / busy.requests,
    bulkPerSecond: perSecond,
    cpuMicrosPerMebibyte: bulkCpu / (setup.bulkBytes / 1_048_576),
  };
}

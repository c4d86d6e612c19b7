import type { ToxicWords } from './subject.js';

/** A proxy with toxics, and what is measured on it. */
export interface Setup {
  readonly name: string;
  readonly toxics: readonly ToxicWords[];
  /** Clients that ask at once. */
  readonly clients: number;
  /** Bytes of the bulk transfer. */
  readonly bulkBytes: number;
  /** What the toxics add on purpose to one request, in microseconds. */
  readonly meantMicros: number;
  /** Whether the original is to be beaten in bulk; not where a toxic says how many bytes a second there are. */
  readonly isBulkFree: boolean;
}

const mebibyte = 1_048_576;
const clients = 16;
const latencyMillis = 5;
const bandwidthKilobytes = 100_000;

/** What both servers are measured with. */
export const setups: readonly Setup[] = [
  { name: 'no toxics', toxics: [], clients, bulkBytes: 256 * mebibyte, meantMicros: 0, isBulkFree: true },
  { name: '3 no-ops each way', toxics: noOps(3), clients, bulkBytes: 256 * mebibyte, meantMicros: 0, isBulkFree: true },
  {
    name: `latency ${latencyMillis} ms`,
    toxics: [{ type: 'latency', attributes: { latency: latencyMillis } }],
    // Enough of them to keep the server busy while they wait.
    clients: 4 * clients,
    bulkBytes: 256 * mebibyte,
    meantMicros: latencyMillis * 1_000,
    isBulkFree: true,
  },
  {
    name: `bandwidth ${bandwidthKilobytes / 1_000} MB/s`,
    toxics: [{ type: 'bandwidth', attributes: { rate: bandwidthKilobytes } }],
    clients,
    bulkBytes: 48 * mebibyte,
    meantMicros: 0,
    isBulkFree: false,
  },
];

/** What only the embedded server can be measured with: connections that are read as HTTP, because of a toxic that never fits. */
export const httpSetup: Setup = {
  name: 'read as HTTP',
  toxics: [{ type: 'noop', match: { path: '/never' } }],
  clients,
  bulkBytes: 256 * mebibyte,
  meantMicros: 0,
  isBulkFree: true,
};

function noOps(count: number): readonly ToxicWords[] {
  const each = Array.from({ length: count }, (_none, index) => index);
  return (['upstream', 'downstream'] as const).flatMap((stream) =>
    each.map((index) => ({ type: 'noop', name: `${stream}${index}`, stream })),
  );
}

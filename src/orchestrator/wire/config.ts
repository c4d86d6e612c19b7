import type { Grant } from '../../../spec/emco/index.js';
import type { Micros, NodeId } from '../../world/index.js';

/** What a node is told at boot, as JSON: who it is, who the managers are, and every period and limit that it keeps. */
export interface Config {
  readonly id: NodeId;
  /** Those who started the group. What a manager's own disk says of the members counts for more. */
  readonly managers: readonly NodeId[];
  /** Of a manager: it begins outside the group, and waits to be told that it belongs to it. */
  readonly join?: boolean;
  readonly timings: Timings;
  readonly limits: Limits;
  /** Gateways refuse bodies with fields that they do not know; else such fields are left out, with a warning. */
  readonly strict?: boolean;
  /** Of a gateway: who may call it; absent: everybody may do everything. */
  readonly grants?: readonly Grant[];
}

export interface Timings {
  readonly heartbeat: Micros;
  readonly electionMin: Micros;
  readonly electionMax: Micros;
  /** How often a syncer asks for its work. */
  readonly syncTick: Micros;
  /** A syncer that was not heard of for this long loses its servers to another. */
  readonly leaseLife: Micros;
  /** How long a gateway or syncer waits for one manager before it asks the next. */
  readonly askTimeout: Micros;
  /** How long a gateway tries before it answers 503. */
  readonly gatewayDeadline: Micros;
  /** A call of a syncer to a cluster. */
  readonly clusterTimeout: Micros;
  /** Ownership sweep of a cluster. */
  readonly sweepEvery: Micros;
  /** Longest back-off of a syncer after failures on a cluster. */
  readonly backOffMax: Micros;
  /** How long the answer to a key is remembered, in log time. */
  readonly keyLife: Micros;
  /** How long a Deployment or Job of the bundled cluster takes to become ready, and a finalized object to go. */
  readonly clusterPace: Micros;
}

export interface Limits {
  readonly bodyBytesMax: number;
  readonly packageBytesMax: number;
  /** Entries kept in the log before a snapshot is taken. */
  readonly logEntriesMax: number;
  /** Requests that a gateway has in flight. */
  readonly requestsMax: number;
  /** Objects of watch history that a cluster keeps before it answers 410. */
  readonly watchHistoryMax: number;
}

const ms = 1_000;

/** Defaults for a simulated cluster; a real one on a busy machine wants slower elections (`configReal`). */
export const timingsDefault: Timings = {
  heartbeat: 50 * ms,
  electionMin: 150 * ms,
  electionMax: 300 * ms,
  syncTick: 200 * ms,
  leaseLife: 2_000 * ms,
  askTimeout: 400 * ms,
  gatewayDeadline: 3_000 * ms,
  clusterTimeout: 1_000 * ms,
  sweepEvery: 1_000 * ms,
  backOffMax: 2_000 * ms,
  keyLife: 600_000 * ms,
  clusterPace: 50 * ms,
};

/** Elections and leases stretched for processes that share two cores with others. */
export const timingsReal: Timings = {
  ...timingsDefault,
  heartbeat: 100 * ms,
  electionMin: 500 * ms,
  electionMax: 1_000 * ms,
  askTimeout: 600 * ms,
  leaseLife: 3_000 * ms,
};

export const limitsDefault: Limits = {
  bodyBytesMax: 1_048_576,
  packageBytesMax: 4_194_304,
  logEntriesMax: 512,
  requestsMax: 256,
  watchHistoryMax: 512,
};

import type { Micros } from '../index.js';

/** Every bound of a node process. Reaching one is an answer, a lost message or an end with a reason, never a hang. */
export interface NodeLimits {
  /** Whole body of one request; more is answered 413. */
  readonly bodyBytesMax: number;
  /** From the first byte of a request to its last; more is answered 408. */
  readonly requestTime: Micros;
  /** Requests that are open at once; more are answered 503. */
  readonly requestsMax: number;
  /** Bytes of one answer that a slow caller has not taken yet; more and the connection is broken. */
  readonly answerBytesMax: number;
  /** One message, as a line. */
  readonly messageBytesMax: number;
  /** Bytes that wait on one link to a peer; messages beyond are lost. */
  readonly linkBytesMax: number;
  /** Pause after a connection to a peer failed; messages meanwhile are lost. */
  readonly redialPause: Micros;
  /** Connections to one peer for calls. */
  readonly callSocketsMax: number;
  /** Effects that may wait behind a barrier; more and the node ends. */
  readonly effectsMax: number;
  /** From being asked to end to the end, whatever the node says. */
  readonly endTime: Micros;
  /** Size of the flight recording; what comes later is not recorded. */
  readonly recordBytesMax: number;
  /** How often the event loop is asked whether it is late, and from when on that is told. */
  readonly lagEvery: Micros;
  /** @see lagEvery */
  readonly lagMin: Micros;
}

export const nodeLimitsDefault: NodeLimits = {
  bodyBytesMax: 8 * 1024 * 1024,
  requestTime: 10_000_000,
  requestsMax: 1_024,
  answerBytesMax: 16 * 1024 * 1024,
  messageBytesMax: 32 * 1024 * 1024,
  linkBytesMax: 32 * 1024 * 1024,
  redialPause: 10_000,
  callSocketsMax: 64,
  effectsMax: 100_000,
  endTime: 8_000_000,
  recordBytesMax: 1024 * 1024 * 1024,
  lagEvery: 50_000,
  lagMin: 100_000,
};

import type { RequestHead, ResponseHead } from './head.js';

/** A request, and the response to it, on one connection. */
export interface Exchange {
  /** Which of its connection, from 0. */
  readonly index: number;
  readonly request: RequestHead;
  /** The final response, once its head has come. */
  response: ResponseHead | undefined;
  /** Whether something of it has been handed to the server. */
  isSent: boolean;
  /** The order of the last toxic that has given an answer of its own, whose place the answers of toxics before it no longer reach; Infinity once the client has one. */
  givenBy: number;
  /** The toxics that work on it. */
  readonly meant: Set<object>;
}

/** What a stretch of bytes is in the conversation. */
export interface Part {
  readonly exchange: Exchange;
  readonly kind: 'head' | 'data' | 'framing';
  /** Whether it belongs to a 1xx response, which is not the answer yet. */
  readonly isInterim: boolean;
  /** Whether the message ends with it. */
  readonly isLast: boolean;
}

/** Bytes in order, and what they are; undefined: no HTTP, or not understood. */
export interface Stretch {
  readonly bytes: Buffer;
  readonly part: Part | undefined;
}

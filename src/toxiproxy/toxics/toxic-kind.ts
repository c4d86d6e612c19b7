import type { Draw } from '../seeded.js';

/** Bytes on their way through a link. A stage may shorten `bytes` and move `arrivedMillis`; the buffer itself is never written to. */
export interface Chunk {
  bytes: Buffer;
  /** When the bytes came to the proxy, moved on by what earlier toxics made them wait. Milliseconds of the monotonic clock. */
  arrivedMillis: number;
}

/** What stands first in a stage: bytes, the end of the stream, or nothing yet. */
export type Item = Chunk | 'end' | 'idle';

/** What a toxic wants done with the item it was shown. */
export type Step =
  /** Hand the item on. */
  | { readonly kind: 'pass' }
  /** Hand on the first bytes of the chunk (1 ≤ bytes < its length) and ask again about the rest. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** Ask again at this time of the monotonic clock, or when the item changes. */
  | { readonly kind: 'wait'; readonly untilMillis: number }
  /** Keep the item until the toxic is changed or removed. */
  | { readonly kind: 'hold' }
  /** Lose the chunk. */
  | { readonly kind: 'drop' }
  /** End the link: everything handed on so far is delivered, then both sockets close. */
  | { readonly kind: 'close' }
  /** Close both sockets with a TCP reset. */
  | { readonly kind: 'reset' };

export const pass: Step = { kind: 'pass' };
export const hold: Step = { kind: 'hold' };
export const drop: Step = { kind: 'drop' };
export const close: Step = { kind: 'close' };
export const reset: Step = { kind: 'reset' };

/** The attributes of an installed toxic, whole numbers by wire name. They change in place when the toxic is updated. */
export type Attributes = Readonly<Record<string, number>>;

/** A toxic at work in one direction of one connection. */
export interface Affect {
  /** Decides about the first item. Asked again after every wait, arrival and change; must be cheap. */
  decide(item: Item, nowMillis: number): Step;
  /** The attributes have changed; the chunk that was being held has been handed on. */
  restart?(nowMillis: number): void;
  /** The toxic is being removed. Says whether this connection must be reset, because bytes were lost. */
  removed?(): 'reset' | 'nothing';
}

/** One type of toxic. */
export interface ToxicKind {
  /** Its `type` on the wire. */
  readonly type: string;
  /** How Toxiproxy's own error messages call it. */
  readonly goName: string;
  /** Attribute names in the order of the wire, all whole numbers with default 0. */
  readonly attributes: readonly string[];
  /** Chunks and bytes that may queue before the sender is paused. */
  readonly queueChunksMax: number;
  /** @see queueChunksMax */
  readonly queueBytesMax: number;
  /** Removing the toxic ends every connection of the proxy, even those it did not touch (as Toxiproxy does for `timeout`). */
  readonly removalEndsLinks?: boolean;
  affect(attributes: Attributes, draw: Draw, nowMillis: number): Affect;
}

/** The queue of a kind that holds no more than the chunk in hand. */
export const oneChunk = { queueChunksMax: 1, queueBytesMax: 1 } as const;

/** The value of one attribute. */
export function attribute(attributes: Attributes, name: string): number {
  return attributes[name] ?? 0;
}

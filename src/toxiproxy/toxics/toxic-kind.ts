import type { Errand } from '../courier.js';
import type { Did } from '../did.js';
import type { Exchange, Part, Stretch } from '../http/exchange.js';
import type { ResponseRecords } from '../http/response-records.js';
import type { Draw } from '../seeded.js';
import type { Stream } from '../stream.js';

/** Bytes on their way through a link. A stage may shorten `bytes` and move `arrivedMillis`; the buffer itself is never written to. */
export interface Chunk {
  bytes: Buffer;
  /** When the bytes came to the proxy, moved on by what earlier toxics made them wait. Milliseconds of the monotonic clock. */
  arrivedMillis: number;
  /** The turn of the conversation in which the bytes came. @see Talk */
  readonly turn: number;
  /** What the bytes are in an HTTP conversation, where the connection is read as one. */
  readonly part?: Part | undefined;
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
  /** Hand on these bytes in place of the chunk. */
  | { readonly kind: 'replace'; readonly bytes: Buffer; readonly did?: Did }
  /** Hand on these bytes ahead of the item, and ask again about it. */
  | { readonly kind: 'insert'; readonly bytes: Buffer; readonly part?: Part }
  /** The toxic keeps the chunk's bytes itself; they are not lost, because `kept` gives them back or a later step hands them on. */
  | { readonly kind: 'take' }
  /** Lose the chunk. */
  | { readonly kind: 'drop' }
  /** End the link: everything handed on so far is delivered, then both sockets close. */
  | { readonly kind: 'close' }
  /** Close both sockets at once; what a reader has not taken yet may be lost. */
  | { readonly kind: 'sever' }
  /** Close both sockets with a TCP reset. */
  | { readonly kind: 'reset' };

export const pass: Step = { kind: 'pass' };
export const hold: Step = { kind: 'hold' };
export const drop: Step = { kind: 'drop' };
export const close: Step = { kind: 'close' };
export const reset: Step = { kind: 'reset' };

/** The attributes of an installed toxic, whole numbers and texts by wire name. They change in place when the toxic is updated. */
export type Attributes = Readonly<Record<string, number | string>>;

/** The conversation on a connection, both directions together. */
export interface Talk {
  /** How often the client has begun to speak: 1 from its first byte on, 2 when it speaks again after the server did. */
  readonly turn: number;
  /** Whether the client has spoken in this turn and the server has not. */
  readonly isAsking: boolean;
  /** Bytes that came to the proxy so far, by direction. */
  readonly received: Readonly<Record<Stream, number>>;
}

/** Where a toxic is at work: one direction of one connection, and what it may know and do beyond that. */
export interface Site {
  readonly stream: Stream;
  readonly attributes: Attributes;
  readonly draw: Draw;
  readonly http: HttpSite;
  /** When the work began, on the monotonic clock. */
  readonly beganMillis: number;
  readonly talk: Talk;
  /** What the toxic has counted over all connections, by name; it may write there. */
  readonly counts: Record<string, number>;
  /** State that all who name the same key share on this connection, in both directions; made by the first who asks. */
  shared<State>(key: object, make: () => State): State;
  /** Tells what was done to so many bytes of an exchange, where the step does not say it: `insert`, `take`. */
  fired(did: Did, bytes: number, exchange?: Exchange): void;
  /** Asks the toxics of that direction again, because something that they share has changed. */
  wake(stream: Stream): void;
}

/** What kinds that read HTTP may know and do. */
export interface HttpSite {
  /** Which of its proxy's toxics it is, from 1, in order of creation, which is also the order in which they see bytes. */
  readonly order: number;
  /** Whether the toxic is to work on it. */
  isMeant(exchange: Exchange): boolean;
  /** Whether the client gets the response to it next. */
  isNext(exchange: Exchange): boolean;
  /** What the toxic remembers, on all connections. */
  readonly records: ResponseRecords;
  /** Delivers a request to the upstream apart from this connection. @returns false when there is no room for it */
  deliver(errand: Errand): boolean;
}

/** A toxic at work in one direction of one connection. */
export interface Affect {
  /** Decides about the first item. Asked again after every wait, arrival and change; must be cheap. */
  decide(item: Item, nowMillis: number): Step;
  /** When the connection is severed whatever else is going on, even while a reader does not read. */
  readonly deadlineMillis?: number | undefined;
  /** The attributes have changed; the chunk that was being held has been handed on, unless the kind holds through updates. */
  restart?(nowMillis: number): void;
  /** Bytes taken by `take` and not handed on yet, given back in order because the work ends. */
  kept?(): readonly Stretch[];
  /** The work ends. Says whether this connection must end, because bytes were lost. */
  removed?(): Loss;
}

/** How a connection ends that lost bytes to a toxic which is now gone. */
export type Loss = 'close' | 'reset' | 'nothing';

/** One type of toxic. */
export interface ToxicKind {
  /** Its `type` on the wire. */
  readonly type: string;
  /** How Toxiproxy's own error messages call it. */
  readonly goName: string;
  /** How they call the type of its attributes; `int64` when not said. */
  readonly goInteger?: 'int' | 'int64';
  /** Names of the attributes that are whole numbers, in the order of the wire. */
  readonly attributes: readonly string[];
  /** Names of those that are texts, which follow them; all empty by default. */
  readonly texts?: readonly string[];
  /** Numbers that an attribute has when it is not said; 0 without. */
  readonly defaults?: Readonly<Record<string, number>>;
  /** The least and the most that an attribute may be. */
  readonly ranges?: Readonly<Record<string, readonly [least: number, most: number]>>;
  /** It works on HTTP exchanges only, all of them or those of its match, and tells them apart itself. */
  readonly readsHttp?: boolean;
  /** The numbers that an attribute may have, as the names of 0, 1, 2 …; other attributes may have any. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  /** It hands on whatever comes, at once. */
  readonly doesNothing?: boolean;
  /** The directions that it works in, if not just the one of its stream. */
  readonly reach?: readonly Stream[];
  /** An update hands nothing on, and what was decided already stays. */
  readonly holdsThroughUpdate?: boolean;
  /** Strictly, a connection that is opened while the toxic is there ends with a reset, whatever ends it. */
  readonly lingers?: boolean;
  /** Chunks and bytes that may queue before the sender is paused. */
  readonly queueChunksMax: number;
  /** @see queueChunksMax */
  readonly queueBytesMax: number;
  /** Removing the toxic ends every connection of the proxy, even those it did not touch (as Toxiproxy does for `timeout`). */
  readonly removalEndsLinks?: boolean;
  affect(attributes: Attributes, site: Site): Affect;
}

/** The queue of a kind that holds no more than the chunk in hand. */
export const oneChunk = { queueChunksMax: 1, queueBytesMax: 1 } as const;

/** The value of one attribute that is a number. */
export function attribute(attributes: Attributes, name: string): number {
  const value = attributes[name];
  return typeof value === 'number' ? value : 0;
}

/** The value of one attribute that is a text. */
export function textAttribute(attributes: Attributes, name: string): string {
  const value = attributes[name];
  return typeof value === 'string' ? value : '';
}

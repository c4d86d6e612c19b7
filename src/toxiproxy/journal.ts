import type { Did } from './did.js';
import type { HitRequest } from './hit-request.js';
import { limits } from './limits.js';

/** One time that a toxic fired on a connection. */
export interface JournalRecord {
  /** Counts up from 1 without gaps. */
  readonly seq: number;
  /** Unix time in milliseconds. */
  readonly timeMs: number;
  readonly proxy: string;
  /** The id of the connection, as `GET /connections` tells it. */
  readonly connection: number;
  readonly toxic: string;
  readonly did: Did;
  /** Length of the chunk that it was done to; 0 for an end of stream or a silence. */
  readonly bytes: number;
  /** The request that was hit; all that were under way, when the connection ended with it. Not there where the connection is not read as HTTP. */
  readonly requests?: readonly HitRequest[];
}

/** Some records in order. */
export interface JournalPage {
  readonly records: readonly JournalRecord[];
  /** What to ask for next. */
  readonly next: number;
  /** How many records after the one asked for are forgotten. */
  readonly lost: number;
}

/** What toxics did on all connections of a server, the latest of it; and the numbers of connections. */
export class Journal {
  readonly #ring: JournalRecord[] = [];
  #last = 0;
  #connections = 0;

  /** A number that no other connection of the server has, from 1. */
  newConnection(): number {
    this.#connections += 1;
    return this.#connections;
  }

  add(record: Omit<JournalRecord, 'seq' | 'timeMs'>): void {
    this.#ring[this.#last % limits.journalMax] = { seq: this.#last + 1, timeMs: Date.now(), ...record };
    this.#last += 1;
  }

  /** The oldest records after number `seq` that are still kept, a page of them. */
  after(seq: number): JournalPage {
    const from = Math.min(Math.max(0, seq), this.#last);
    const first = Math.max(from, this.#last - limits.journalMax);
    const next = Math.min(this.#last, first + limits.journalPageMax);
    const records: JournalRecord[] = [];
    for (let index = first; index < next; index += 1) {
      const record = this.#ring[index % limits.journalMax];
      if (record !== undefined) records.push(record);
    }
    return { records, next, lost: first - from };
  }
}

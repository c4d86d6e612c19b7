import type { Call } from './model.js';

/** A call, and between which two moments of its history it took effect, if it did. Moments are counted from 0 and no two are the same. */
export interface Interval {
  readonly call: Call;
  readonly process: string;
  readonly invoked: number;
  /** Infinity: nobody knows when, or whether, it took effect. */
  readonly returned: number;
}

/** What was called and came back, by object. */
export type History = ReadonlyMap<string, readonly Interval[]>;

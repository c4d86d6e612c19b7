import { Configurations } from './configurations.js';
import type { Interval } from './interval.js';
import type { Model } from './model.js';
import { type Timetable, timetableOf } from './timetable.js';
import { impossible, Transitions } from './transitions.js';

// A configuration is how many calls have returned, which of the open ones took effect already, and the state. It is a row of integers:
// position, state, the mask of slots, and for the way back the row before and the interval that led here.
const position = 0;
const state = 1;
const mask = 2;
const bits = 32;
const none = -1;

/** What came of a search: `order` names intervals in the order in which they can have taken effect, all that returned, or the longest such order. */
export interface Found {
  readonly verdict: 'holds' | 'violated' | 'unknown';
  readonly order: readonly number[];
  /** The interval at whose return no order is left. */
  readonly stuckAt: number | null;
  readonly steps: number;
}

/**
 * Looks for an order of the calls that the model allows, in which no call comes before one that had returned when it was made. A call without a return may come
 * anywhere after it was made, or never.
 *
 * Depth first over configurations, each once; a read that fits is taken at once; of several calls that ask and answer the same, that which returns first.
 * @param stepsMax questions to the model; what takes more is `unknown`
 * Source: Wing and Gong, Testing and Verifying Concurrent Objects (1993); Lowe, Testing for Linearizability (2017).
 */
export function search<State>(model: Model<State>, intervals: readonly Interval[], stepsMax: number): Found {
  return new Search(model, intervals, stepsMax).run();
}

class Search<State> {
  readonly #transitions: Transitions<State>;
  readonly #times: Timetable;
  readonly #stepsMax: number;
  readonly #rows: Configurations;
  readonly #row: Int32Array;
  readonly #parent: number;
  readonly #by: number;
  /** Calls that the configuration in hand was continued with, by their numbers. */
  readonly #tried: Int32Array;
  #round = 0;
  #farthest = 0;

  constructor(model: Model<State>, intervals: readonly Interval[], stepsMax: number) {
    this.#transitions = new Transitions(model, intervals);
    this.#times = timetableOf(intervals);
    this.#stepsMax = stepsMax;
    this.#parent = mask + Math.ceil(this.#times.slots / bits);
    this.#by = this.#parent + 1;
    this.#rows = new Configurations(this.#parent, this.#by + 1);
    this.#row = new Int32Array(this.#by + 1);
    this.#tried = new Int32Array(this.#transitions.calls);
  }

  run(): Found {
    const { returns } = this.#times;
    const stack = [this.#keep(none, none)];
    while (this.#rows.at(this.#farthest, position) < returns.length) {
      const from = stack.pop();
      if (from === undefined) return this.#found('violated');
      if (this.#transitions.steps > this.#stepsMax) return this.#found('unknown');
      const before = stack.length;
      this.#continue(from, stack);
      reverse(stack, before);
    }
    return this.#found('holds');
  }

  /** Pushes all that can come next. */
  #continue(from: number, stack: number[]): void {
    this.#round++;
    for (const interval of this.#times.open[this.#rows.at(from, position)] as Int32Array) {
      const call = this.#transitions.callOf[interval] as number;
      this.#take(from);
      if (this.#tried[call] === this.#round || this.#has(interval)) continue;
      this.#tried[call] = this.#round;
      const next = this.#transitions.step(this.#row[state] as number, interval);
      if (next === impossible) continue;
      // A call that nobody waits for and that changes nothing need not have happened.
      if (next === this.#row[state] && !this.#times.doesReturn(interval)) continue;
      this.#row[state] = next;
      this.#set(interval);
      const row = this.#keep(from, interval);
      if (row !== none) stack.push(row);
    }
  }

  /** Keeps the configuration in hand, settled. @returns its row, `none` when it was known */
  #keep(parent: number, by: number): number {
    this.#settle();
    this.#row[this.#parent] = parent;
    this.#row[this.#by] = by;
    const row = this.#rows.add(this.#row);
    if (row !== none && this.#rows.at(row, position) > this.#rows.at(this.#farthest, position)) this.#farthest = row;
    return row;
  }

  /** Goes on to the first return of a call that has not taken effect, with all reads that fit on the way. */
  #settle(took?: (interval: number) => void): void {
    const { returns, open } = this.#times;
    for (let at = this.#row[position] as number; at < returns.length; at = ++(this.#row[position] as number)) {
      for (const interval of open[at] as Int32Array) {
        if (!this.#transitions.isRead[interval] || this.#has(interval)) continue;
        if (this.#transitions.step(this.#row[state] as number, interval) === impossible) continue;
        this.#set(interval);
        took?.(interval);
      }
      if (!this.#has(returns[at] as number)) return;
      this.#clear(returns[at] as number);
    }
  }

  #found(verdict: Found['verdict']): Found {
    const at = this.#rows.at(this.#farthest, position);
    return {
      verdict,
      order: this.#orderTo(this.#farthest),
      stuckAt: verdict === 'violated' ? (this.#times.returns[at] as number) : null,
      steps: this.#transitions.steps,
    };
  }

  #orderTo(row: number): readonly number[] {
    const chosen: number[] = [];
    for (let at = row; at !== none; at = this.#rows.at(at, this.#parent)) chosen.push(this.#rows.at(at, this.#by));
    const order: number[] = [];
    this.#row.fill(0);
    for (const interval of chosen.reverse()) {
      if (interval !== none) {
        order.push(interval);
        this.#row[state] = this.#transitions.step(this.#row[state] as number, interval);
        this.#set(interval);
      }
      this.#settle((read) => order.push(read));
    }
    return order;
  }

  #take(row: number): void {
    for (let column = 0; column < this.#parent; column++) this.#row[column] = this.#rows.at(row, column);
  }

  #has(interval: number): boolean {
    const slot = this.#times.slot[interval] as number;
    return ((this.#row[mask + (slot >>> 5)] as number) & (1 << (slot & 31))) !== 0;
  }

  #set(interval: number): void {
    const slot = this.#times.slot[interval] as number;
    (this.#row[mask + (slot >>> 5)] as number) |= 1 << (slot & 31);
  }

  #clear(interval: number): void {
    const slot = this.#times.slot[interval] as number;
    (this.#row[mask + (slot >>> 5)] as number) &= ~(1 << (slot & 31));
  }
}

/** What was pushed first is to be popped first. */
function reverse(stack: number[], from: number): void {
  for (let low = from, high = stack.length - 1; low < high; low++, high--) {
    const kept = stack[low] as number;
    stack[low] = stack[high] as number;
    stack[high] = kept;
  }
}

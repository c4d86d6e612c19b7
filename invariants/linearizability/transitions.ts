import { canonical } from './canonical.js';
import type { Interval } from './interval.js';
import type { Model } from './model.js';

export const impossible = -1;

/** A model over small integers: states and calls are numbered as they come, and what a call does to a state is asked once. */
export class Transitions<State> {
  /** The number of the call of each interval; the same for calls that ask and answer the same. */
  readonly callOf: Int32Array;
  /** By number of interval: whether its call is a read. */
  readonly isRead: readonly boolean[];
  readonly calls: number;
  /** How often the search asked. */
  steps = 0;
  readonly #model: Model<State>;
  readonly #intervals: readonly Interval[];
  readonly #states: State[] = [];
  readonly #numbers = new Map<string | number, number>();
  readonly #known = new Map<number, number>();
  readonly #isPossible: (state: State) => boolean;

  constructor(model: Model<State>, intervals: readonly Interval[]) {
    this.#model = model;
    this.#intervals = intervals;
    const numbers = new Map<string, number>();
    this.callOf = Int32Array.from(intervals, ({ call }) => numbered(numbers, canonical(call)));
    this.isRead = intervals.map(({ call }) => model.isRead(call));
    this.calls = numbers.size;
    this.#isPossible = model.possible?.(intervals.map(({ call }) => call)) ?? (() => true);
    this.#numberOf(model.start());
  }

  stateOf(number: number): State {
    return this.#states[number] as State;
  }

  /** The number of the state after the call of an interval, or `impossible`. The initial state is number 0. */
  step(state: number, interval: number): number {
    this.steps++;
    const key = state * this.calls + (this.callOf[interval] as number);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const next = this.#model.step(this.stateOf(state), (this.#intervals[interval] as Interval).call);
    const number = next === undefined || !this.#isPossible(next) ? impossible : this.#numberOf(next);
    this.#known.set(key, number);
    return number;
  }

  #numberOf(state: State): number {
    const number = numbered(this.#numbers, this.#model.keyOf(state));
    if (number === this.#states.length) this.#states.push(state);
    return number;
  }
}

function numbered<Key>(numbers: Map<Key, number>, key: Key): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}

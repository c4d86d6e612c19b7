import type { Interval } from './interval.js';

/** Which calls are open when one returns. Intervals are named by their number. */
export interface Timetable {
  /** Those that return, in order. */
  readonly returns: Int32Array;
  /** For each of `returns`, those that were called before it returns and had not returned by then: itself first, then in order of their own return. */
  readonly open: readonly Int32Array[];
  /** A place in the mask for each, which nobody else has while it is open. Those that never return keep theirs. */
  readonly slot: Int32Array;
  readonly slots: number;
  doesReturn(interval: number): boolean;
}

export function timetableOf(intervals: readonly Interval[]): Timetable {
  const slot = new Int32Array(intervals.length);
  const free: number[] = [];
  let slots = 0;
  const open = new Set<number>();
  const returns: number[] = [];
  const openAt: Int32Array[] = [];
  for (const { number, isReturn } of momentsOf(intervals)) {
    if (isReturn) {
      returns.push(number);
      openAt.push(Int32Array.from(open).sort((one, other) => byReturn(intervals, one, other)));
      open.delete(number);
      free.push(slot[number] as number);
    } else {
      slot[number] = free.pop() ?? slots++;
      open.add(number);
    }
  }
  return { returns: Int32Array.from(returns), open: openAt, slot, slots, doesReturn: (number) => intervals[number]?.returned !== Infinity };
}

interface Moment {
  readonly at: number;
  readonly number: number;
  readonly isReturn: boolean;
}

function momentsOf(intervals: readonly Interval[]): readonly Moment[] {
  const moments: Moment[] = [];
  intervals.forEach(({ invoked, returned }, number) => {
    moments.push({ at: invoked, number, isReturn: false });
    if (returned !== Infinity) moments.push({ at: returned, number, isReturn: true });
  });
  return moments.sort((one, other) => one.at - other.at);
}

function byReturn(intervals: readonly Interval[], one: number, other: number): number {
  const [{ returned: a = 0, invoked: first = 0 } = {}, { returned: b = 0, invoked: second = 0 } = {}] = [intervals[one], intervals[other]];
  return a === b ? first - second : a - b;
}

import type { History, Interval } from './interval.js';
import type { Model } from './model.js';
import { search } from './search.js';

/** A key of a recorded history needs some thousands. */
const stepsDefault = 5_000_000;

export interface CheckOptions {
  /** Questions to the model for one key; what takes more is `unknown`. At least 1. */
  readonly stepsMax?: number;
}

/** What is said of one key. */
export interface KeyVerdict {
  readonly key: string;
  readonly verdict: 'holds' | 'violated' | 'unknown';
  /** Calls in an order that the model allows: all that returned, or as many as possible. */
  readonly order: readonly Interval[];
  /** The shortest beginning of the history without such an order ends where this one returns. */
  readonly stuckAt: Interval | null;
  readonly steps: number;
}

/** What is said of a history: violated when one key is, else unknown when one is. */
export interface HistoryVerdict {
  readonly verdict: 'holds' | 'violated' | 'unknown';
  readonly keys: readonly KeyVerdict[];
}

/** Judges each key by itself: a history is linearizable exactly when those of its objects are (Herlihy and Wing, theorem 1). */
export function checkHistory<State>(model: Model<State>, history: History, { stepsMax = stepsDefault }: CheckOptions = {}): HistoryVerdict {
  const keys = [...history].map(([key, intervals]) => checkKey(model, key, intervals, stepsMax));
  const verdicts = new Set(keys.map(({ verdict }) => verdict));
  return { verdict: verdicts.has('violated') ? 'violated' : verdicts.has('unknown') ? 'unknown' : 'holds', keys };
}

function checkKey<State>(model: Model<State>, key: string, intervals: readonly Interval[], most: number): KeyVerdict {
  for (const { call } of intervals) model.expect(call);
  const { verdict, order, stuckAt, steps } = judged(model, intervals, most);
  return verdict === 'violated' ? { key, ...shortest(model, intervals, stuckAt, most) } : { key, verdict, order, stuckAt, steps };
}

function judged<State>(model: Model<State>, intervals: readonly Interval[], most: number): Omit<KeyVerdict, 'key'> {
  // Whether a read that nobody saw the end of took place makes no difference to anybody.
  const known = intervals.filter(({ call, returned }) => returned !== Infinity || !model.isRead(call));
  const { verdict, order, stuckAt, steps } = search(model, known, most);
  const named = (number: number): Interval => known[number] as Interval;
  return { verdict, order: order.map(named), stuckAt: stuckAt === null ? null : named(stuckAt), steps };
}

/** The verdict on the shortest beginning that is violated, found by halving: what is longer is violated, too. */
function shortest<State>(
  model: Model<State>,
  intervals: readonly Interval[],
  stuckAt: Interval | null,
  most: number,
): Omit<KeyVerdict, 'key'> {
  const ends = intervals.map(({ returned }) => returned).filter((at) => at !== Infinity && at >= (stuckAt?.returned ?? 0));
  ends.sort((one, other) => one - other);
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (judged(model, until(intervals, ends[middle] as number), most).verdict === 'violated') high = middle;
    else low = middle + 1;
  }
  const end = ends[low] as number;
  const { order, steps } = judged(model, until(intervals, end), most);
  return { verdict: 'violated', order, steps, stuckAt: intervals.find(({ returned }) => returned === end) ?? null };
}

/** What was known of a history at one moment: of calls that were open then, not how they end. */
function until(intervals: readonly Interval[], moment: number): readonly Interval[] {
  return intervals
    .filter(({ invoked }) => invoked <= moment)
    .map((each) => (each.returned <= moment ? each : { ...each, call: { ...each.call, result: undefined }, returned: Infinity }));
}

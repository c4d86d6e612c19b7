import { type CheckOptions, checkHistory, type HistoryVerdict } from './check-history.js';
import type { History } from './interval.js';
import type { Model } from './model.js';
import { casRegister } from './models/cas-register.js';
import { kvAppend } from './models/kv-append.js';
import { lock } from './models/lock.js';
import { queue } from './models/queue.js';
import { register } from './models/register.js';
import { set } from './models/set.js';

/** Judges histories of one kind of object. */
export interface Checker {
  readonly name: string;
  readonly about: string;
  /** @throws RangeError for an operation that such an object does not have */
  check(history: History, options?: CheckOptions): HistoryVerdict;
}

/** One for each model that comes with topple. */
export const checkers: readonly Checker[] = [
  checkerOf(register),
  checkerOf(casRegister),
  checkerOf(kvAppend),
  checkerOf(set),
  checkerOf(queue),
  checkerOf(lock),
];

function checkerOf<State>(model: Model<State>): Checker {
  return { name: model.name, about: model.about, check: (history, options) => checkHistory(model, history, options) };
}

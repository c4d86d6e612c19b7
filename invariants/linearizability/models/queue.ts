import type { Model } from '../model.js';
import { knows, textOf } from './said.js';

/** A queue: first in, first out. */
export const queue: Model<readonly string[]> = {
  name: 'queue',
  about: 'a queue, empty at first: enqueue VALUE; dequeue → the value that is longest in it, null where there is none',
  start: () => [],
  step(state, { f, value, result }) {
    if (f === 'enqueue') return [...state, textOf(value)];
    if (result !== undefined && textOf(result) !== (state[0] ?? 'null')) return undefined;
    return state.slice(1);
  },
  isRead: ({ f, result }) => f === 'dequeue' && result === null,
  keyOf: (state) => state.join(),
  expect(call) {
    knows('queue', ['enqueue', 'dequeue'], call);
    if (call.f === 'enqueue' && call.value === null) throw new RangeError('null cannot be told from an empty queue');
  },
};

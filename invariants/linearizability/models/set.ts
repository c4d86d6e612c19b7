import type { Json } from '../../../src/world/index.js';
import type { Model } from '../model.js';
import { knows, mayBe, textOf } from './said.js';

/** A set of values, each as its text, in order. */
export const set: Model<readonly string[]> = {
  name: 'set',
  about: 'a set, empty at first: add VALUE; remove VALUE; contains VALUE → true or false; read → all its values in any order',
  start: () => [],
  step(state, call) {
    const { f, value, result } = call;
    const text = textOf(value);
    if (f === 'contains') return mayBe(call, state.includes(text)) ? state : undefined;
    if (f === 'read') return result === undefined || isAll(state, result) ? state : undefined;
    if (f === 'remove') return state.filter((each) => each !== text);
    return state.includes(text) ? state : [...state, text].sort();
  },
  isRead: ({ f }) => f === 'read' || f === 'contains',
  keyOf: (state) => state.join(),
  expect: (call) => knows('set', ['add', 'remove', 'contains', 'read'], call),
};

function isAll(state: readonly string[], result: Json): boolean {
  return Array.isArray(result) && result.map(textOf).sort().join() === state.join();
}

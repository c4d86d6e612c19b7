import type { Model } from '../model.js';
import { knows, mayBe, textOf } from './said.js';

/** One key of a store of texts, as in Porcupine's examples and the labs of MIT 6.5840. */
export const kvAppend: Model<string> = {
  name: 'kv-append',
  about: 'a text, empty at first: get → text; put TEXT; append TEXT to its end',
  initial: '',
  step(state, call) {
    if (call.f === 'get') return mayBe(call, state) ? state : undefined;
    return call.f === 'put' ? String(call.value) : state + String(call.value);
  },
  isRead: ({ f }) => f === 'get',
  keyOf: (state) => state,
  expect(call) {
    knows('kv-append', ['get', 'put', 'append'], call);
    if (call.f !== 'get' && typeof call.value !== 'string') throw new RangeError(`${call.f} wants a text, not ${textOf(call.value)}`);
  },
};

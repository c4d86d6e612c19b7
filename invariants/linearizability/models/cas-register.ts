import type { Json } from '../../../src/world/index.js';
import type { Model } from '../model.js';
import { knows, mayBe, textOf } from './said.js';

/** A register that is also compared and set, at once. */
export const casRegister: Model<Json> = {
  name: 'cas-register',
  about: 'a value, null at first: read → value; write VALUE; cas [EXPECTED, NEW] → false where it was not as expected',
  start: () => null,
  step(state, call) {
    if (call.f === 'read') return mayBe(call, state) ? state : undefined;
    if (call.f === 'write') return call.value;
    const [expected = null, next = null] = call.value as readonly Json[];
    const isSet = textOf(state) === textOf(expected);
    if (call.result !== undefined && isSet !== (call.result !== false)) return undefined;
    return isSet ? next : state;
  },
  isRead: ({ f, result }) => f === 'read' || (f === 'cas' && result === false),
  keyOf: textOf,
  expect(call) {
    knows('cas-register', ['read', 'write', 'cas'], call);
    if (call.f === 'cas' && !(Array.isArray(call.value) && call.value.length === 2))
      throw new RangeError(`cas wants [expected, new], not ${textOf(call.value)}`);
  },
};

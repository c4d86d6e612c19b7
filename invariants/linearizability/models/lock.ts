import type { Model } from '../model.js';
import { knows, textOf } from './said.js';

interface State {
  readonly holder: string | null;
  /** The highest that was given. */
  readonly token: number;
}

/** A lock that gives whoever gets it a number higher than any before. Source: Kleppmann, How to do distributed locking (2016). */
export const lock: Model<State> = {
  name: 'lock',
  about:
    'a lock with fencing: acquire OWNER → a token above all before, false where another holds it; release OWNER → false where OWNER does not hold it',
  start: () => ({ holder: null, token: 0 }),
  step(state, { f, value, result }) {
    const owner = textOf(value);
    if (f === 'release') {
      const isHeld = state.holder === owner;
      if (result !== undefined && isHeld !== (result !== false)) return undefined;
      return isHeld ? { ...state, holder: null } : state;
    }
    if (result === false) return state.holder === null ? undefined : state;
    if (state.holder !== null) return result === undefined ? state : undefined;
    // A token that nobody saw counts as no higher than the last: any other would forbid more of those to come.
    const token = typeof result === 'number' ? result : state.token;
    return result !== undefined && token <= state.token ? undefined : { holder: owner, token };
  },
  isRead: ({ result }) => result === false,
  keyOf: ({ holder, token }) => `${holder} ${token}`,
  expect(call) {
    knows('lock', ['acquire', 'release'], call);
    if (call.f === 'acquire' && call.result !== undefined && call.result !== false && typeof call.result !== 'number')
      throw new RangeError(`acquire answers a number or false, not ${textOf(call.result)}`);
  },
};

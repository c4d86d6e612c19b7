import type { PairRules } from '../pair-machine.js';

/** The caller is told before the write is durable: a crash in between loses what was acknowledged. */
export const defect = {
  name: 'ack-before-persist',
  replace: (rules: PairRules): PairRules => ({ ...rules, acknowledge: 'at-once' }),
};

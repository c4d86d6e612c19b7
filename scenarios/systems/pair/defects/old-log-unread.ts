import type { PairRules } from '../pair-machine.js';

/** A build understands the log lines that it writes itself alone: what another build has written is gone once the node was started with this one. */
export const defect = {
  name: 'old-log-unread',
  replace: (rules: PairRules): PairRules => ({ ...rules, reads: 'own-format' }),
};

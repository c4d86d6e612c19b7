import type { Micros } from './machine.js';

/**
 * What can be wrong with the clocks of a node. `skew`: its wall clock is off by `offset`, whole microseconds of either sign; put on or taken off while the node runs it is a
 * jump. `drift`: all its clocks run too fast by so many thousandths (too slow where negative), and its timers with them.
 */
export type ClockFault = { readonly kind: 'skew'; readonly offset: Micros } | { readonly kind: 'drift'; readonly perMille: number };

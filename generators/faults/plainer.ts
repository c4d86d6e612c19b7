import type { Break, Target } from '../../src/contract/index.js';
import { shorter } from './link-fault.js';

const second = 1_000_000;
const leastMicros = 20_000;

/** Milder forms of what a process suffers: the same for a shorter time, then a plainer fault, of a single node, in its place. */
export function plainer(fault: string): (broken: Break) => readonly Break[] {
  return (broken) => [...shorter(broken), { ...broken, fault, args: {}, on: broken.on.map(oneOf), lasts: Math.min(broken.lasts, second) }];
}

/** The same for a part of the time; nothing where that is too short to matter. */
export function shortened(broken: Break, part: number): readonly Break[] {
  const lasts = Math.floor(broken.lasts / part);
  return lasts < leastMicros ? [] : [{ ...broken, lasts }];
}

function oneOf(target: Target): Target {
  return target.pick === 'all' ? { ...target, pick: 0 } : target;
}

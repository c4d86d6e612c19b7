// How the clocks of a node stand to true time while clock faults come and go: plain data, the same for both worlds. Faults add up. The monotonic clock never goes
// back, so it keeps what a drift has gained or lost; the wall clock is put right when the last drift is over, as by a time server.
import { assert } from './assert.js';
import type { ClockFault } from './clock-fault.js';
import type { Micros } from './machine.js';

export interface NodeClock {
  /** Those in force, each under the name of the break that made it. */
  readonly faults: readonly NamedClockFault[];
  /** True time at which the rate changed last, and what the monotonic clock showed then. */
  readonly since: Micros;
  readonly shown: Micros;
  /** Thousandths by which both clocks run too fast. */
  readonly perMille: number;
  /** What the wall clock is ahead by skew. */
  readonly offset: Micros;
  /** What drifts that are over have gained, and the wall clock no longer shows. */
  readonly forgiven: Micros;
}

export interface NamedClockFault {
  readonly name: string;
  readonly fault: ClockFault;
}

/** A clock that was never wrong. */
export const rightClock: NodeClock = { faults: [], since: 0, shown: 0, perMille: 0, offset: 0, forgiven: 0 };

/** However many drifts add up, a clock neither stands still nor runs away. */
const perMilleLeast = -900;
const perMilleMost = 9_000;

/** What the monotonic clock shows at a true time that is not before `since`. */
export function shownAt({ since, shown, perMille }: NodeClock, at: Micros): Micros {
  return shown + (at - since) + Math.floor(((at - since) * perMille) / 1_000);
}

/** What the wall clock is ahead of the right one at a true time. */
export function aheadAt(clock: NodeClock, at: Micros): Micros {
  return shownAt(clock, at) - at - clock.forgiven + clock.offset;
}

/** The first true time, not before `since`, at which the monotonic clock shows `shown` or more. */
export function timeOfShown(clock: NodeClock, shown: Micros): Micros {
  const nearly = Math.floor(((shown - clock.shown) * 1_000) / (1_000 + clock.perMille)) - 1;
  let at = clock.since + Math.max(0, nearly);
  // Rounding is all that is missing: two or three steps at most.
  while (shownAt(clock, at) < shown) at++;
  return at;
}

/** The clock from true time `at` on, with a fault put on or (null) taken off; the same one when nothing changes. */
export function withClockFault(clock: NodeClock, at: Micros, name: string, fault: ClockFault | null): NodeClock {
  const isOn = clock.faults.some((each) => each.name === name);
  if (isOn === (fault !== null)) return clock;
  if (fault !== null) assert(Number.isInteger(fault.kind === 'skew' ? fault.offset : fault.perMille), 'clock: faults are whole numbers');
  const faults = fault === null ? clock.faults.filter((each) => each.name !== name) : [...clock.faults, { name, fault }];
  const shown = shownAt(clock, at);
  const perMille = Math.min(
    perMilleMost,
    Math.max(
      perMilleLeast,
      sumOf(faults, ({ fault: each }) => (each.kind === 'drift' ? each.perMille : 0)),
    ),
  );
  const offset = sumOf(faults, ({ fault: each }) => (each.kind === 'skew' ? each.offset : 0));
  const isDrifting = faults.some(({ fault: each }) => each.kind === 'drift');
  return { faults, since: at, shown, perMille, offset, forgiven: isDrifting ? clock.forgiven : shown - at };
}

/** Whether it shows the right time, and will. */
export function isRight({ faults, since, shown }: NodeClock): boolean {
  return faults.length === 0 && since === shown;
}

/** Those that whoever reads this clock meets: skew does not touch the monotonic one. */
export function faultsOf({ faults }: NodeClock, clock: 'now' | 'wall'): readonly NamedClockFault[] {
  return clock === 'wall' ? faults : faults.filter(({ fault }) => fault.kind === 'drift');
}

function sumOf(faults: readonly NamedClockFault[], of: (fault: NamedClockFault) => number): number {
  return faults.reduce((sum, fault) => sum + of(fault), 0);
}

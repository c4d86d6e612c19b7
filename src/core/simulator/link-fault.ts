// What each kind of link fault does to one piece of traffic: a message, a request or a part of an answer.
import type { LinkFault } from '../../contract/index.js';
import type { Micros, Part, Request } from '../../world/index.js';
import { drawFault } from './chance.js';
import type { Due } from './due.js';
import { doubles, intercepts, isAt, mutes, replaces } from './http-fault.js';
import type { Simulation } from './simulation.js';

/** A fault in force on a directed link; `answers` when it is on the way back. */
export interface ActiveFault {
  readonly name: string;
  readonly fault: LinkFault;
  readonly answers: boolean;
  /** Bandwidth: when the pipe is free again. */
  freeAt: Micros;
  /** Limit: message bytes that have passed on the present connection. Late: whether one came late already. */
  passed: number;
  /** Hold: what waits, in order. */
  held: Due[];
  /** Drop-response, http-status: the calls whose answer it has begun to take. */
  readonly taken: Set<number>;
}

/** What is about to travel. */
export interface Cargo {
  /** Index of the link's stream of chance. */
  readonly stream: number;
  readonly size: number;
  readonly isMessage: boolean;
  /** It closes the stream, in peace or not. */
  readonly closes: boolean;
  /** Bytes that went the same way on the same connection before. */
  readonly before: number;
  /** The world's number of its call; 0 for a message. */
  readonly call: number;
  /** Null for all but requests. */
  readonly request: Request | null;
  /** Null for all but answers. */
  readonly part: Part | null;
}

/** What the faults of a link make of a piece of traffic, all together. */
export interface Fate {
  delay: Micros;
  lost: boolean;
  holder: ActiveFault | null;
  /** Copies, each later than the original by this much. */
  copies: Micros[];
  /** It may overtake and be overtaken. */
  free: boolean;
  /** The connection is severed after this long; null: it is not. */
  severAfter: Micros | null;
  /** Bytes of it that get through. */
  passes: number;
  slices: { readonly bytes: number; readonly delay: Micros } | null;
  closeDelay: Micros;
  /** What the caller gets in its place; null: nothing. */
  own: Part | null;
  /** A request comes once more, so much after itself or (`last`) before. */
  twin: { readonly gap: Micros; readonly answer: 'first' | 'last' } | null;
}

/** Walks over the faults in the order in which they were put on; `hit` is told the name of each that touches the piece. What is lost or held meets no more of them. */
export function fateOf(sim: Simulation, faults: readonly ActiveFault[], cargo: Cargo, hit: (name: string) => void): Fate {
  const fate: Fate = {
    delay: 0,
    lost: false,
    holder: null,
    copies: [],
    free: false,
    severAfter: null,
    passes: Infinity,
    slices: null,
    closeDelay: 0,
    own: null,
    twin: null,
  };
  const isAnswer = cargo.stream % 2 === 1;
  for (const [nth, active] of faults.entries()) {
    if (!isAt(active, isAnswer)) continue;
    if (bite(sim, active, cargo, fate, nth)) hit(active.name);
    if (fate.lost || fate.holder !== null) break;
  }
  return fate;
}

/** True when the fault changes the fate. */
function bite(sim: Simulation, active: ActiveFault, cargo: Cargo, fate: Fate, nth: number): boolean {
  const { fault } = active;
  const draw = (bound: number, salt = 0): number => drawFault(sim.chance, cargo.stream, nth * 2 + salt, bound);
  switch (fault.kind) {
    case 'cut':
      return loses(fate, 0);
    case 'timeout':
      return loses(fate, fault.after > 0 ? fault.after : null);
    case 'reset':
      return loses(fate, fault.after);
    case 'hold':
      fate.holder = active;
      return true;
    case 'latency':
      fate.delay += Math.max(0, fault.latency - fault.jitter + draw(2 * fault.jitter + 1));
      return true;
    case 'bandwidth':
      return narrows(sim, active, fault.kilobytesPerSecond, cargo, fate);
    case 'slow-close':
      fate.closeDelay += cargo.closes ? fault.delay : 0;
      return cargo.closes && !cargo.isMessage;
    case 'slicer':
      fate.slices = { bytes: Math.max(1, fault.bytes), delay: fault.delay };
      return cargo.size > fault.bytes;
    case 'limit':
      return limits(active, fault.bytes, cargo, fate);
    case 'loss':
      return cargo.isMessage && draw(100) < fault.percent && loses(fate, null);
    case 'duplicate':
      if (!cargo.isMessage || draw(100) >= fault.percent) return false;
      fate.copies.push(draw(fault.delay + 1, 1));
      return true;
    case 'reorder':
      if (!cargo.isMessage) return false;
      fate.free = true;
      fate.delay += draw(fault.delay + 1);
      return true;
    case 'late':
      return delays(active, fault.delay, cargo, fate);
    case 'drop-response':
      return mutes(active, fault.how, cargo, fate);
    case 'http-duplicate':
      return doubles(fault, cargo, fate);
    case 'http-status':
      return fault.when === 'instead' ? intercepts(fault, cargo, fate) : replaces(active, fault, cargo, fate);
  }
}

function loses(fate: Fate, severAfter: Micros | null): boolean {
  fate.lost = true;
  fate.severAfter = severAfter;
  return true;
}

function narrows(sim: Simulation, active: ActiveFault, kilobytesPerSecond: number, cargo: Cargo, fate: Fate): boolean {
  if (kilobytesPerSecond <= 0) {
    fate.holder = active;
    return true;
  }
  const begin = Math.max(sim.now, active.freeAt);
  active.freeAt = begin + Math.ceil((cargo.size * 1_000) / kilobytesPerSecond);
  fate.delay += active.freeAt - sim.now;
  return cargo.size > 0;
}

/** Messages and requests alone: a request has no bytes before it. */
function delays(active: ActiveFault, delay: Micros, { closes, before }: Cargo, fate: Fate): boolean {
  if (active.passed > 0 || closes || before > 0) return false;
  active.passed = 1;
  fate.free = true;
  fate.delay += delay;
  return true;
}

function limits(active: ActiveFault, bytes: number, cargo: Cargo, fate: Fate): boolean {
  const before = cargo.isMessage ? active.passed : cargo.before;
  if (before + cargo.size <= bytes) {
    if (cargo.isMessage) active.passed = before + cargo.size;
    return false;
  }
  // The connection ends here; for messages the next one opens a new one.
  active.passed = 0;
  if (cargo.isMessage) return loses(fate, null);
  fate.passes = Math.max(0, bytes - before);
  fate.severAfter = 0;
  return true;
}

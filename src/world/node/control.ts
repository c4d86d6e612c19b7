// What is said over the pipes of a node process: JSON lines, down its stdin and up its stdout.
import type { ClockFault, DiskFault, Json, Micros, NodeClock, NodeId, Trapped } from '../index.js';
import type { NodeLimits } from './limits.js';
import type { DiskNews } from './troubled-disk.js';

/** Where a peer is reached: the addresses of the links towards it, which may be proxies. Null where it does not serve that. */
export interface Peer {
  readonly host: string;
  readonly messagePort: number | null;
  readonly httpPort: number | null;
}

/** Kills the node just before or after the nth effect of a kind from now on (`part`: the nth part that arrives). */
export interface Trap {
  readonly name: string;
  readonly effect: Trapped;
  readonly nth: number;
  readonly phase: 'before' | 'after';
}

/** The first line down. */
export interface StartLine {
  readonly id: NodeId;
  /** Handed to the machine at boot. */
  readonly config: Json;
  /** Where its files are. Made when it is not there. */
  readonly directory: string;
  /** Loopback ports; 0: any free one; null: does not listen. */
  readonly listen: { readonly http: number | null; readonly message: number | null };
  readonly peers: Readonly<Record<NodeId, Peer>>;
  /** File that the flight recording is appended to; null: none. */
  readonly record: string | null;
  /** Seed of the draws; null: true chance. */
  readonly seed: string | null;
  /** `process.hrtime.bigint()` at the beginning of the world's time, as text, so that the times of nodes compare; null: now. */
  readonly originNanos: string | null;
  readonly traps: readonly Trap[];
  /** How its clocks stand; null: right. */
  readonly clock: NodeClock | null;
  /** Faults of its disk that stand, by name; absent: none. Those that rot files are its supervisor's own work. */
  readonly disk?: Readonly<Record<string, DiskFault>>;
  readonly limits: Partial<NodeLimits>;
}

/** Later lines down. `count` asks for a `count` back, with the same tag; `untrap` without a name takes all traps off, `disk` without one all its faults. */
export type Control =
  | ({ readonly do: 'trap' } & Trap)
  | { readonly do: 'untrap'; readonly name: string | null }
  | { readonly do: 'clock'; readonly name: string; readonly fault: ClockFault | null }
  | { readonly do: 'disk'; readonly name: string | null; readonly fault: DiskFault | null }
  | { readonly do: 'peers'; readonly peers: Readonly<Record<NodeId, Peer>> }
  | { readonly do: 'count'; readonly tag: number };

/** Messages and calls of a node to one peer since its boot. `lost`: dropped, refused or broken, as far as the node can know. */
export interface Traffic {
  sent: number;
  lost: number;
}

/** Lines up. */
export type Report =
  | { readonly is: 'up'; readonly http: number | null; readonly message: number | null }
  | { readonly is: 'failed'; readonly code: string; readonly detail: string }
  | { readonly is: 'mark'; readonly at: Micros; readonly name: string; readonly data: Json }
  /** The event loop was late by this much at this moment. */
  | { readonly is: 'lag'; readonly at: Micros; readonly micros: Micros }
  | { readonly is: 'count'; readonly tag: number; readonly traffic: Readonly<Record<NodeId, Traffic>> }
  /** A fault of its clocks was met, so many times since it was last told. */
  | { readonly is: 'hit'; readonly name: string; readonly count: number }
  | { readonly is: 'trap'; readonly name: string }
  | { readonly is: 'disk'; readonly name: string; readonly news: DiskNews }
  | { readonly is: 'halt'; readonly reason: string };

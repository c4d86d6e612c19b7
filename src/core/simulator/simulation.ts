// The whole state of a simulated world. It is plain data with a hand-written copy; everything that acts on it is a function elsewhere in this folder.
import type { Happening, Host, Topology, TrapPhase, Watcher } from '../../contract/index.js';
import type { DiskTrouble, Effect, Head, Input, Json, Micros, NodeClock, NodeId, Request, Trapped } from '../../world/index.js';
import type { Chance } from './chance.js';
import type { Disk, Persist } from './disk.js';
import type { Due } from './due.js';
import type { EventHeap } from './event-heap.js';
import type { Hits } from './hits.js';
import type { ActiveFault } from './link-fault.js';

/** A node to simulate. `open` gives a fresh host: once when the world begins, and again after each crash; the disk is kept by the world. */
export interface SimulatedNode {
  readonly id: NodeId;
  readonly role: string;
  readonly config: Json;
  open(): Host;
  /** Other builds that it can be started with, by name. */
  readonly builds?: Readonly<Record<string, () => Host>>;
}

/** A draw from `least` to `most`, both included. */
export interface Range {
  readonly least: Micros;
  readonly most: Micros;
}

/** What never changes while a world lives; forks share it. */
export interface Setup {
  readonly topology: Topology;
  readonly nodes: readonly SimulatedNode[];
  readonly index: ReadonlyMap<NodeId, number>;
  readonly hop: Range;
  readonly sync: Range;
  readonly wallStart: Micros;
  readonly hashing: boolean;
  readonly freeze: boolean;
  readonly guard: boolean;
}

/** One named timer. `due` is where its only entry of the heap stands, `deadline` when it is to fire; both `never` when unset. */
export interface Timer {
  deadline: Micros;
  due: Micros;
  token: number;
  readonly input: Input;
  readonly hash: number;
}

/** Kills the node around the nth effect of a kind from now on. */
export interface Trap {
  readonly name: string;
  readonly effect: Trapped;
  readonly phase: TrapPhase;
  /** Null: whatever is written. */
  readonly file: string | null;
  left: number;
}

/** A fault of a disk that is in force. */
export interface NodeDiskTrouble extends DiskTrouble {
  /** What a power cut leaves, where writes are only said to be durable; null elsewhere. */
  readonly kept: Disk | null;
  /** Writes that a power cut would lose. */
  owed: number;
}

export interface Node {
  readonly index: number;
  readonly id: NodeId;
  /** Null while the node is down. */
  host: Host | null;
  /** Counts boots and deaths, so that what was meant for an earlier life is known. */
  life: number;
  starting: boolean;
  /** It was asked to end, in this life. */
  ending: boolean;
  paused: boolean;
  /** Null: its own. */
  build: string | null;
  /** Why its starts take long, and how long; null: they take no time. */
  slow: { readonly name: string; readonly delay: Micros } | null;
  /** What is due to a paused node, in order. */
  inbox: Due[];
  /** Why the node is down or paused, as the name under which hits are told; null while it runs. */
  trouble: string | null;
  /** Effects that wait behind a barrier: those from `head` on. */
  queue: readonly Effect[];
  head: number;
  /** Writes that are not yet durable. */
  writing: Persist[];
  /** A trap that closes when the writes are durable. */
  closing: Trap | null;
  disk: Disk;
  /** Null while its clocks show the right time. */
  clock: NodeClock | null;
  diskTroubles: NodeDiskTrouble[];
  timers: Map<string, Timer>;
  traps: Trap[];
  /** The calls that this node made and whose end it has not seen: its number → the world's. */
  calls: Map<number, number>;
}

/** An open stream between two actors. The world's number is also, negated, the number by which the server knows it. */
export interface Call {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  /** The caller's own number. */
  readonly number: number;
  readonly request: Request;
  readonly hash: number;
  readonly timeout: Micros | null;
  readonly direct: boolean;
  /** A fault delivers it once more: nobody waits for its answer. */
  readonly twin: boolean;
  /** The other of two deliveries of one request; null: it is delivered once. */
  partner: number | null;
  callerOpen: boolean;
  /** `coming`: the request has not arrived. */
  server: 'coming' | 'open' | 'closed';
  /** Nobody listened. */
  refused: boolean;
  /** When silence becomes a time-out. */
  deadline: Micros;
  /** The latest arrival so far in each direction: streams stay in order. */
  upAt: Micros;
  downAt: Micros;
  upBytes: number;
  downBytes: number;
  /** Only the last severing that was scheduled counts. */
  severToken: number;
  /** What has come back, for a call of the harness. */
  head: Head | null;
  pieces: Uint8Array[];
}

export interface Simulation {
  readonly setup: Setup;
  now: Micros;
  readonly heap: EventHeap;
  readonly nodes: readonly Node[];
  readonly chance: Chance;
  readonly calls: Map<number, Call>;
  callCount: number;
  tokens: number;
  /** Faults in force, by index of link. */
  readonly faults: Map<number, ActiveFault[]>;
  /** The latest arrival of a message so far, by index of link. */
  readonly arrivals: Float64Array;
  readonly hits: Map<string, Hits>;
  readonly happenings: Happening[];
  hash: number;
  steps: number;
  /** Who looks on; nobody in a fresh copy. */
  watcher: Watcher | null;
  /** The message that was hashed last. */
  readonly last: { from: number; body: Json; hash: number };
}

export const never = Infinity;

/** The harness as an actor. */
export function harnessIndex(setup: Setup): number {
  return setup.nodes.length;
}

/** The directed link from one actor to another. */
export function linkIndex(setup: Setup, from: number, to: number): number {
  return from * (setup.nodes.length + 1) + to;
}

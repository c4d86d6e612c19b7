import type { Json, Micros, NodeId } from '../world/index.js';
import type { Fact, Layer } from './fact.js';
import type { Command } from './hand.js';
import type { Happening } from './happening.js';
import type { Answer, Call, Kind, Operation, Plan, Topology } from './operation.js';
import type { World } from './outcome.js';
import type { Watcher } from './watcher.js';

/** One call of an observation. It goes past the proxies, to the named node or to any node of the operation's role. */
export interface Look {
  readonly op: string;
  readonly args: Json;
  readonly to: NodeId | null;
}

/** How one layer is seen: calls, then a pure reader. `answers` are in the order of `looks`; null for one that failed. */
export interface Observation {
  readonly layer: Layer;
  readonly looks: readonly Look[];
  read(answers: readonly (Answer | null)[]): { readonly complete: boolean; readonly facts: readonly Fact[] };
}

/** A call that the janitor or the canary makes. */
export type Errand = Pick<Call, 'op' | 'args' | 'makes' | 'rest'>;

/** All that the harness knows of a system: data and pure functions. */
export interface Described {
  readonly name: string;
  readonly worlds: readonly World[];
  readonly kinds: readonly Kind[];
  readonly operations: readonly Operation[];
  topology(knobs: Json): Topology;
  observe(topology: Topology): readonly Observation[];
  /** The mark by which a node of this role says that it now leads; null for systems without one. */
  readonly leader: { readonly role: string; readonly mark: string } | null;
  /** The set-up before the lanes start, as the plan's knobs ask: paid in full, its calls are retried until they succeed. */
  setUp(knobs: Json): readonly Errand[];
  /** A fresh happy path; `name` makes its names unique. */
  canary(name: string): readonly Errand[];
  /** The next calls of the documented teardown, given what is there; empty when nothing is left to do. Called again after they are answered. */
  janitor(facts: readonly Fact[]): readonly Errand[];
  readonly bounds: Bounds;
}

/** Each is a promise of the system or a property of its configuration. */
export interface Bounds {
  /** From heal to rest. */
  readonly settle: Micros;
  /** How long rest must last to count: at least the longest retry, plus link delay, plus late duplicate. */
  readonly stay: Micros;
  /** A call answers within this while a quorum is up. */
  readonly slo: Micros;
  /** A key is remembered for this long. */
  readonly keyLife: Micros;
  /** The longest lease, session or silence after which others take a node for gone; absent: `stay`, which is longer than any retry. */
  readonly lease?: Micros;
  /** In real, lag above this makes a run `unknown: lag`. */
  readonly lag: Micros;
}

/** A system that can be stood up. */
export interface System extends Described {
  /** The defects that it can be started with, by name. */
  readonly defects: readonly string[];
  /** Those that a machine made; they are started in the same way. */
  readonly mutants?: readonly string[];
  /** Why it cannot be stood up on this machine, such as a program that is missing; null or absent: it can. */
  missing?(): string | null;
  /** In the simulator, what stands up depends on the plan's seed and knobs and on the options alone: runs begin in forks of what others stood up. */
  open(world: World, plan: Plan, options: OpenOptions): Trial | Promise<Trial>;
}

export interface OpenOptions {
  /** The defects that the system is started with. */
  readonly defects: readonly string[];
  /** Where a real world may keep files; unused in the simulator. */
  readonly directory: string;
}

/** A system that stands, in one of the worlds. */
export interface Trial {
  readonly world: World;
  /** `fork`, `trap`, `loss`, …: asked, never assumed. */
  readonly can: ReadonlySet<string>;
  /** Returns at once; what comes of it is a happening. */
  do(command: Command): void;
  /** The next happening, or a tick at `until`. The simulator answers at once. */
  next(until: Micros): Happening | Promise<Happening>;
  readonly now: Micros;
  /** Only in real: URLs by what is there; `client → gateway1` is a proxy, `gateway1` the node itself, `toxiproxy` the server that breaks the links. */
  readonly addresses?: ReadonlyMap<string, string>;
  fork?(reseed: string | null): Trial;
  /** Shows every input and effect from now on, of this world alone and not of its forks; null: no more. Absent where nobody can look on. */
  watch?(watcher: Watcher | null): void;
  /** The rolling hash over every input and effect of every node so far. */
  hash?(): number;
  /** Ends everything; then says what was found when the recordings were executed again (real), null where that does not apply. */
  close(): Promise<Reexecution | null> | null;
}

/** The flight recordings of a real run, executed again in process. */
export interface Reexecution {
  readonly nodes: number;
  readonly steps: number;
  /** The first step of each node whose effects differed. */
  readonly differences: readonly { readonly node: NodeId; readonly step: number; readonly input: string }[];
}

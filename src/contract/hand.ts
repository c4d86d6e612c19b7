import type { ClockFault, DiskFault, Micros, NodeId, Request, Trapped } from '../world/index.js';

/**
 * What can be done to a directed link, in both worlds. `cut`: connections are reset and refused (messages lost). `hold`: bytes stay in the pipe,
 * connections stay open (a black hole). `loss`, `duplicate` and `reorder` exist on lossy links of the simulator alone. `late`: the next message or request comes so
 * much later, whatever is healed meanwhile, and what follows overtakes it. In real there are late requests alone; their caller is reset, where a simulated one
 * waits on, and they come at the heal at the latest.
 *
 * The last three touch HTTP on stream links, and of that whole exchanges. `drop-response`: the request is served and its answer lost from its first byte on; then the
 * connection is reset or closed, or nothing comes any more (`hang`). `http-duplicate`: a request that has one of the fields `keys` (in small letters; none named: any)
 * is delivered twice, the second time so much later (in real at the heal at the latest), and the caller gets one of the answers. `http-status`: an answer of an
 * intermediary, with `Retry-After` in seconds (0: without), instead of the server's, which never sees the request, or after it.
 */
export type LinkFault =
  | { readonly kind: 'latency'; readonly latency: Micros; readonly jitter: Micros }
  | { readonly kind: 'cut' }
  | { readonly kind: 'hold' }
  | { readonly kind: 'timeout'; readonly after: Micros }
  | { readonly kind: 'reset'; readonly after: Micros }
  | { readonly kind: 'bandwidth'; readonly kilobytesPerSecond: number }
  | { readonly kind: 'slow-close'; readonly delay: Micros }
  | { readonly kind: 'slicer'; readonly bytes: number; readonly delay: Micros }
  | { readonly kind: 'limit'; readonly bytes: number }
  | { readonly kind: 'loss'; readonly percent: number }
  | { readonly kind: 'duplicate'; readonly percent: number; readonly delay: Micros }
  | { readonly kind: 'reorder'; readonly delay: Micros }
  | { readonly kind: 'late'; readonly delay: Micros }
  | { readonly kind: 'drop-response'; readonly how: 'reset' | 'close' | 'hang' }
  | { readonly kind: 'http-duplicate'; readonly gap: Micros; readonly answer: 'first' | 'last'; readonly keys: readonly string[] }
  | { readonly kind: 'http-status'; readonly status: number; readonly retryAfter: number; readonly when: 'instead' | 'after' };

/**
 * `stop` and `continue` pause a node and let it go on; `end` asks it to end in good order, as SIGTERM does; `kill` is a power cut. A `start` cuts short what is
 * still ending.
 */
export type NodeAct = 'kill' | 'stop' | 'continue' | 'start' | 'end';

export type TrapPhase = 'before' | 'after' | 'within';

/**
 * One thing that the harness does to the world, as data. A link fault is named after the break that made it, so that overlapping ones are put on and
 * taken off independently. A `trap` kills its node just before or after the nth effect of that kind from now on (`part`: the nth part that arrives; `any`: the nth effect that can be seen from outside).
 * `within`, of a write: while it is under way, so that a part of it stays; that, and traps for one file, exist in the simulator alone.
 * A `disk` or `clock` fault is named as a link fault is.
 * `slow-start`: each start of the node takes so much longer from now on; null: no more, and one that is under way goes on at once. A start with a `build` is
 * one with that code; null: with its own; absent: with the code that it had. All are idempotent.
 */
export type Hand =
  | {
      readonly do: 'link';
      readonly from: NodeId;
      readonly to: NodeId;
      readonly name: string;
      readonly fault: LinkFault | null;
      readonly stream: 'upstream' | 'downstream';
    }
  | { readonly do: 'node'; readonly node: NodeId; readonly act: NodeAct; readonly build?: string | null }
  | { readonly do: 'slow-start'; readonly node: NodeId; readonly name: string; readonly delay: Micros | null }
  | {
      readonly do: 'trap';
      readonly node: NodeId;
      readonly name: string;
      readonly effect: Trapped;
      readonly nth: number;
      readonly phase: TrapPhase;
      /** Only writes of this file count; absent: all. */
      readonly file?: string;
    }
  | { readonly do: 'disk'; readonly node: NodeId; readonly name: string; readonly fault: DiskFault | null }
  /** A fault of the clocks of a node, also of its next lives; null: taken off. */
  | { readonly do: 'clock'; readonly node: NodeId; readonly name: string; readonly fault: ClockFault | null }
  | { readonly do: 'untrap'; readonly node: NodeId; readonly name: string }
  | { readonly do: 'heal-all' };

/** A request of the harness to a node. `direct`: past the proxies, for observation and drift. The answer is a happening with the same id. */
export interface Send {
  readonly do: 'request';
  readonly id: number;
  readonly to: NodeId;
  readonly request: Request;
  readonly timeout: Micros;
  readonly direct: boolean;
}

export type Command = Send | Hand;

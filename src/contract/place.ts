import type { Micros, Passing } from '../world/index.js';
import type { Break, Target } from './operation.js';
import type { Bounds } from './system.js';

/** A place in a run at which something can be broken: an effect of a node on its way out, a part of an answer on its way in, or a request of a lane (role `client`). */
export interface Place {
  readonly node: Target;
  readonly passing: Passing;
  /** Among those of its kind of that node in that microsecond, counted from 1. */
  readonly nth: number;
  /** Where it goes to or comes from; null for a write. */
  readonly peer: Target | null;
  /** The link that it takes; null where it takes none. */
  readonly link: 'lossy' | 'stream' | null;
  /** How long a caller waits for an answer; null where nobody does. */
  readonly patience: Micros | null;
  /** Names of the header fields of a request, in small letters; absent for all else. */
  readonly fields?: readonly string[];
}

/** One way to break something at a place; what is at work in that microsecond alone lasts for one. */
export interface Aimed extends Pick<Break, 'on' | 'args'> {
  /** In words: `before it`, `its answer is lost`. */
  readonly how: string;
  /** From just before the microsecond of the place. */
  readonly lasts: Micros;
}

/** How long aimed faults last. */
export type AimBounds = Pick<Bounds, 'stay'>;

import type { Draw, Json, Micros, NodeId } from '../world/index.js';
import type { Hand } from './hand.js';
import type { Break, Topology } from './operation.js';
import type { AimBounds, Aimed, Place } from './place.js';

/** A way to break something: drawn, injected and healed in one place. All of it is data, so that both worlds run it and a run can fork inside it. */
export interface Fault {
  readonly name: string;
  /** What the world must be able to do: `trap`, `loss`, `link:latency`… */
  readonly needs: readonly string[];
  /**
   * What it does that no restart mends. `rot`: bytes on a disk are other ones, or gone, and whoever checks finds out: the node counts as lost. `lie`: a disk forgot what it had
   * promised to keep, and nothing shows it. Beyond what the envelope allows of either a run is excused. Absent: neither.
   */
  readonly harm?: 'rot' | 'lie';
  /** Roughly how often it is drawn, relative to the others. */
  readonly weight: number;
  /** Afterwards its nodes may hold what they held before: identities that were gone are there again, by no doing of the system's. */
  readonly rewinds?: true;
  /** One break of this kind, without id and anchor; null when the topology has nothing to break. */
  draw(draw: Draw, topology: Topology): Pick<Break, 'on' | 'args' | 'lasts'> | null;
  /** Milder forms, mildest first; for shrinking. */
  weaken(broken: Break): readonly Break[];
  /** The ways in which it breaks something at one place of a run; absent: it cannot be aimed. */
  aim?(place: Place, bounds: AimBounds): readonly Aimed[];
  inject(broken: Break, on: readonly NodeId[], topology: Topology): readonly FaultStep[];
  /** What it does while it is on, in order of time; nothing of it is done once the fault is over. Absent: nothing. */
  during?(broken: Break, on: readonly NodeId[], topology: Topology): readonly Timed[];
  heal(broken: Break, on: readonly NodeId[], topology: Topology): readonly FaultStep[];
}

/** One entry of the timetable of a fault; `at` counts from the moment in which it was put on. */
export interface Timed {
  readonly at: Micros;
  readonly steps: readonly FaultStep[];
}

/**
 * A hand, or an operation of the system's own (drift, an admission policy) that is sent past the proxies, again and again until it is answered for good.
 * `bites`: an accepted call is itself the hit; else a node says with a `fault-hit` mark (data: the break's id) when it bites.
 */
export type FaultStep =
  | Hand
  | { readonly do: 'operation'; readonly op: string; readonly to: NodeId; readonly args: Json; readonly bites: boolean };

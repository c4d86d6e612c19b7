import type { Micros, NodeId } from '../../world/index.js';
import { limits } from './limits.js';

/** When nodes were stopped: a node that was stopped is late, and that is not its fault. */
export class Pauses {
  readonly #last = new Map<NodeId, { readonly from: Micros; until: Micros }>();

  begin(node: NodeId, now: Micros): void {
    this.#last.set(node, { from: now, until: Infinity });
  }

  end(node: NodeId, now: Micros): void {
    const pause = this.#last.get(node);
    if (pause !== undefined && pause.until === Infinity) pause.until = now;
  }

  /** Whether a node that was late by `micros` at `at` was late because it was stopped. */
  explains(node: NodeId, at: Micros, micros: Micros): boolean {
    const pause = this.#last.get(node);
    return pause !== undefined && pause.from <= at && at - micros - limits.lagEvery <= pause.until + limits.pauseEcho;
  }
}

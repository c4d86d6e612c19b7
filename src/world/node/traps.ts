import { counts, type Passing } from '../index.js';
import type { Trap } from './control.js';

/** Traps that are armed in a node. The first that closes ends the process, so there is no going on. */
export class Traps {
  readonly #armed = new Map<string, Trap & { left: number }>();
  readonly #spring: (name: string) => void;

  /** @param spring kills the process, at once */
  constructor(spring: (name: string) => void) {
    this.#spring = spring;
  }

  get any(): boolean {
    return this.#armed.size > 0;
  }

  /** One that is already armed stays as it is. */
  arm(trap: Trap): void {
    if (!this.#armed.has(trap.name)) this.#armed.set(trap.name, { ...trap, left: Math.max(1, trap.nth) });
  }

  /** @param name null: all */
  disarm(name: string | null): void {
    if (name === null) this.#armed.clear();
    else this.#armed.delete(name);
  }

  /** An effect of this kind is about to be carried out, or was. */
  pass(passing: Passing, phase: Trap['phase']): void {
    if (this.#armed.size === 0) return;
    for (const trap of this.#armed.values()) {
      if (counts(trap.effect, passing) && trap.phase === phase && --trap.left === 0) this.#spring(trap.name);
    }
  }
}

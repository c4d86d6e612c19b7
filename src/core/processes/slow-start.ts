import type { Micros } from '../../world/index.js';
import { signalGroup } from './signal-group.js';

/**
 * Starts that take long: the process is there and stopped, from before any program comes to listen until it is let go. Holding it, rather than making it later,
 * works for programs that are not ours and shows to whoever looks what a slow machine shows: a process that answers nothing, not yet even its port.
 */
export class SlowStart {
  #slow: { readonly name: string; readonly delay: Micros } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #pid = 0;

  /** How much longer each start takes. */
  get delay(): Micros {
    return this.#slow?.delay ?? 0;
  }

  /** From the next start on. Null: no more, and one that is held goes on now; nothing happens where another name made it slow. */
  set(name: string, delay: Micros | null): void {
    if (delay !== null) this.#slow = { name, delay };
    else if (this.#slow?.name === name) this.off();
  }

  off(): void {
    this.#slow = null;
    this.#release();
  }

  /** Call it right after the process was made. */
  hold(pid: number): void {
    if (this.#slow === null) return;
    this.#pid = pid;
    signalGroup(pid, 'SIGSTOP');
    this.#timer = setTimeout(() => this.#release(), this.#slow.delay / 1_000);
  }

  /** The process is gone. */
  forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #release(): void {
    if (this.#timer === null) return;
    this.forget();
    signalGroup(this.#pid, 'SIGCONT');
  }
}

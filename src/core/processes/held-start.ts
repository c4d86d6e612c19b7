import type { Micros } from '../../world/index.js';
import { signalGroup } from './signal-group.js';

/**
 * A start that takes long: the process is there and stopped, from before any program comes to listen until it is let go. Holding it, rather than making it later,
 * works for programs that are not ours and shows to whoever looks what a slow machine shows: a process that answers nothing, not yet even its port.
 */
export class HeldStart {
  #timer: NodeJS.Timeout | null = null;
  #pid = 0;

  /** Call it right after the process was made. */
  hold(pid: number, delay: Micros): void {
    this.#pid = pid;
    signalGroup(pid, 'SIGSTOP');
    this.#timer = setTimeout(() => this.release(), delay / 1_000);
  }

  /** Lets it go on now; nothing happens when none is held. */
  release(): void {
    if (this.#timer === null) return;
    this.forget();
    signalGroup(this.#pid, 'SIGCONT');
  }

  /** The process is gone. */
  forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

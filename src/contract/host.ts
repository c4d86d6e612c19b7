import type { Effect, Env, Input } from '../world/index.js';

/** A node as a world runs it: a machine in process, or a program in any language over stdin and stdout. */
export interface Host {
  deliver(input: Input, env: Env): readonly Effect[] | Promise<readonly Effect[]>;
  /** Absent: the world forks by replaying recorded inputs. */
  fork?(): Host;
  digest?(): number;
  close?(): void;
}

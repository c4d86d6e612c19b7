import type { Host } from '../../contract/index.js';
import { assert, type Effect, type Env, type Input, type Machine } from '../../world/index.js';

/** A machine as a host in this process: it answers at once, forks by copying its state, and shows a digest of it. */
export function hostOf<S>(machine: Machine<S>): Host {
  return new MachineHost(machine, null);
}

class MachineHost<S> implements Host {
  private readonly machine: Machine<S>;
  /** Null until the first boot. */
  private booted: { readonly state: S } | null;

  constructor(machine: Machine<S>, booted: { readonly state: S } | null) {
    this.machine = machine;
    this.booted = booted;
  }

  deliver(input: Input, env: Env): readonly Effect[] {
    if (input.on !== 'boot') {
      assert(this.booted !== null, 'host: boot is the first input');
      return this.machine.step(this.booted.state, input, env);
    }
    const [state, effects] = this.machine.boot(input, env);
    this.booted = { state };
    return effects;
  }

  fork(): Host {
    return new MachineHost(this.machine, this.booted === null ? null : { state: this.machine.clone(this.booted.state) });
  }

  digest(): number {
    return this.booted === null ? 0 : this.machine.digest(this.booted.state);
  }
}

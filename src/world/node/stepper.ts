import { assert, drawAt, type Effect, type Env, hashEffects, type Input, type Machine } from '../index.js';
import type { NodeTime } from './node-time.js';
import { type Recorder, THREW } from './recorder.js';

export interface StepperOptions<S> {
  readonly machine: Machine<S>;
  readonly time: NodeTime;
  readonly recorder: Recorder | null;
  /** Stream of the draws. */
  readonly stream: number;
}

/** A machine and its state, stepped with the real time and recorded. */
export class Stepper<S> {
  readonly #options: StepperOptions<S>;
  #booted: { readonly state: S } | null = null;
  #draws = 0;

  constructor(options: StepperOptions<S>) {
    this.#options = options;
  }

  /** Takes one input; what it led to is on record when this returns. */
  take(input: Input): readonly Effect[] {
    const { recorder, time, stream } = this.#options;
    const draws: number[] = [];
    const draw = (_label: string, bound: number): number => {
      const drawn = drawAt(stream, this.#draws++, bound);
      draws.push(drawn);
      return drawn;
    };
    const [now, wall] = [time.now(), time.wall()];
    const env: Env = time.isFaulty ? telling(time, { now, wall, draw }) : { now, wall, draw };
    let effects: readonly Effect[];
    try {
      effects = this.#step(input, env);
    } catch (error) {
      recorder?.write({ input, now, wall, draws, effects: THREW });
      throw error;
    }
    recorder?.write({ input, now, wall, draws, effects: hashEffects(effects) });
    return effects;
  }

  #step(input: Input, env: Env): readonly Effect[] {
    const { machine } = this.#options;
    if (input.on !== 'boot') {
      assert(this.#booted !== null, 'node: boot is the first input');
      return machine.step(this.#booted.state, input, env);
    }
    const [state, effects] = machine.boot(input, env);
    this.#booted = { state };
    return effects;
  }
}

/** The same env, which tells which clock is read. */
function telling(time: NodeTime, { now, wall, draw }: Env): Env {
  return {
    get now() {
      time.met('now');
      return now;
    },
    get wall() {
      time.met('wall');
      return wall;
    },
    draw,
  };
}

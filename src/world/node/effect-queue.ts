import { assert, type Effect } from '../index.js';
import { DiskError, type Persist } from './disk.js';
import type { Traps } from './traps.js';

export interface EffectQueueOptions {
  readonly traps: Traps;
  readonly effectsMax: number;
  /** Whether each write is to be committed alone, since its place among them counts; absent: only while a trap is armed. */
  countsWrites?(): boolean;
  commit(writes: readonly Persist[]): Promise<void>;
  perform(effect: Exclude<Effect, { do: 'persist' }>): void;
  /** A write failed; what waited behind it is gone. */
  failed(error: DiskError): void;
}

/** Bytes that one sync may cover. */
const commitBytesMax = 4 * 1024 * 1024;
/** Effects that are done before they are cut off the queue. */
const forgetMin = 1_024;

/** The effects of a node, carried out in order. A write is a barrier: what follows waits until it is durable. */
export class EffectQueue {
  readonly #options: EffectQueueOptions;
  #waiting: Effect[] = [];
  #head = 0;
  /** Index up to which writes are durable, ahead of their turn. */
  #durable = 0;
  #busy = false;

  constructor(options: EffectQueueOptions) {
    this.#options = options;
  }

  absorb(effects: readonly Effect[]): void {
    for (const effect of effects) this.#waiting.push(effect);
    assert(this.#waiting.length - this.#head <= this.#options.effectsMax, 'node: its effects are carried out faster than they come');
    if (!this.#busy) this.#run();
  }

  #run(): void {
    const { traps, perform } = this.#options;
    this.#busy = true;
    while (this.#head < this.#waiting.length) {
      const effect = this.#waiting[this.#head] as Effect;
      if (effect.do === 'persist' && this.#head >= this.#durable) return this.#write();
      this.#head++;
      if (effect.do === 'persist') {
        traps.pass('persist', 'after');
        continue;
      }
      traps.pass(effect.do, 'before');
      perform(effect);
      traps.pass(effect.do, 'after');
    }
    this.#reset();
  }

  /** A queue that is never empty is not kept for ever. */
  #forgetDone(): void {
    if (this.#head < forgetMin) return;
    this.#waiting = this.#waiting.slice(this.#head);
    this.#durable = Math.max(0, this.#durable - this.#head);
    this.#head = 0;
  }

  #write(): void {
    this.#forgetDone();
    const { traps, commit, failed, countsWrites } = this.#options;
    const end = traps.any || countsWrites?.() === true ? this.#head + 1 : this.#commitEnd();
    const writes = this.#waiting.slice(this.#head, end).filter((effect) => effect.do === 'persist');
    for (let left = writes.length; left > 0; left--) traps.pass('persist', 'before');
    commit(writes).then(
      () => {
        this.#durable = end;
        this.#run();
      },
      (error: unknown) => {
        if (!(error instanceof DiskError)) throw error;
        this.#reset();
        failed(error);
      },
    );
  }

  /**
   * One sync for all writes that wait, though effects stand between them: a write that is durable before an earlier message is sent cannot be told
   * from a message that was lost. While a trap is armed each write has its own, since then the place in the queue counts.
   */
  #commitEnd(): number {
    let bytes = 0;
    let end = this.#head;
    for (let at = this.#head; at < this.#waiting.length && bytes < commitBytesMax; at++) {
      const effect = this.#waiting[at] as Effect;
      if (effect.do === 'halt') break;
      if (effect.do !== 'persist') continue;
      bytes += effect.bytes.length;
      end = at + 1;
    }
    return end;
  }

  #reset(): void {
    this.#waiting = [];
    this.#head = 0;
    this.#durable = 0;
    this.#busy = false;
  }
}

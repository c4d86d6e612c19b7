import type { Draw } from '../seeded.js';
import { attribute, hold, oneChunk, pass } from './toxic-kind.js';
import type { Affect, Attributes, Item, Step, ToxicKind } from './toxic-kind.js';

const MILLION = 1_000_000;
const BYTE_BITS = 8;
const BYTE_MAX = 255;
type Change = (byte: number, draw: Draw) => number;

const flip: Change = (byte, draw) => byte ^ (1 << Math.floor(draw() * BYTE_BITS));
const zero: Change = () => 0;
/** Any value but the one that was there. */
const random: Change = (byte, draw) => {
  const drawn = Math.floor(draw() * BYTE_MAX);
  return drawn < byte ? drawn : drawn + 1;
};
const CHANGES: readonly Change[] = [flip, zero, random];

/**
 * Changes bytes on their way: every `every_bytes`-th, and each with a chance of `probability` in a million, after the first `skip_bytes` that it sees
 * of its direction. `mode` 0 flips one bit, 1 makes the byte zero, 2 makes it any other. Which bytes are changed depends on the seed and on
 * their place in the stream, not on how the stream is cut into chunks.
 */
export const corrupt: ToxicKind = {
  type: 'corrupt',
  goName: 'CorruptToxic',
  attributes: ['every_bytes', 'probability', 'mode', 'skip_bytes'],
  choices: { mode: ['flip', 'zero', 'random'] },
  ...oneChunk,
  affect: (attributes, site) => new Noise(attributes, site.draw),
};

class Noise implements Affect {
  readonly #attributes: Attributes;
  readonly #draw: Draw;
  /** Bytes seen so far. */
  #seen = 0;
  /** The next byte that chance has chosen, counted like `#seen`; undefined: not drawn yet. */
  #chosen: number | undefined;

  constructor(attributes: Attributes, draw: Draw) {
    this.#attributes = attributes;
    this.#draw = draw;
  }

  decide(item: Item): Step {
    if (item === 'idle') return hold;
    if (item === 'end') return pass;
    const changed = this.#changed(item.bytes);
    this.#seen += item.bytes.length;
    return changed === item.bytes ? pass : { kind: 'replace', bytes: changed };
  }

  restart(): void {
    this.#chosen = undefined;
  }

  /** The same buffer when nothing of it changes, else a copy. */
  #changed(bytes: Buffer): Buffer {
    const change = CHANGES[attribute(this.#attributes, 'mode')] ?? flip;
    const end = this.#seen + bytes.length;
    let copy = bytes;
    for (let at = this.#next(this.#seen); at < end; at = this.#next(at + 1)) {
      if (copy === bytes) copy = Buffer.from(bytes);
      const index = at - this.#seen;
      copy[index] = change(copy[index] ?? 0, this.#draw);
    }
    return copy.equals(bytes) ? bytes : copy;
  }

  /** The first byte at or after `from` that is to be changed; Infinity when there is none. */
  #next(from: number): number {
    const skip = Math.max(0, attribute(this.#attributes, 'skip_bytes'));
    const begin = Math.max(from, skip);
    return Math.min(this.#nextCounted(begin, skip), this.#nextChosen(begin));
  }

  #nextCounted(begin: number, skip: number): number {
    const every = attribute(this.#attributes, 'every_bytes');
    if (every <= 0) return Infinity;
    return skip + Math.ceil((begin - skip + 1) / every) * every - 1;
  }

  #nextChosen(begin: number): number {
    const chance = Math.min(MILLION, attribute(this.#attributes, 'probability')) / MILLION;
    if (chance <= 0) return Infinity;
    if (this.#chosen === undefined || this.#chosen < begin) this.#chosen = begin + this.#gap(chance);
    return this.#chosen;
  }

  /** How many bytes stay as they are before one is changed: geometric. */
  #gap(chance: number): number {
    return chance >= 1 ? 0 : Math.floor(Math.log(1 - this.#draw()) / Math.log(1 - chance));
  }
}

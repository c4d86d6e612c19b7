const loadMax = 0.5;
const firstCapacity = 1_024;

/** What was tried already: rows of integers, each kept once, in one block of memory. The first `keyWidth` integers of a row tell it from others. */
export class Configurations {
  readonly #width: number;
  readonly #keyWidth: number;
  #rows: Int32Array;
  #slots: Int32Array;
  #length = 0;

  constructor(keyWidth: number, width: number) {
    this.#keyWidth = keyWidth;
    this.#width = width;
    this.#rows = new Int32Array(firstCapacity * width);
    this.#slots = new Int32Array(firstCapacity / loadMax).fill(-1);
  }

  at(row: number, column: number): number {
    return this.#rows[row * this.#width + column] as number;
  }

  /** Keeps a row. @returns its number, or -1 when one with the same key is there */
  add(row: Int32Array): number {
    const slot = this.#slotOf(row, 0);
    if (this.#slots[slot] !== -1) return -1;
    const at = this.#length++;
    if (at * this.#width === this.#rows.length) this.#rows = enlarged(this.#rows);
    this.#rows.set(row, at * this.#width);
    this.#slots[slot] = at;
    if (this.#length > this.#slots.length * loadMax) this.#rehash();
    return at;
  }

  #slotOf(row: Int32Array, from: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash(row, from, this.#keyWidth) & mask; ; slot = (slot + 1) & mask) {
      const found = this.#slots[slot] as number;
      if (found === -1 || this.#isSame(found, row, from)) return slot;
    }
  }

  #isSame(found: number, row: Int32Array, from: number): boolean {
    const begin = found * this.#width;
    for (let column = 0; column < this.#keyWidth; column++) if (this.#rows[begin + column] !== row[from + column]) return false;
    return true;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let row = 0; row < this.#length; row++) this.#slots[this.#slotOf(this.#rows, row * this.#width)] = row;
  }
}

function enlarged(rows: Int32Array): Int32Array {
  const larger = new Int32Array(rows.length * 2);
  larger.set(rows);
  return larger;
}

/** murmur3 over the integers of the key. */
function hash(row: Int32Array, from: number, length: number): number {
  let mixed = length;
  for (let at = from; at < from + length; at++) {
    let part = Math.imul(row[at] as number, 0xcc9e2d51);
    part = (part << 15) | (part >>> 17);
    mixed ^= Math.imul(part, 0x1b873593);
    mixed = (mixed << 13) | (mixed >>> 19);
    mixed = (Math.imul(mixed, 5) + 0xe6546b64) | 0;
  }
  mixed ^= mixed >>> 16;
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  return Math.imul(mixed, 0xc2b2ae35) ^ (mixed >>> 16);
}

import { assert, finish, type Micros, mixIn } from '../../world/index.js';
import type { Due } from './due.js';

/** Entries that may wait at one time. A system that needs more leaks timers or calls. */
const entriesMax = 1_000_000;
const tieSpan = 0x10_0000;
const seqSpan = 0x2_0000_0000;

/**
 * What is due, earliest first; entries of one microsecond come in a drawn order, which the stream of ties decides. A binary heap over flat arrays, so that
 * a copy is three array copies: entries are immutable and shared.
 */
export class EventHeap {
  /** Changing it changes the order of entries pushed from now on. */
  ties: number;
  size = 0;
  private seq = 0;
  private at = new Float64Array(256);
  private order = new Float64Array(256);
  private readonly dues: Due[] = [];

  constructor(ties: number) {
    this.ties = ties;
  }

  /** When the first entry is due; Infinity when there is none. */
  get firstAt(): Micros {
    return this.size === 0 ? Infinity : (this.at[0] as number);
  }

  push(at: Micros, due: Due): void {
    const seq = this.seq++;
    this.insert(at, (finish(mixIn(this.ties, seq)) & (tieSpan - 1)) * seqSpan + seq, due);
  }

  /** Like `push`, before all others of the same microsecond and after those pushed in this way earlier. */
  pushFirst(at: Micros, due: Due): void {
    this.insert(at, this.seq++ - seqSpan, due);
  }

  /** The first entry, taken out; the heap must not be empty. */
  pop(): Due {
    const { at, order, dues } = this;
    const first = dues[0] as Due;
    const size = --this.size;
    const last = dues.pop() as Due;
    if (size > 0) this.sink(at[size] as number, order[size] as number, last);
    return first;
  }

  /** Takes out what matches, earliest first. Cost: O(n log n). */
  take(matches: (due: Due) => boolean): readonly Due[] {
    const taken: Due[] = [];
    const kept: (readonly [at: Micros, order: number, due: Due])[] = [];
    while (this.size > 0) {
      const entry = [this.at[0] as number, this.order[0] as number, this.dues[0] as Due] as const;
      this.pop();
      if (matches(entry[2])) taken.push(entry[2]);
      else kept.push(entry);
    }
    for (const entry of kept) this.insert(...entry);
    return taken;
  }

  clone(): EventHeap {
    const copy = new EventHeap(this.ties);
    copy.size = this.size;
    copy.seq = this.seq;
    copy.at = this.at.slice();
    copy.order = this.order.slice();
    for (const due of this.dues) copy.dues.push(due);
    return copy;
  }

  private insert(at: Micros, order: number, due: Due): void {
    if (this.size === this.at.length) this.grow();
    const { at: ats, order: orders, dues } = this;
    let child = this.size++;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      const above = ats[parent] as number;
      if (above < at || (above === at && (orders[parent] as number) < order)) break;
      ats[child] = above;
      orders[child] = orders[parent] as number;
      dues[child] = dues[parent] as Due;
      child = parent;
    }
    ats[child] = at;
    orders[child] = order;
    dues[child] = due;
  }

  private sink(at: Micros, order: number, due: Due): void {
    const { at: ats, order: orders, dues, size } = this;
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      const right = child + 1;
      if (right < size && isBefore(ats, orders, right, ats[child] as number, orders[child] as number)) child = right;
      if (!isBefore(ats, orders, child, at, order)) break;
      ats[hole] = ats[child] as number;
      orders[hole] = orders[child] as number;
      dues[hole] = dues[child] as Due;
      hole = child;
    }
    ats[hole] = at;
    orders[hole] = order;
    dues[hole] = due;
  }

  private grow(): void {
    assert(this.size < entriesMax, 'simulator: fewer than a million entries wait');
    this.at = doubled(this.at);
    this.order = doubled(this.order);
  }
}

function isBefore(ats: Float64Array, orders: Float64Array, index: number, at: number, order: number): boolean {
  const here = ats[index] as number;
  return here < at || (here === at && (orders[index] as number) < order);
}

function doubled(array: Float64Array): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(array.length * 2);
  wider.set(array);
  return wider;
}

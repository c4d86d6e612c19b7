import { limits } from './limits.js';
import { seeded } from './seeded.js';
import type { Toxic } from './toxic.js';
import type { Affect, Chunk, Item, Step } from './toxics/toxic-kind.js';

// One toxic in one direction of one connection: a queue, at most one timer, and the loop that asks the toxic what to do.
// Bytes are pushed in by the stage before and pushed on to the stage after; `hasRoom` is the credit that keeps a fast
// sender from filling memory. Everything is synchronous, so adding, changing and removing a toxic never waits for traffic.

/** Where a stage hands its chunks: the next stage, or the socket. */
export interface Outlet {
  hasRoom(): boolean;
  /** Takes the chunk even without room, so that an interrupted stage can always be emptied. */
  push(chunk: Chunk): void;
  end(): void;
}

/** What a stage tells its connection. */
export interface StageHost {
  /** Names this connection in the seed of its draws. */
  readonly seedKey: string;
  touch(toxicName: string): void;
  /** Nothing more will be handed on; what was handed on is still delivered. */
  closeLink(): void;
  resetConnection(): void;
}

const PASSES: Affect = { decide: (item) => (item === 'idle' ? { kind: 'hold' } : { kind: 'pass' }) };

export class Stage implements Outlet {
  readonly toxic: Toxic;
  next: Outlet;
  /** Called when room has come free. */
  wakePrevious: () => void;
  readonly #host: StageHost;
  readonly #affect: Affect;
  readonly #draw: number;
  #queue: Chunk[] = [];
  #queuedBytes = 0;
  #ending = false;
  #done = false;
  #running = false;
  #again = false;
  #decided: Step | undefined;
  #begun = false;
  #touched = false;
  #timer: NodeJS.Timeout | undefined;
  #timerMillis = 0;

  constructor(toxic: Toxic, host: StageHost, next: Outlet, wakePrevious: () => void) {
    const key = `${host.seedKey}/${toxic.stream}/${toxic.name}/${toxic.generation}`;
    this.toxic = toxic;
    this.next = next;
    this.wakePrevious = wakePrevious;
    this.#host = host;
    this.#draw = seeded(`${key}/toxicity`)();
    this.#affect = toxic.kind.affect(toxic.attributes, seeded(`${key}/values`), performance.now());
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  hasRoom(): boolean {
    const { queueChunksMax, queueBytesMax } = this.toxic.kind;
    return this.#done || (this.#queue.length < queueChunksMax && this.#queuedBytes < queueBytesMax);
  }

  push(chunk: Chunk): void {
    if (this.#done) return;
    this.#queue.push(chunk);
    this.#queuedBytes += chunk.bytes.length;
    this.run();
  }

  end(): void {
    this.#ending = true;
    this.run();
  }

  /** Goes on as far as possible. A call from inside a call only asks for another turn: bytes would overtake each other. */
  run(): void {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    while (this.#again && !this.#done) {
      this.#again = false;
      const before = this.#queue.length;
      while (!this.#done && this.#take());
      if (this.#done || (this.#queue.length < before && this.hasRoom())) this.wakePrevious();
    }
    this.#running = false;
  }

  /** The toxic was changed: the chunk in hand goes on at once, the rest follows the new setting. */
  restart(): void {
    this.#stopTimer();
    this.#decided = undefined;
    this.#affect.restart?.(performance.now());
    this.#touched = false;
    const head = this.#queue[0];
    if (head !== undefined && this.#begun) this.next.push(this.#shift(head));
    this.run();
  }

  /** The toxic was removed: all that was queued goes on at once, in order. The caller then unhooks this stage. */
  release(): void {
    this.#stopTimer();
    if (this.#done) return;
    // Room that comes free on the way must not wake anyone: what comes after would overtake what is queued.
    this.#running = true;
    const verdict = this.#affect.removed?.() ?? 'nothing';
    for (const chunk of this.#queue) this.next.push(chunk);
    const ending = this.#ending;
    this.stop();
    if (verdict === 'reset') this.#host.resetConnection();
    else if (ending) this.next.end();
  }

  /** Forgets everything. */
  stop(): void {
    this.#stopTimer();
    this.#done = true;
    this.#queue = [];
    this.#queuedBytes = 0;
  }

  #head(): Item {
    return this.#queue[0] ?? (this.#ending ? 'end' : 'idle');
  }

  /** Deals with the first item as the toxic says. False when there is nothing more to do for now. */
  #take(): boolean {
    const item = this.#head();
    const affect = this.#draw < this.toxic.toxicity ? this.#affect : PASSES;
    const step = this.#decided ?? affect.decide(item, performance.now());
    if (item === 'idle') return this.#idle(step);
    if (step.kind !== 'pass') this.#touch();
    if (item === 'end') return this.#finish(step);
    return this.#deal(item, step);
  }

  #idle(step: Step): boolean {
    if (step.kind === 'wait') this.#wait(step.untilMillis);
    if (step.kind !== 'close' && step.kind !== 'reset') return false;
    this.#touch();
    return this.#give(step.kind);
  }

  #finish(step: Step): boolean {
    if (step.kind === 'wait') this.#wait(step.untilMillis);
    if (step.kind === 'close' || step.kind === 'reset') return this.#give(step.kind);
    if (step.kind !== 'pass') return false;
    this.stop();
    this.next.end();
    return false;
  }

  #deal(chunk: Chunk, step: Step): boolean {
    this.#decided = undefined;
    switch (step.kind) {
      case 'close':
      case 'reset':
        return this.#give(step.kind);
      case 'drop':
        this.#shift(chunk);
        return true;
      case 'hold':
        this.#begun = true;
        return false;
      case 'wait':
        this.#begun = true;
        this.#wait(step.untilMillis);
        return false;
      default:
        return this.#emit(chunk, step);
    }
  }

  #emit(chunk: Chunk, step: Step): boolean {
    if (!this.next.hasRoom()) {
      this.#decided = step;
      return false;
    }
    if (step.kind !== 'cut') {
      this.next.push(this.#shift(chunk));
      return true;
    }
    const piece = chunk.bytes.subarray(0, step.bytes);
    chunk.bytes = chunk.bytes.subarray(step.bytes);
    this.#queuedBytes -= piece.length;
    this.#begun = true;
    this.next.push({ bytes: piece, arrivedMillis: chunk.arrivedMillis });
    return true;
  }

  /** Takes the first chunk off; the next item is a new one to the toxic. */
  #shift(chunk: Chunk): Chunk {
    this.#queue.shift();
    this.#queuedBytes -= chunk.bytes.length;
    this.#begun = false;
    this.#touched = false;
    this.#decided = undefined;
    return chunk;
  }

  #give(up: 'close' | 'reset'): boolean {
    this.stop();
    if (up === 'reset') this.#host.resetConnection();
    else this.#host.closeLink();
    return false;
  }

  #touch(): void {
    if (this.#touched) return;
    this.#touched = true;
    this.#host.touch(this.toxic.name);
  }

  #wait(untilMillis: number): void {
    if (this.#timer !== undefined && this.#timerMillis <= untilMillis) return;
    this.#stopTimer();
    // Rounded up, because Node's timers may fire almost a millisecond early; the toxic is asked again in any case.
    const millis = Math.min(limits.timerMillisMax, Math.max(1, Math.ceil(untilMillis - performance.now())));
    this.#timerMillis = untilMillis;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.run();
    }, millis);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

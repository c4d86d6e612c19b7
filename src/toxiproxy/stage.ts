import { Alarm } from './alarm.js';
import { ChunkQueue } from './chunk-queue.js';
import { didOf } from './did.js';
import type { Part } from './http/exchange.js';
import type { Draw } from './seeded.js';
import type { Outlet, StageHost } from './stage-host.js';
import type { Stream } from './stream.js';
import { isHttp } from './toxic.js';
import type { Toxic } from './toxic.js';
import { hold, pass } from './toxics/toxic-kind.js';
import type { Affect, Chunk, Item, Loss, Step } from './toxics/toxic-kind.js';
import { Work } from './work.js';

// One toxic in one direction of one connection: a queue, at most one timer, and the loop that asks the toxic what to do.
// Bytes are pushed in by the stage before and pushed on to the stage after; `hasRoom` is the credit that keeps a fast
// sender from filling memory. Everything is synchronous, so adding, changing and removing a toxic never waits for traffic.

export interface StageOptions {
  readonly toxic: Toxic;
  readonly stream: Stream;
  readonly host: StageHost;
  readonly next: Outlet;
  /** Called when room has come free. */
  readonly wakePrevious: () => void;
}

type Ending = 'close' | 'sever' | 'reset';

const PASSES: Affect = { decide: (item) => (item === 'idle' ? hold : pass) };

export class Stage implements Outlet {
  readonly toxic: Toxic;
  next: Outlet;
  wakePrevious: () => void;
  readonly #work: Work;
  readonly #host: StageHost;
  /** The toxic at work; undefined while its schedule says that it is not. */
  #affect: Affect | undefined;
  readonly #roll: Draw;
  #draw: number;
  readonly #queue = new ChunkQueue();
  /** Whether its kind has ever kept bytes to itself. */
  #keeps = false;
  #ending = false;
  #done = false;
  #running = false;
  #again = false;
  #decided: Step | undefined;
  /** Whether it waits for room behind it. */
  #isBlocked = false;
  #begun = false;
  #touched = false;
  readonly #alarm = new Alarm(() => this.run());

  constructor({ toxic, stream, host, next, wakePrevious }: StageOptions) {
    this.toxic = toxic;
    this.next = next;
    this.wakePrevious = wakePrevious;
    this.#work = new Work(toxic, stream, host);
    this.#host = host;
    this.#roll = this.#work.toxicityDraw();
    this.#draw = this.#roll();
    if (this.#work.isDue()) this.#affect = this.#work.begin();
  }

  get queuedBytes(): number {
    return this.#queue.bytes;
  }

  /** Whether nothing of what came is still here. */
  get isClear(): boolean {
    return this.#queue.length === 0 && !this.#keeps;
  }

  /** Whether nothing more comes out of it. */
  get isDone(): boolean {
    return this.#done;
  }

  /** Whether neither chance nor its schedule keeps the toxic from this connection now. */
  get isAtWork(): boolean {
    return this.#affect !== undefined && this.#draw < this.toxic.toxicity;
  }

  hasRoom(): boolean {
    const { queueChunksMax, queueBytesMax } = this.toxic.kind;
    return this.#done || (this.#queue.length < queueChunksMax && this.#queue.bytes < queueBytesMax);
  }

  push(chunk: Chunk): void {
    if (this.#done) return;
    if (this.#isOpen && this.next.hasRoom()) {
      this.next.push(chunk);
      return;
    }
    this.#queue.push(chunk);
    this.run();
  }

  end(): void {
    this.#ending = true;
    this.run();
  }

  /** There is room behind it. */
  roomCame(): void {
    if (this.#isBlocked) this.run();
  }

  /** Goes on as far as possible. A call from inside a call only asks for another turn: bytes would overtake each other. */
  run(): void {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    while (this.#again && !this.#done) {
      this.#again = false;
      this.#isBlocked = false;
      const before = this.#queue.length;
      const now = performance.now();
      while (!this.#done && this.#take(now));
      if (this.#done || (this.#queue.length < before && this.hasRoom())) this.wakePrevious();
    }
    this.#running = false;
  }

  /** The toxic was changed: the chunk in hand goes on at once, the rest follows the new setting. */
  restart(): void {
    this.#alarm.stop();
    const holds = this.toxic.kind.holdsThroughUpdate === true;
    if (this.#host.strict) this.#draw = this.#roll();
    this.#affect?.restart?.(performance.now());
    this.#touched = false;
    const { head } = this.#queue;
    if (head !== undefined && this.#begun && !holds) this.next.push(this.#shift(head));
    this.run();
    if (head !== undefined && this.hasRoom()) this.wakePrevious();
  }

  /** Begins or ends the work of the toxic, if its schedule says so: as when it is added, and as when it is removed. */
  reschedule(): void {
    if (this.#done || this.#work.isDue() === (this.#affect !== undefined)) return;
    if (this.#affect === undefined) {
      this.#affect = this.#work.begin();
      this.run();
      return;
    }
    this.#running = true;
    const loss = this.#pour();
    this.#affect = undefined;
    this.#running = false;
    if (loss === 'nothing') {
      this.run();
      this.wakePrevious();
    } else {
      this.stop();
      this.#endAs(loss);
    }
  }

  /** The toxic was removed: all that was queued goes on at once, in order. The caller then unhooks this stage. */
  release(): void {
    if (this.#done) return;
    // Room that comes free on the way must not wake anyone: what comes after would overtake what is queued.
    this.#running = true;
    const loss = this.#pour();
    const ending = this.#ending;
    this.stop();
    if (loss !== 'nothing') this.#endAs(loss);
    else if (ending) this.next.end();
  }

  /** Forgets everything. */
  stop(): void {
    this.#alarm.stop();
    this.#done = true;
    this.#queue.clear();
  }

  /** Hands on all that the toxic and its queue hold. */
  #pour(): Loss {
    this.#alarm.stop();
    const loss = this.#affect?.removed?.() ?? 'nothing';
    for (const { bytes, part } of this.#affect?.kept?.() ?? []) this.next.push(this.#chunkOf(bytes, part));
    for (let { head } = this.#queue; head !== undefined; { head } = this.#queue) this.next.push(this.#shift(head));
    return loss;
  }

  /** Whether nothing is here, and the toxic does nothing to this connection. */
  get #isOpen(): boolean {
    if (this.#queue.length > 0 || this.#running) return false;
    return this.toxic.kind.doesNothing === true || (this.#draw >= this.toxic.toxicity && !isHttp(this.toxic));
  }

  #head(): Item {
    return this.#queue.head ?? (this.#ending ? 'end' : 'idle');
  }

  /** Deals with the first item as the toxic says. False when there is nothing more to do for now. */
  #take(now: number): boolean {
    const item = this.#head();
    // Of HTTP, chance has chosen when the exchange began; half of one would bring the connection out of step.
    const isHit = isHttp(this.toxic) || this.#draw < this.toxic.toxicity;
    const affect = (isHit ? this.#affect : undefined) ?? PASSES;
    const deadline = affect.deadlineMillis;
    if (deadline !== undefined) {
      if (now >= deadline) return this.#deal(item, { kind: 'sever' });
      this.#alarm.set(deadline);
    }
    return this.#deal(item, this.#decided ?? affect.decide(item, now));
  }

  #deal(item: Item, step: Step): boolean {
    if (step.kind !== 'pass') this.#note(item, step);
    switch (step.kind) {
      case 'close':
        return this.#finish();
      case 'sever':
      case 'reset':
        this.stop();
        this.#endAs(step.kind);
        return false;
      case 'wait':
      case 'hold':
        if (step.kind === 'wait') this.#alarm.set(step.untilMillis);
        this.#begun ||= typeof item !== 'string';
        return false;
      case 'insert':
        // It is bounded by what was asked, and must not wait here: whoever decided has forgotten it.
        this.next.push(this.#chunkOf(step.bytes, step.part));
        return true;
      default:
        if (typeof item !== 'string') return this.#move(item, step);
        return item === 'end' && step.kind === 'pass' && this.#finish();
    }
  }

  /** The stream ends here; what was handed on is with the stages behind, and goes on. */
  #finish(): false {
    this.stop();
    this.next.end();
    return false;
  }

  #move(chunk: Chunk, step: Step): boolean {
    if (step.kind === 'drop' || step.kind === 'take') {
      this.#keeps ||= step.kind === 'take';
      this.#shift(chunk);
      return true;
    }
    // The toxic has counted it: what is decided stands, though it be changed or removed before there is room.
    this.#decided = step;
    if (!this.next.hasRoom()) {
      this.#isBlocked = true;
      return false;
    }
    if (step.kind === 'cut') {
      this.next.push(this.#cut(chunk, step.bytes));
      return true;
    }
    this.next.push(this.#shift(chunk));
    return true;
  }

  #cut(chunk: Chunk, bytes: number): Chunk {
    this.#begun = true;
    this.#decided = undefined;
    return this.#queue.cut(chunk, bytes);
  }

  #chunkOf(bytes: Buffer, part?: Part): Chunk {
    return { bytes, arrivedMillis: performance.now(), turn: this.#host.talk.turn, part };
  }

  /** Takes the first chunk off, replaced if that was decided; the next item is a new one to the toxic. */
  #shift(chunk: Chunk): Chunk {
    this.#queue.shift();
    if (this.#decided?.kind === 'replace') chunk.bytes = this.#decided.bytes;
    this.#begun = false;
    this.#touched = false;
    this.#decided = undefined;
    return chunk;
  }

  #endAs(ending: Ending): void {
    if (ending === 'reset') this.#host.resetConnection();
    else if (ending === 'sever') this.#host.severConnection();
    else this.#host.closeLink();
  }

  /** Tells the connection when the toxic does something, once for an item, and again when that is the end of the connection. */
  #note(item: Item, step: Step): void {
    const did = didOf(item, step);
    const isEnding = did === 'closed' || did === 'reset';
    if (did === undefined || (this.#touched && !isEnding)) return;
    const [bytes, exchange] = typeof item === 'string' ? [0, undefined] : [item.bytes.length, item.part?.exchange];
    this.#host.fired(this.toxic, { did, bytes, isFirst: !this.#touched, exchange });
    this.#touched = true;
  }
}

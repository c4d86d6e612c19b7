import type { Socket } from 'node:net';
import type { Part, Stretch } from './http/exchange.js';
import { limits } from './limits.js';
import { always } from './schedule.js';
import type { Source } from './source.js';
import { Stage } from './stage.js';
import type { Outlet, StageHost } from './stage-host.js';
import type { Stream } from './stream.js';
import type { Toxic } from './toxic.js';
import type { Chunk } from './toxics/toxic-kind.js';

/** What a link tells its connection. */
export interface LinkHost extends Omit<StageHost, 'closeLink'> {
  received(stream: Stream, bytes: number): void;
  sent(stream: Stream, bytes: number): void;
  closeSocket(socket: Socket): void;
  /** Whether the connection is read as HTTP. */
  isRead(): boolean;
  /** Takes bytes apart that have just come; undefined: the connection is not read as HTTP. */
  read(stream: Stream, bytes: Buffer): readonly Stretch[] | undefined;
  /** The direction has ended. @returns what `read` kept back */
  readEnd(stream: Stream): readonly Stretch[];
  handedOn(stream: Stream, part: Part): void;
}

export interface LinkOptions {
  readonly stream: Stream;
  readonly source: Source;
  readonly sink: Socket;
  readonly host: LinkHost;
}

/** One direction of a connection: source socket → a stage for each toxic, in order of creation → sink socket. */
export class Link {
  readonly #from: Source;
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #host: LinkHost;
  readonly #stream: Stream;
  readonly #outlet: Outlet;
  #stages: Stage[] = [];
  #ended = false;
  #closed = false;
  #isFeeding = false;
  /** Written already, as far as everybody else knows. */
  #tail: Buffer | undefined;

  constructor({ stream, source, sink, host }: LinkOptions) {
    this.#stream = stream;
    this.#from = source;
    this.#source = source.socket;
    this.#sink = sink;
    this.#host = host;
    this.#outlet = {
      hasRoom: () => this.#closed || !sink.writableNeedDrain,
      push: (chunk) => void this.#write(chunk.bytes, chunk.part),
      end: () => this.close(),
    };
  }

  start(toxics: readonly Toxic[]): void {
    for (const toxic of toxics) this.add(toxic);
    this.#from.read((bytes) => this.#take(bytes));
    this.#source.on('end', () => this.#end());
    this.#source.on('close', () => this.#end());
    this.#sink.on('drain', () => this.#wakeLast());
    this.#sink.on('close', () => this.discard());
  }

  add(toxic: Toxic): void {
    if (this.#closed) return;
    const host: StageHost = { ...this.#host, closeLink: () => this.close() };
    const stage = new Stage({ toxic, stream: this.#stream, host, next: this.#outlet, wakePrevious: () => this.#wakeSource() });
    const last = this.#stages.at(-1);
    this.#stages.push(stage);
    if (last !== undefined) {
      last.next = stage;
      stage.wakePrevious = () => last.roomCame();
    }
    stage.run();
    // What waited for the sink has room in the new stage.
    last?.roomCame();
    if (this.#host.strict) last?.restart();
    this.#wakeLast();
  }

  /** The settings of the toxic have changed. */
  update(toxic: Toxic): void {
    this.reschedule(toxic);
    this.#find(toxic)?.restart();
  }

  /** A window of the toxic's schedule may have begun or ended. */
  reschedule(toxic: Toxic): void {
    this.#find(toxic)?.reschedule();
  }

  remove(toxic: Toxic): void {
    const stage = this.#find(toxic);
    if (stage !== undefined) this.#unhook(stage);
    if (toxic.kind.removalEndsLinks === true && toxic.schedule === always && toxic.match === undefined) this.close();
    this.#wakeSource();
  }

  /** Asks every toxic again. */
  wake(): void {
    for (const stage of this.#stages) stage.run();
  }

  /** Ends the link: what was handed on is delivered, then the sink is closed; the other direction ends with it. */
  close(): void {
    if (this.#closed) return;
    this.discard();
    this.#host.closeSocket(this.#sink);
  }

  /** Nothing more reaches the sink. The source is read on, so that its end is noticed. */
  discard(): void {
    this.#flush();
    this.#closed = true;
    for (const stage of this.#stages) stage.stop();
    this.#stages = [];
    this.#source.resume();
  }

  #find(toxic: Toxic): Stage | undefined {
    return this.#stages.find((stage) => stage.toxic === toxic);
  }

  #unhook(stage: Stage): void {
    // One that has ended the stream stays: what comes now must not follow what it has let through.
    if (stage.isDone) return;
    const index = this.#stages.indexOf(stage);
    const [previous, next] = [this.#stages[index - 1], this.#stages[index + 1]];
    stage.release();
    if (this.#closed) return;
    this.#stages.splice(index, 1);
    if (previous !== undefined) previous.next = stage.next;
    if (next !== undefined) next.wakePrevious = stage.wakePrevious;
    if (this.#host.strict) previous?.restart();
    else previous?.run();
  }

  /** Whether the toxic works in this direction now. */
  isAtWork(toxic: Toxic): boolean {
    return this.#find(toxic)?.isAtWork === true;
  }

  /** Takes what has come, in stretches. */
  feed(stretches: readonly Stretch[]): void {
    if (this.#closed || stretches.length === 0) return;
    const [arrivedMillis, { turn }] = [performance.now(), this.#host.talk];
    this.#isFeeding = true;
    for (const { bytes, part } of stretches) (this.#stages[0] ?? this.#outlet).push({ bytes, arrivedMillis, turn, part });
    this.#isFeeding = false;
    this.#flush();
    if (!this.#hasRoom()) this.#source.pause();
  }

  /** @returns whether nothing of the bytes is still here: all are with the system, or lost */
  #take(come: Buffer): boolean {
    const first = this.#stages[0];
    const isRead = this.#host.isRead();
    if (first !== undefined || isRead) {
      const bytes = compact(come);
      this.#work(bytes, isRead, first);
      return bytes !== come || (!isRead && this.#isClear);
    }
    this.#host.received(this.#stream, come.length);
    if (!this.#write(come)) this.#source.pause();
    return this.#isClear;
  }

  /** Brings bytes to the toxics, or in stretches to whatever is there. */
  #work(bytes: Buffer, isRead: boolean, first: Stage | undefined): void {
    const stretches = isRead ? this.#host.read(this.#stream, bytes) : undefined;
    this.#host.received(this.#stream, bytes.length);
    if (this.#closed) return;
    if (stretches !== undefined) {
      this.feed(stretches);
      return;
    }
    const chunk: Chunk = { bytes, arrivedMillis: performance.now(), turn: this.#host.talk.turn };
    (first ?? this.#outlet).push(chunk);
    if (!this.#hasRoom()) this.#source.pause();
  }

  /** Whether all that came has left, or is lost. */
  get #isClear(): boolean {
    return this.#sink.writableLength === 0 && this.#stages.every((stage) => stage.isClear);
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.feed(this.#host.readEnd(this.#stream));
    (this.#stages[0] ?? this.#outlet).end();
  }

  #write(bytes: Buffer, part?: Part): boolean {
    if (this.#closed || !this.#sink.writable) return true;
    this.#host.sent(this.#stream, bytes.length);
    const hasRoom = this.#isFeeding ? this.#join(bytes) : this.#sink.write(bytes);
    if (part !== undefined) this.#host.handedOn(this.#stream, part);
    return hasRoom;
  }

  /** Bytes that came together and go on together are one write. */
  #join(bytes: Buffer): boolean {
    const tail = this.#tail;
    const isNext = tail !== undefined && tail.buffer === bytes.buffer && tail.byteOffset + tail.length === bytes.byteOffset;
    if (!isNext) this.#flush();
    this.#tail = isNext ? Buffer.from(tail.buffer, tail.byteOffset, tail.length + bytes.length) : bytes;
    return true;
  }

  #flush(): void {
    const tail = this.#tail;
    this.#tail = undefined;
    if (tail !== undefined && this.#sink.writable) this.#sink.write(tail);
  }

  #hasRoom(): boolean {
    if (this.#closed) return true;
    let held = this.#sink.writableLength;
    for (const stage of this.#stages) held += stage.queuedBytes;
    return held < limits.linkBytesMax && (this.#stages[0] ?? this.#outlet).hasRoom();
  }

  #wakeLast(): void {
    const last = this.#stages.at(-1);
    if (last !== undefined) last.run();
    this.#wakeSource();
  }

  #wakeSource(): void {
    if (this.#source.isPaused() && !this.#source.destroyed && this.#hasRoom()) this.#source.resume();
  }
}

/** The bytes in a buffer that is not much larger, because they may stay for long. */
function compact(bytes: Buffer): Buffer {
  return bytes.length * 2 > bytes.buffer.byteLength ? bytes : Buffer.from(bytes);
}

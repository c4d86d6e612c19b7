import { limits } from '../limits.js';
import { ChunkedBody } from './chunked-body.js';
import type { BodyForm } from './head.js';

/** A stretch of a message, as it was sent. `framing`: what stands around the chunks of a body; `raw`: no HTTP. */
export interface Piece<Message> {
  readonly bytes: Buffer;
  readonly kind: 'head' | 'data' | 'framing' | 'raw';
  /** Undefined for what is raw. */
  readonly message: Message | undefined;
  /** Whether the message ends with it. */
  readonly isLast: boolean;
}

/** A head that was understood. */
export interface Opened<Message> {
  readonly message: Message;
  readonly body: BodyForm;
}

export interface MessageReaderOptions<Message> {
  /** Whether a head may begin like this. */
  readonly looksRight: (beginning: string) => boolean;
  /** Reads a whole head, its empty line included; undefined: it is no HTTP, and nothing that follows is. */
  readonly open: (head: Buffer) => Opened<Message> | undefined;
}

const NOTHING = Buffer.alloc(0);
const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
/** Enough for most first lines. */
const BEGINNING_BYTES = 256;

/**
 * Takes the bytes of one direction of an HTTP/1 connection apart. All pieces together are what was read, in order, except that an unfinished head is
 * kept back. What it does not understand is handed on raw, and so is all that follows.
 */
export class MessageReader<Message> {
  readonly #options: MessageReaderOptions<Message>;
  #state: 'head' | 'length' | 'chunked' | 'untilEnd' | 'raw' = 'head';
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** How much of the head's end, CR LF CR LF, has just been seen. */
  #endSeen = 0;
  #message: Message | undefined;
  #left = 0;
  #chunked = new ChunkedBody();
  #pieces: Piece<Message>[] = [];

  constructor(options: MessageReaderOptions<Message>) {
    this.#options = options;
  }

  /** Bytes kept back. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  get isRaw(): boolean {
    return this.#state === 'raw';
  }

  read(bytes: Buffer): readonly Piece<Message>[] {
    this.#pieces = [];
    for (let at = 0; at < bytes.length; ) at = this.#step(bytes, at);
    return this.#pieces;
  }

  /** Nothing more is looked at. @returns what was kept back */
  giveUp(): readonly Piece<Message>[] {
    this.#pieces = [];
    this.#state = 'raw';
    this.#message = undefined;
    if (this.#heldBytes > 0) this.#emit(this.#release(), 'raw', false);
    return this.#pieces;
  }

  /** What comes is no HTTP; what is kept back goes on with it. */
  changeProtocol(): void {
    this.#state = 'raw';
    this.#message = undefined;
  }

  #step(bytes: Buffer, at: number): number {
    switch (this.#state) {
      case 'head':
        return this.#readHead(bytes, at);
      case 'length':
        return this.#readLength(bytes, at);
      case 'chunked':
        return this.#readChunked(bytes, at);
      case 'untilEnd':
        this.#emit(bytes.subarray(at), 'data', false);
        return bytes.length;
      default:
        this.#goRaw(bytes.subarray(at));
        return bytes.length;
    }
  }

  #readHead(bytes: Buffer, from: number): number {
    const end = this.#findEnd(bytes, from);
    const part = bytes.subarray(from, Math.max(end, from));
    if (end < 0 || !this.#mayHold(part.length)) {
      this.#goRaw(bytes.subarray(from));
      return bytes.length;
    }
    this.#hold(part);
    // Four: the end was found.
    if (this.#endSeen === 4) this.#open(this.#release());
    else if (!this.#looksRight()) this.#goRaw(NOTHING);
    return end;
  }

  /** The index after the head, or after these bytes when it goes on; -1 when there is what no head has. */
  #findEnd(bytes: Buffer, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      const isFirst = this.#heldBytes + at - from < 2;
      if (byte === LF) {
        if (this.#endSeen % 2 === 0) return -1;
        this.#endSeen = isFirst ? 0 : this.#endSeen + 1;
        if (this.#endSeen === 4) return at + 1;
      } else if (byte === CR) {
        this.#endSeen = this.#endSeen === 2 ? 3 : 1;
      } else {
        if (byte < SPACE && byte !== TAB) return -1;
        this.#endSeen = 0;
      }
    }
    return bytes.length;
  }

  #mayHold(bytes: number): boolean {
    return this.#heldBytes + bytes <= limits.httpHeadBytesMax;
  }

  #hold(bytes: Buffer): void {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
  }

  #release(): Buffer {
    const held = this.#held.length === 1 ? this.#held[0] : undefined;
    const all = held ?? Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    this.#endSeen = 0;
    return all;
  }

  #looksRight(): boolean {
    const first = this.#held[0] ?? NOTHING;
    const beginning = first.length < BEGINNING_BYTES ? Buffer.concat(this.#held.slice(0, BEGINNING_BYTES)) : first;
    return this.#options.looksRight(beginning.toString('latin1', 0, BEGINNING_BYTES).trimStart());
  }

  #goRaw(bytes: Buffer): void {
    this.#hold(bytes);
    this.#state = 'raw';
    this.#message = undefined;
    this.#emit(this.#release(), 'raw', false);
  }

  #open(head: Buffer): void {
    const opened = this.#options.open(head);
    if (opened === undefined) {
      this.#goRaw(head);
      return;
    }
    this.#message = opened.message;
    const { body } = opened;
    const isLast = body.kind === 'length' && body.bytes === 0;
    this.#emit(head, 'head', isLast);
    if (isLast) return;
    this.#state = body.kind;
    if (body.kind === 'length') this.#left = body.bytes;
    if (body.kind === 'chunked') this.#chunked = new ChunkedBody();
    if (body.kind === 'raw') this.#message = undefined;
  }

  #readLength(bytes: Buffer, from: number): number {
    const end = Math.min(bytes.length, from + this.#left);
    this.#left -= end - from;
    this.#emit(bytes.subarray(from, end), 'data', this.#left === 0);
    if (this.#left === 0) this.#state = 'head';
    return end;
  }

  #readChunked(bytes: Buffer, from: number): number {
    const { end, kind } = this.#chunked.next(bytes, from);
    if (kind === 'wrong') {
      this.#goRaw(bytes.subarray(from));
      return bytes.length;
    }
    this.#emit(bytes.subarray(from, end), kind === 'data' ? 'data' : 'framing', kind === 'last');
    if (kind === 'last') this.#state = 'head';
    return end;
  }

  #emit(bytes: Buffer, kind: Piece<Message>['kind'], isLast: boolean): void {
    this.#pieces.push({ bytes, kind, message: this.#message, isLast });
  }
}

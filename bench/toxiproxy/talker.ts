import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const wordBytes = 4;
const bytesPerWordStep = 0x9e3779b1;

/** What one connection found wrong with what came back. */
export interface Talked {
  readonly checkedBytes: number;
  /** Pieces that came back otherwise than they were sent, or at another place. */
  readonly wrongPieces: number;
  /** Whether it ended by itself, or something was still missing when it was closed. */
  readonly isBroken: boolean;
}

/** A connection to an echo: it sends a piece that no other has sent and that it never repeats, and compares what comes back, byte for byte, before it sends the next. */
export class Talker {
  readonly #socket: Socket;
  readonly #ordinal: number;
  #expected: Buffer = Buffer.alloc(0);
  #come = 0;
  #words = 0;
  #checked = 0;
  #wrong = 0;
  #isOver = false;
  #isClosing = false;
  #whole: () => void = () => undefined;

  private constructor(port: number, ordinal: number) {
    this.#ordinal = ordinal;
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (bytes: Buffer) => this.#compare(bytes));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.#isOver = true;
      this.#whole();
    });
  }

  static async open(port: number, ordinal: number): Promise<Talker> {
    const talker = new Talker(port, ordinal);
    await once(talker.#socket, 'connect');
    return talker;
  }

  get talked(): Talked {
    const isShort = this.#come < this.#expected.length;
    return { checkedBytes: this.#checked, wrongPieces: this.#wrong, isBroken: isShort || (this.#isOver && !this.#isClosing) };
  }

  /** Sends so many bytes, a multiple of four, and resolves when as many have come back or the connection has ended. */
  async say(bytes: number): Promise<void> {
    if (this.#isOver) return;
    this.#expected = this.#next(bytes);
    this.#come = 0;
    const whole = new Promise<void>((resolve) => (this.#whole = resolve));
    this.#socket.write(this.#expected);
    await whole;
  }

  async close(): Promise<void> {
    this.#isClosing = !this.#isOver;
    if (this.#isOver) return;
    this.#socket.destroy();
    await once(this.#socket, 'close');
  }

  #next(bytes: number): Buffer {
    const piece = Buffer.allocUnsafe(bytes);
    for (let at = 0; at < bytes; at += wordBytes) {
      piece.writeUInt32LE(Math.imul(this.#ordinal * 0x10_0000 + this.#words, bytesPerWordStep) >>> 0, at);
      this.#words += 1;
    }
    return piece;
  }

  #compare(bytes: Buffer): void {
    if (!bytes.equals(this.#expected.subarray(this.#come, this.#come + bytes.length))) this.#wrong += 1;
    this.#come += bytes.length;
    this.#checked += bytes.length;
    if (this.#come >= this.#expected.length) this.#whole();
  }
}

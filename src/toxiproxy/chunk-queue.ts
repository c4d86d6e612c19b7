import type { Chunk } from './toxics/toxic-kind.js';

/** Chunks in order of arrival, and how many bytes they have. */
export class ChunkQueue {
  readonly #chunks: Chunk[] = [];
  #bytes = 0;

  get length(): number {
    return this.#chunks.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get head(): Chunk | undefined {
    return this.#chunks[0];
  }

  push(chunk: Chunk): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.bytes.length;
  }

  /** Takes the head off. */
  shift(): void {
    this.#bytes -= this.#chunks.shift()?.bytes.length ?? 0;
  }

  /** Takes that many bytes, fewer than it has, off the head. */
  cut(head: Chunk, bytes: number): Chunk {
    const part = head.part === undefined ? undefined : { ...head.part, isLast: false };
    const piece = { ...head, bytes: head.bytes.subarray(0, bytes), part };
    head.bytes = head.bytes.subarray(bytes);
    this.#bytes -= bytes;
    return piece;
  }

  clear(): void {
    this.#chunks.length = 0;
    this.#bytes = 0;
  }
}

import { asObject, bytesOf, type Json, parseJson } from '../../../src/world/index.js';

/** `previous` was released before: it writes lists, and was the first that could read objects as well, so that what came after it may be taken back. */
export type PairBuild = 'present' | 'previous';

export interface Write {
  readonly index: number;
  readonly name: string;
  /** Null deletes. */
  readonly value: Json;
}

/** The log of a node as a build writes and reads it: one write a line. */
export interface PairLog {
  line(write: Write): Uint8Array;
  /** Null for a line that it does not understand, such as a torn one. */
  read(line: string): Write | null;
}

export function pairLog(build: PairBuild, reads: 'every-format' | 'own-format'): PairLog {
  return {
    line: (write) => bytesOf(`${JSON.stringify(build === 'present' ? write : [write.index, write.name, write.value])}\n`),
    read: (line) => {
      const found = parseJson(line) ?? null;
      const isOfList = Array.isArray(found);
      if (reads === 'own-format' && isOfList !== (build === 'previous')) return null;
      return isOfList ? ofList(found) : (asObject(found) as Write | null);
    },
  };
}

function ofList([index, name, value]: readonly Json[]): Write {
  return { index: Number(index), name: String(name), value: value ?? null };
}

import type { Rot } from './disk-fault.js';

export interface Rotten {
  readonly file: string;
  /** All of it, as it is from now on. */
  readonly bytes: Uint8Array;
  /** The first byte that is another one, or gone. */
  readonly at: number;
}

type Entry = readonly [file: string, bytes: Uint8Array];

const million = 1_000_000;

/** What a fault makes of the files of a disk, the same in every world; null when there is nothing that it could touch. */
export function rotten(disk: ReadonlyMap<string, Uint8Array>, fault: Rot): Rotten | null {
  const files = [...disk]
    .filter(([file, bytes]) => bytes.length > 0 && (fault.file === null || fault.file === file))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  if (files.length === 0) return null;
  return fault.kind === 'flip' ? flipped(files, fault) : cut(files, fault.bytes);
}

function flipped(files: readonly Entry[], { at, bit }: Rot & { readonly kind: 'flip' }): Rotten | null {
  const total = files.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  let left = Math.min(total - 1, Math.floor((at / million) * total));
  for (const [file, before] of files) {
    if (left >= before.length) left -= before.length;
    else {
      const bytes = Uint8Array.from(before);
      bytes[left] = (before[left] ?? 0) ^ (1 << (bit & 7));
      return { file, bytes, at: left };
    }
  }
  return null;
}

/** Of equally long ones the first. */
function cut(files: readonly Entry[], count: number): Rotten {
  const [file, before] = files.reduce((longest, entry) => (entry[1].length > longest[1].length ? entry : longest));
  const at = Math.max(0, before.length - Math.max(1, count));
  return { file, bytes: before.slice(0, at), at };
}

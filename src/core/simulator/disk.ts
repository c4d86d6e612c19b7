import { type Effect, joinBytes } from '../../world/index.js';

export type Persist = Effect & { readonly do: 'persist' };

/** A file grows by chunks; above this many they are joined into one. */
const chunksMax = 1_024;

/** The first `count` chunks. The array may be longer: another branch of the run has appended to it since. */
interface File {
  readonly chunks: Uint8Array[];
  readonly count: number;
}

/** What is durable. A copy of the map is a copy of the disk. */
export type Disk = Map<string, File>;

/** Makes one edit durable. */
export function write(disk: Disk, { file, edit, bytes }: Persist): void {
  if (edit === 'remove') disk.delete(file);
  else if (edit === 'replace') disk.set(file, { chunks: [bytes], count: 1 });
  else disk.set(file, appended(disk.get(file), bytes));
}

/** All files, whole, in the order in which they were made. */
export function contents(disk: Disk): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const [name, file] of disk) files.set(name, whole(file));
  return files;
}

/**
 * What a crash leaves of the writes that were under way: the first `kept` of them, and of the next, when it is an append, the first `torn` bytes.
 * Replace and remove are atomic.
 */
export function tear(disk: Disk, writes: readonly Persist[], kept: number, torn: number): void {
  for (let i = 0; i < kept; i++) write(disk, writes[i] as Persist);
  const next = writes[kept];
  if (next?.edit === 'append' && torn > 0) write(disk, { ...next, bytes: next.bytes.subarray(0, torn) });
}

function appended(file: File | undefined, bytes: Uint8Array): File {
  if (file === undefined) return { chunks: [bytes], count: 1 };
  if (file.count >= chunksMax) return { chunks: [whole(file), bytes], count: 2 };
  // Only the branch that is at the end of a shared array may go on in it.
  const chunks = file.chunks.length === file.count ? file.chunks : file.chunks.slice(0, file.count);
  chunks.push(bytes);
  return { chunks, count: file.count + 1 };
}

function whole(file: File): Uint8Array {
  return joinBytes(file.chunks.slice(0, file.count));
}

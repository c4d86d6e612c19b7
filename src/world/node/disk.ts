import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Effect, joinBytes } from '../index.js';

export type Persist = Effect & { readonly do: 'persist' };

/** Why a write failed, in the words of the machine. */
export class DiskError extends Error {
  override readonly name = 'DiskError';
  readonly file: string;
  readonly code: 'ENOSPC' | 'EIO';

  constructor(file: string, cause: unknown) {
    super(`${file}: ${String(cause)}`, { cause });
    this.file = file;
    this.code = (cause as NodeJS.ErrnoException).code === 'ENOSPC' || (cause as NodeJS.ErrnoException).code === 'EDQUOT' ? 'ENOSPC' : 'EIO';
  }
}

const TEMPORARY = '.tmp';
const encoded = (file: string): string => `${encodeURIComponent(file)}.dat`;

/** The files of a node: flat, in one folder. Writes are in memory until `commit`; a process that is killed before loses them, as a power cut would. */
export class Disk {
  readonly #folder: string;
  readonly #open = new Map<string, FileHandle>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** What is durable, by name. What a crash left half replaced is cleared away. */
  load(): ReadonlyMap<string, Uint8Array> {
    const files = new Map<string, Uint8Array>();
    for (const entry of readdirSync(this.#folder).sort()) {
      if (entry.endsWith(TEMPORARY)) rmSync(join(this.#folder, entry));
      else if (entry.endsWith('.dat'))
        files.set(decodeURIComponent(entry.slice(0, -'.dat'.length)), new Uint8Array(readFileSync(join(this.#folder, entry))));
    }
    return files;
  }

  /** Makes the writes durable, in order; those that append to one file in a row share a sync. @throws DiskError */
  async commit(writes: readonly Persist[]): Promise<void> {
    for (let at = 0; at < writes.length; ) {
      const first = writes[at] as Persist;
      let end = at + 1;
      if (first.edit === 'append') while (writes[end]?.edit === 'append' && writes[end]?.file === first.file) end++;
      try {
        await this.#write(first, writes.slice(at, end));
      } catch (cause) {
        throw new DiskError(first.file, cause);
      }
      at = end;
    }
  }

  /** The same at once, for a process that ends: what was written is there for the next one, though no sync is awaited. */
  commitNow(writes: readonly Persist[]): void {
    for (const { file, edit, bytes } of writes) {
      const path = this.pathOf(file);
      if (edit === 'append') appendFileSync(path, bytes);
      else if (edit === 'remove') rmSync(path, { force: true });
      else {
        writeFileSync(path + TEMPORARY, bytes);
        renameSync(path + TEMPORARY, path);
      }
    }
  }

  /** Where a file is. */
  pathOf(file: string): string {
    return join(this.#folder, encoded(file));
  }

  async #write({ file, edit, bytes }: Persist, row: readonly Persist[]): Promise<void> {
    const path = this.pathOf(file);
    if (edit === 'append') return this.#append(file, path, joinBytes(row.map((each) => each.bytes)));
    await this.#open.get(file)?.close();
    this.#open.delete(file);
    if (edit === 'remove') await rm(path, { force: true });
    else await this.#replace(path, bytes);
    await this.#syncFolder();
  }

  async #append(file: string, path: string, bytes: Uint8Array): Promise<void> {
    let handle = this.#open.get(file);
    if (handle === undefined) {
      handle = await open(path, 'a');
      this.#open.set(file, handle);
      await this.#syncFolder();
    }
    await writeWhole(handle, bytes);
    await handle.datasync();
  }

  async #replace(path: string, bytes: Uint8Array): Promise<void> {
    const handle = await open(path + TEMPORARY, 'w');
    try {
      await writeWhole(handle, bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(path + TEMPORARY, path);
  }

  /** Names are durable only once their folder is. Some systems cannot sync a folder, and need not. */
  async #syncFolder(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}

async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
}

// Goal: what was committed is there for the next process, in order; what was not is gone; what a crash left half done is cleared away.
// Method: drawn edits on a real folder beside a map of texts, read back by a second disk.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { bytesOf, drawFrom, textOf } from '../index.js';
import { Disk, DiskError, type Persist } from './disk.js';

const edit = (file: string, how: Persist['edit'], text: string): Persist => ({ do: 'persist', file, edit: how, bytes: bytesOf(text) });

describe('the disk of a process', () => {
  let folder: string;
  const files = (): Readonly<Record<string, string>> =>
    Object.fromEntries([...new Disk(folder).load()].map(([name, bytes]) => [name, textOf(bytes)]));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'topple-disk-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives the next process exactly what was committed, after any edits', async () => {
    const draw = drawFrom('disk', 'real');
    const model = new Map<string, string>();
    const disk = new Disk(folder);
    for (let round = 0; round < 12; round++) {
      const writes = Array.from({ length: draw('writes', 5) }, (_, nth): Persist => {
        const how = (['append', 'append', 'append', 'replace', 'remove'] as const)[draw('how', 5)] ?? 'append';
        return edit(`file ${draw('file', 2)}`, how, `${round}.${nth};`);
      });
      for (const { file, edit: how, bytes } of writes)
        if (how === 'remove') model.delete(file);
        else model.set(file, (how === 'append' ? (model.get(file) ?? '') : '') + textOf(bytes));
      await disk.commit(writes);
      expect(files()).to.deep.equal(Object.fromEntries(model));
    }
  });

  it('keeps names that no file system would, and none of them leaves the folder', async () => {
    const names = ['a/b', '../out', 'ü é', '%2F', 'log.dat', 'x.tmp'];
    await new Disk(folder).commit(names.map((name) => edit(name, 'append', name)));
    expect(files()).to.deep.equal(Object.fromEntries(names.map((name) => [name, name])));
    expect(existsSync(join(folder, '..', 'out.dat'))).to.equal(false);
  });

  it('clears away what a crash left half replaced, and keeps what it was to replace', async () => {
    await new Disk(folder).commit([edit('meta', 'replace', 'old')]);
    const half = join(folder, 'meta.dat.tmp');
    writeFileSync(half, 'ne');
    expect(files()).to.deep.equal({ meta: 'old' });
    expect(existsSync(half)).to.equal(false);
  });

  it('names the file that could not be written, in the words of a machine', async () => {
    mkdirSync(join(folder, 'log.dat'));
    const failure = await new Disk(folder).commit([edit('log', 'append', 'x')]).then(
      () => null,
      (cause: unknown) => cause,
    );
    expect(failure).to.be.instanceOf(DiskError);
    expect(failure).to.include({ file: 'log', code: 'EIO' });
  });
});

// Goal: the disk of a process does what its supervisor asked for, in the words of a machine, and is the disk that it was when that is taken off.
// Method: a real folder, read back by another disk as the next process would; each fault put on, seen to bite, and healed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { bytesOf, textOf } from '../index.js';
import { Disk, type Persist } from './disk.js';
import { rotFolder } from './rot-folder.js';
import { TroubledDisk } from './troubled-disk.js';

const append = (text: string, file = 'f'): Persist => ({ do: 'persist', file, edit: 'append', bytes: bytesOf(text) });

describe('the disk of a process, troubled', () => {
  let folder: string;
  let news: string[];
  let disk: TroubledDisk;
  const files = (): Readonly<Record<string, string>> =>
    Object.fromEntries([...new Disk(folder).load()].map(([name, bytes]) => [name, textOf(bytes)]));
  const commit = (...writes: readonly Persist[]): Promise<string> =>
    disk.commit(writes).then(
      () => 'durable',
      ({ code, file }: { readonly code: string; readonly file: string }) => `${file} ${code}`,
    );

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'topple-disk-'));
    news = [];
    disk = new TroubledDisk(new Disk(folder), (name, what) => void news.push(`${name} ${what}`));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('takes no write while it is broken or full, and what is there stays', async () => {
    await commit(append('one'));
    disk.set('b', { kind: 'broken' });
    disk.set('c', { kind: 'full' });
    expect([await commit(append('two')), files()]).to.deep.equal(['f ENOSPC', { f: 'one' }]);
    disk.set('c', null);
    expect(await commit(append('two'))).to.equal('f EIO');
    disk.set(null, null);
    expect([await commit(append('two')), files()]).to.deep.equal(['durable', { f: 'onetwo' }]);
    expect(news).to.deep.equal(['c touched', 'b touched']);
  });

  it('fails at the nth write alone, wherever it stands, and asks for writes one by one until then', async () => {
    disk.set('e', { kind: 'eio', nth: 3 });
    expect(disk.countsWrites).to.equal(true);
    expect(await commit(append('1'))).to.equal('durable');
    expect(await commit(append('2'), append('3', 'g'), append('4'))).to.equal('g EIO');
    expect(files()).to.deep.equal({ f: '12' });
    expect(disk.countsWrites).to.equal(false);
    expect([await commit(append('5')), files()]).to.deep.equal(['durable', { f: '125' }]);
    expect(news).to.deep.equal(['e touched']);
  });

  it('takes so much longer while it is slow', async () => {
    disk.set('s', { kind: 'slow', delay: 80_000 });
    const begin = performance.now();
    await commit(append('one'));
    expect(performance.now() - begin).to.be.at.least(79);
    expect(news).to.deep.equal(['s touched']);
  });

  it('says that writes are durable which are not, tells once that it owes them, and makes them so in their order when it is healed', async () => {
    disk.set('l', { kind: 'lost-sync', file: null });
    expect(await commit(append('1'))).to.equal('durable');
    await commit(append('2'), append('3', 'g'));
    expect(files()).to.deep.equal({});
    disk.set('l', null);
    expect(await commit(append('4'))).to.equal('durable');
    expect(files()).to.deep.equal({ f: '124', g: '3' });
    expect(news).to.deep.equal(['l owes', 'l keeps']);
  });

  it('lies about one file alone, if that is asked for, and holds what another lie is about', async () => {
    disk.set('l', { kind: 'lost-sync', file: 'f' });
    disk.set('m', { kind: 'lost-sync', file: null });
    await commit(append('1'));
    disk.set('m', null);
    await commit(append('2', 'g'));
    expect(files()).to.deep.equal({ g: '2' });
    disk.set('l', null);
    await commit();
    expect(files()).to.deep.equal({ f: '1', g: '2' });
  });

  it('keeps at once what it held, when the process ends in good order', async () => {
    disk.set('l', { kind: 'lost-sync', file: null });
    await commit(append('1'), { ...append('2', 'g'), edit: 'replace' }, append('3', 'g'), append('4', 'h'), {
      ...append('', 'h'),
      edit: 'remove',
    });
    disk.keepNow();
    disk.keepNow();
    expect(files()).to.deep.equal({ f: '1', g: '23' });
  });

  it('rots between two processes: a bit is another one, or the end of a file is gone', async () => {
    expect(rotFolder(join(folder, 'none'), { kind: 'flip', file: null, at: 0, bit: 0 })).to.equal(false);
    expect(rotFolder(folder, { kind: 'flip', file: null, at: 0, bit: 0 })).to.equal(false);
    await commit(append('abcd'), append('xy', 'a/b'));
    expect(rotFolder(folder, { kind: 'flip', file: 'f', at: 500_000, bit: 1 })).to.equal(true);
    expect(files()).to.deep.equal({ f: 'abad', 'a/b': 'xy' });
    expect(rotFolder(folder, { kind: 'truncate', file: null, bytes: 3 })).to.equal(true);
    expect(files()).to.deep.equal({ f: 'a', 'a/b': 'xy' });
  });
});

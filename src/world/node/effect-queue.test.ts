// Goal: effects are carried out in order, a write holds up what follows until it is durable, and nothing is lost or done twice in between.
// Method: a queue over a disk whose syncs the test completes by hand; then random interleavings against the simple order.
import { expect } from 'chai';
import { bytesOf, drawFrom, type Effect } from '../index.js';
import { DiskError, type Persist } from './disk.js';
import { EffectQueue } from './effect-queue.js';
import { Traps } from './traps.js';

const persist = (file: string): Effect => ({ do: 'persist', file, edit: 'append', bytes: bytesOf(file) });
const mark = (name: string): Effect => ({ do: 'mark', name, data: null });
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Bench {
  readonly done: string[] = [];
  readonly traps = new Traps((name) => this.done.push(`trap ${name}`));
  readonly commits: string[][] = [];
  readonly queue = new EffectQueue({
    traps: this.traps,
    effectsMax: 1_000,
    commit: (writes) => this.#commit(writes),
    perform: (effect) => void this.done.push(effect.do === 'mark' ? effect.name : effect.do),
    failed: (error) => void this.done.push(`failed ${error.file}`),
  });
  #ends: { readonly files: string[]; readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];

  /** The oldest sync ends. */
  async sync(error?: Error): Promise<void> {
    const end = this.#ends.shift();
    if (error !== undefined) end?.reject(error);
    else {
      this.done.push(...(end?.files ?? []).map((file) => `${file} durable`));
      end?.resolve();
    }
    await settle();
  }

  get syncs(): number {
    return this.#ends.length;
  }

  #commit(writes: readonly Persist[]): Promise<void> {
    const files = writes.map(({ file }) => file);
    this.commits.push(files);
    return new Promise((resolve, reject) => this.#ends.push({ files, resolve, reject }));
  }
}

describe('the effect queue', () => {
  it('holds up what follows a write until it is durable', async () => {
    const bench = new Bench();
    bench.queue.absorb([mark('a'), persist('1'), mark('b')]);
    bench.queue.absorb([mark('c')]);
    expect(bench.done).to.deep.equal(['a']);
    await bench.sync();
    expect(bench.done).to.deep.equal(['a', '1 durable', 'b', 'c']);
  });

  it('makes the writes that wait durable together, in order, though effects stand between them', async () => {
    const bench = new Bench();
    bench.queue.absorb([persist('1'), mark('a')]);
    bench.queue.absorb([persist('2'), mark('b')]);
    bench.queue.absorb([persist('3'), mark('c')]);
    await bench.sync();
    expect(bench.done).to.deep.equal(['1 durable', 'a']);
    await bench.sync();
    expect(bench.done).to.deep.equal(['1 durable', 'a', '2 durable', '3 durable', 'b', 'c']);
    expect(bench.commits).to.deep.equal([['1'], ['2', '3']]);
  });

  it('counts every place in the queue while a trap is armed', async () => {
    const bench = new Bench();
    bench.traps.arm({ name: 't', effect: 'persist', nth: 2, phase: 'before' });
    bench.queue.absorb([persist('1'), mark('a'), persist('2')]);
    await bench.sync();
    expect(bench.done).to.deep.equal(['1 durable', 'a', 'trap t']);
  });

  it('writes nothing ahead that stands behind a halt', () => {
    const bench = new Bench();
    bench.queue.absorb([persist('1'), { do: 'halt', reason: 'x' }, persist('2')]);
    expect(bench.commits).to.deep.equal([['1']]);
  });

  it('forgets what waited behind a write that failed, and goes on', async () => {
    const bench = new Bench();
    bench.queue.absorb([persist('1'), mark('a')]);
    bench.queue.absorb([persist('2')]);
    await bench.sync(new DiskError('1', new Error('EIO')));
    expect(bench.done).to.deep.equal(['failed 1']);
    bench.queue.absorb([mark('b')]);
    expect(bench.done).to.deep.equal(['failed 1', 'b']);
  });

  it('keeps the order of marks and never passes a write, however steps and syncs interleave', async () => {
    const draw = drawFrom('effect-queue', 'test');
    const bench = new Bench();
    const given: string[] = [];
    for (let step = 0; step < 3_000; step++) {
      if (draw('what', 3) === 0) await bench.sync();
      const effects = Array.from({ length: draw('count', 4) }, (_each, index) => {
        const name = `${step}.${index}`;
        given.push(draw('kind', 2) === 0 ? name : `${name} durable`);
        return given.at(-1) === name ? mark(name) : persist(name);
      });
      bench.queue.absorb(effects);
    }
    for (let n = 0; n < 10_000 && bench.syncs > 0; n++) await bench.sync();
    expect(bench.done.length).to.equal(given.length);
    expect(bench.done.filter((name) => !name.endsWith('durable'))).to.deep.equal(given.filter((name) => !name.endsWith('durable')));
    expect(bench.done.filter((name) => name.endsWith('durable'))).to.deep.equal(given.filter((name) => name.endsWith('durable')));
    const doneAt = new Map(bench.done.map((name, index) => [name, index]));
    let last = -1;
    for (const name of given) {
      const at = doneAt.get(name) ?? -1;
      if (name.endsWith('durable')) last = Math.max(last, at);
      else expect(at, name).to.be.greaterThan(last);
    }
  });
});

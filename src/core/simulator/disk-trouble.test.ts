// Goal: each fault of a disk bites exactly what it says, tells so once it has, and is over when it is taken off.
// Method: a machine that appends what it is asked to, says what it found at boot and which write failed; a fault is put on it, seen to bite, and healed.
import { expect } from 'chai';
import type { Happening } from '../../contract/index.js';
import { bytesOf, type DiskFault, type Json, type Machine, textOf } from '../../world/index.js';
import { hostOf } from './machine-host.js';
import type { SimulatedTrial } from './simulate.js';
import { answerTo, put, toyWorld, watch } from './toy-world.js';

const ms = 1_000;

/** Answers once what it was sent is durable. */
const writer: Machine<null> = {
  boot: ({ disk }) => [
    null,
    [{ do: 'mark', name: 'found', data: Object.fromEntries([...disk].map(([file, bytes]) => [file, textOf(bytes)])) }],
  ],
  step: (_state, input) => {
    if (input.on === 'disk-failed') return [{ do: 'mark', name: 'failed', data: `${input.file} ${input.code}` }];
    if (input.on === 'end') return [{ do: 'halt', reason: 'asked to end' }];
    if (input.on !== 'request') return [];
    const [file = '', ...words] = textOf(input.request.body).split(' ');
    return [
      ...words.map((word) => ({ do: 'persist', file, edit: 'append', bytes: bytesOf(word) }) as const),
      { do: 'reply', call: input.call, part: { head: { status: 200, headers: {} }, bytes: null, end: true } },
    ];
  },
  clone: () => null,
  digest: () => 0,
};

class Desk {
  readonly trial: SimulatedTrial;
  readonly seen: Happening[] = [];
  #asked: number;

  constructor(trial: SimulatedTrial = toyWorld({}, () => hostOf(writer)), asked = 0) {
    this.trial = trial;
    this.#asked = asked;
    this.wait();
  }

  fork(): Desk {
    return new Desk(this.trial.fork(null), this.#asked);
  }

  wait(): readonly Happening[] {
    const news = watch(this.trial, this.trial.now + 10 * ms);
    this.seen.push(...news);
    return news;
  }

  /** Whether the writes of one request became durable, and how long that took. */
  write(text: string): number | null {
    const begin = this.trial.now;
    this.trial.do(put(++this.#asked, 'a', 'k', text, 5 * ms));
    const news = this.wait();
    if (answerTo(this.#asked, news)?.status !== 200) return null;
    return (news.find(({ is }) => is === 'answer')?.at ?? 0) - begin;
  }

  disk(fault: DiskFault | null, name = 'd'): void {
    this.trial.do({ do: 'disk', node: 'a', name, fault });
  }

  /** What the node finds on its disk. */
  boot(how: 'kill' | 'end' = 'kill'): Json {
    this.trial.do({ do: 'node', node: 'a', act: how });
    this.wait();
    this.trial.do({ do: 'node', node: 'a', act: 'start' });
    return this.wait().flatMap((each) => (each.is === 'mark' && each.name === 'found' ? [each.data] : []))[0] ?? null;
  }

  get failures(): readonly Json[] {
    return this.seen.flatMap((each) => (each.is === 'mark' && each.name === 'failed' ? [each.data] : []));
  }

  hits(name = 'd'): number {
    return this.seen.reduce((sum, each) => sum + (each.is === 'hit' && each.name === name ? each.messages : 0), 0);
  }
}

describe('simulator: disk faults', () => {
  for (const [kind, code] of [
    ['broken', 'EIO'],
    ['full', 'ENOSPC'],
  ] as const)
    it(`a ${kind} disk keeps what is there, takes nothing and says ${code}; once healed it takes writes`, () => {
      const desk = new Desk();
      desk.write('f one');
      desk.disk({ kind });
      expect(desk.hits()).to.equal(0);
      expect([desk.write('f two'), desk.write('g three four')]).to.deep.equal([null, null]);
      expect(desk.failures).to.deep.equal([`f ${code}`, `g ${code}`]);
      expect(desk.boot()).to.deep.equal({ f: 'one' });
      desk.disk(null);
      desk.wait();
      expect(desk.hits()).to.equal(2);
      expect(desk.write('f two')).to.be.a('number');
      expect(desk.boot()).to.deep.equal({ f: 'onetwo' });
    });

  it('the nth write fails, those before it are durable, and those after it are taken', () => {
    for (const [nth, kept] of [
      [1, {}],
      [2, { f: 'one' }],
      [3, { f: 'onetwo' }],
      [4, { f: 'onetwothree' }],
    ] as const) {
      const desk = new Desk();
      desk.disk({ kind: 'eio', nth });
      const first = desk.write('f one two three');
      expect(desk.failures).to.deep.equal(nth === 4 ? [] : ['f EIO']);
      expect(first === null).to.equal(nth < 4);
      expect(desk.boot()).to.deep.equal(kept);
      const again = [desk.write('f four'), desk.write('f five')];
      expect(again.map((took) => took === null)).to.deep.equal([nth === 4, false]);
      expect(desk.hits()).to.equal(1);
    }
  });

  it('a slow disk takes so much longer for each sync, and no longer once it is healed', () => {
    const desk = new Desk();
    desk.disk({ kind: 'slow', delay: 3 * ms });
    expect(desk.write('f one two')).to.be.within(3 * ms, 6 * ms);
    desk.disk({ kind: 'slow', delay: 9 * ms });
    expect(desk.write('f three'), 'one of that name is on').to.be.within(3 * ms, 6 * ms);
    desk.disk(null);
    expect(desk.write('f four')).to.be.below(3 * ms);
    expect(desk.hits()).to.equal(2);
  });

  it('a disk that lies forgets at a power cut what it said to be durable since, again and again; and nothing when the node ends in good order', () => {
    const desk = new Desk();
    desk.write('f one');
    desk.disk({ kind: 'lost-sync', file: null });
    desk.boot();
    expect(desk.hits(), 'nothing was owed').to.equal(0);
    expect(desk.write('f two')).to.be.a('number');
    expect(desk.write('g three')).to.be.a('number');
    expect(desk.boot('end')).to.deep.equal({ f: 'onetwo', g: 'three' });
    expect(desk.hits()).to.equal(0);
    expect(desk.boot()).to.deep.equal({ f: 'one' });
    expect(desk.hits()).to.equal(1);
    desk.write('f four');
    expect(desk.boot()).to.deep.equal({ f: 'one' });
    desk.write('f five');
    desk.disk(null);
    expect(desk.boot(), 'healed, it keeps what it has').to.deep.equal({ f: 'onefive' });
  });

  it('a disk may lie about one file alone', () => {
    const desk = new Desk();
    desk.disk({ kind: 'lost-sync', file: 'f' });
    desk.write('f one');
    desk.write('g two');
    expect(desk.boot()).to.deep.equal({ g: 'two' });
  });

  it('one bit is another one at the next boot, and then stays so', () => {
    const seen = new Set<string>();
    for (let at = 0; at < 1_000_000; at += 100_000) {
      const desk = new Desk();
      desk.write('f abcd');
      desk.write('g efgh');
      desk.disk({ kind: 'flip', file: null, at, bit: 1 });
      expect(desk.hits()).to.equal(0);
      const found = desk.boot() as { readonly f: string; readonly g: string };
      const now = found.f + found.g;
      expect(now.split('').filter((letter, nth) => letter !== 'abcdefgh'[nth])).to.have.length(1);
      expect(desk.boot()).to.deep.equal(found);
      expect(desk.hits()).to.equal(1);
      seen.add(now);
    }
    expect(seen.size).to.equal(8);
  });

  it('the end of the longest file, or of the one that is named, is gone at the next boot; once', () => {
    for (const [file, bytes, left] of [
      [null, 2, { f: 'abc', g: 'xyz' }],
      ['g', 2, { f: 'abcde', g: 'x' }],
      [null, 99, { f: '', g: 'xyz' }],
    ] as const) {
      const desk = new Desk();
      desk.write('f abcde');
      desk.write('g xyz');
      desk.disk({ kind: 'truncate', file, bytes });
      expect(desk.boot()).to.deep.equal(left);
      expect(desk.boot()).to.deep.equal(left);
      expect(desk.hits()).to.equal(1);
    }
  });

  it('what is to rot and is healed before the boot does not, and there is nothing to rot where nothing is kept', () => {
    const desk = new Desk();
    desk.disk({ kind: 'flip', file: null, at: 0, bit: 0 });
    desk.boot();
    expect(desk.hits()).to.equal(0);
    desk.write('f abc');
    desk.disk(null);
    expect(desk.boot()).to.deep.equal({ f: 'abc' });
  });

  it('several stand on one disk, each with its own end, and heal-all takes them all off', () => {
    const desk = new Desk();
    desk.disk({ kind: 'full' }, 'one');
    desk.disk({ kind: 'broken' }, 'two');
    desk.write('f a');
    desk.disk(null, 'two');
    desk.write('f b');
    expect(desk.failures).to.deep.equal(['f EIO', 'f ENOSPC']);
    desk.disk({ kind: 'lost-sync', file: null }, 'three');
    desk.trial.do({ do: 'heal-all' });
    expect(desk.write('f c')).to.be.a('number');
    expect(desk.boot()).to.deep.equal({ f: 'c' });
  });

  it('a fork has disk faults of its own, and the same seed gives the same run', () => {
    const desk = new Desk();
    desk.write('f one');
    desk.disk({ kind: 'lost-sync', file: null });
    desk.disk({ kind: 'eio', nth: 2 }, 'e');
    const fork = desk.fork();
    desk.wait();
    for (const each of [desk, fork]) each.write('f two');
    expect(fork.trial.hash()).to.equal(desk.trial.hash());
    desk.disk(null);
    expect([desk.boot(), fork.boot()]).to.deep.equal([{ f: 'onetwo' }, { f: 'one' }]);
    expect([desk.write('f x'), fork.write('f x')]).to.deep.equal([null, null]);
  });
});

// Goal: faults of clocks bite where a clock is read or measures a time, only there, and are over when they are healed.
// Method: a toy node that beats every 10 ms and says what its clocks show; beside it one without a fault.
import { expect } from 'chai';
import type { Happening } from '../../contract/index.js';
import { bytesOf, type ClockFault, type Effect, type Json, type Machine, type Micros } from '../../world/index.js';
import { hostOf } from './machine-host.js';
import { simulate, type SimulatedTrial } from './simulate.js';
import { toyTopology, watch } from './toy-world.js';

const ms = 1_000;
const second = 1_000 * ms;
const hour = 3_600 * second;
const wallStart = 1_704_067_200_000_000;

interface Beats {
  count: number;
}

/** `/now` and `/wall` tell one clock, `/beats` none; `/ask` calls a node that never answers, and says how long it waited. */
const beater: Machine<Beats> = {
  boot: () => [{ count: 0 }, [beat]],
  step(state, input, env) {
    if (input.on === 'timer') {
      state.count++;
      return [beat];
    }
    if (input.on === 'part' && input.call > 0) return [says(-input.call, 'broken')];
    if (input.on !== 'request') return [];
    const { path } = input.request;
    if (path === '/silence') return [];
    if (path === '/ask') {
      const request = { method: 'GET', path: '/silence', headers: {}, body: null };
      return [{ do: 'call', call: -input.call, to: 'b', request, timeout: 100 * ms }];
    }
    return [says(input.call, path === '/now' ? env.now : path === '/wall' ? env.wall : state.count)];
  },
  clone: (state) => ({ ...state }),
  digest: ({ count }) => count,
};

const beat: Effect = { do: 'timer', name: 'beat', after: 10 * ms };

function says(call: number, body: Json): Effect {
  const head = { status: 200, headers: { 'content-type': 'application/json' } };
  return { do: 'reply', call, part: { head, bytes: bytesOf(JSON.stringify(body)), end: true } };
}

class Bench {
  readonly trial: SimulatedTrial;
  readonly seen: Happening[] = [];
  last = 0;

  constructor(trial?: SimulatedTrial) {
    const node = (id: string) => ({ id, role: 'store', config: {}, open: () => hostOf(beater) });
    const links = [...toyTopology.links, { from: 'a', to: 'b', kind: 'stream' } as const];
    this.trial =
      trial ??
      simulate({
        topology: { ...toyTopology, links },
        nodes: [node('a'), node('b')],
        seed: '1',
        freeze: true,
        hop: { least: 200, most: 200 },
      });
  }

  put(name: string, fault: ClockFault | null, node = 'a'): void {
    this.trial.do({ do: 'clock', node, name, fault });
  }

  /** Lets time pass. */
  go(length: Micros): this {
    this.seen.push(...watch(this.trial, this.trial.now + length));
    return this;
  }

  ask(path: string, node = 'a', direct = true): Json {
    const id = ++this.last;
    this.trial.do({ do: 'request', id, to: node, request: { method: 'GET', path, headers: {}, body: null }, timeout: 10 * second, direct });
    for (let time = 0; time < 10_000; time++) {
      this.go(ms);
      for (const happening of this.seen) if (happening.is === 'answer' && happening.id === id) return happening.answer.body;
    }
    throw new Error('no answer');
  }

  /** How far a clock of a node is from that of the other, which is right. */
  off(path: '/now' | '/wall'): Micros {
    const [one, other] = [this.ask(path), this.ask(path, 'b')];
    return Number(one) + ms - Number(other);
  }

  /** Beats of a node within a second. */
  beats(node = 'a'): number {
    const before = Number(this.ask('/beats', node));
    this.go(second - ms);
    return Number(this.ask('/beats', node)) - before;
  }

  hits(name: string): { readonly requests: readonly number[]; readonly messages: number } {
    const all = this.seen.flatMap((happening) => (happening.is === 'hit' && happening.name === name ? [happening] : []));
    return { requests: all.flatMap(({ requests }) => requests), messages: all.reduce((sum, { messages }) => sum + messages, 0) };
  }
}

describe('a simulated clock', () => {
  it('is off by a skew on the wall, jumps back when that is healed, and bites whoever reads it', () => {
    const bench = new Bench().go(second);
    bench.put('s', { kind: 'skew', offset: hour });
    bench.go(second);
    expect(bench.hits('s').messages, 'nobody reads the wall clock').to.equal(0);
    expect([bench.off('/wall'), bench.off('/now')]).to.deep.equal([hour, 0]);
    expect(bench.hits('s'), 'past the proxies').to.deep.equal({ requests: [], messages: 0 });
    bench.ask('/wall', 'a', false);
    expect(bench.hits('s')).to.deep.equal({ requests: [bench.last], messages: 0 });
    bench.ask('/now', 'a', false);
    bench.put('s', null);
    bench.go(ms);
    expect(bench.off('/wall')).to.equal(0);
    expect(bench.hits('s').requests).to.have.length(1);
    expect(Number(bench.ask('/wall')) - wallStart).to.be.within(0, bench.trial.now);
  });

  it('has a node of a clock that is set back see time go back on the wall, and never elsewhere', () => {
    const bench = new Bench().go(second);
    const [wall, now] = [Number(bench.ask('/wall')), Number(bench.ask('/now'))];
    bench.put('j', { kind: 'skew', offset: -hour });
    expect(Number(bench.ask('/wall')) - wall).to.be.below(0);
    expect(Number(bench.ask('/now')) - now).to.be.above(0);
  });

  for (const [perMille, beats] of [
    [1_000, 200],
    [-500, 50],
    [50, 105],
  ] as const)
    it(`fires timers at its own rate while it drifts by ${perMille} thousandths, also those set before`, () => {
      const bench = new Bench().go(second);
      bench.put('d', { kind: 'drift', perMille });
      expect(bench.beats()).to.be.within(beats - 2, beats + 2);
      expect(bench.beats('b'), 'the other one').to.be.within(99, 101);
      expect(bench.off('/now') / (perMille * ms), 'two seconds and a little').to.be.within(2, 2.1);
    });

  it('goes at the right rate again when a drift is healed: what was gained stays, the wall is put right', () => {
    const bench = new Bench().go(second);
    bench.put('d', { kind: 'drift', perMille: 1_000 });
    bench.go(second);
    expect(bench.hits('d').messages, 'the first hit is told at once').to.equal(1);
    bench.put('d', null);
    bench.go(ms);
    expect(bench.hits('d').messages, 'beats and the timers that they set').to.be.above(100);
    expect([bench.off('/now'), bench.off('/wall')]).to.deep.equal([second, 0]);
    expect(bench.beats()).to.be.within(99, 101);
    expect(bench.off('/now')).to.equal(second);
  });

  it('moves a timer that is set already with the rate', () => {
    for (const [perMille, due] of [
      [1_000, 5 * ms],
      [-500, 20 * ms],
    ] as const) {
      const bench = new Bench();
      bench.go(0);
      bench.put('d', { kind: 'drift', perMille });
      bench.go(due - 1);
      const early = bench.trial.fork(null).digest();
      bench.go(1);
      expect(bench.trial.digest(), `${perMille}`).to.not.equal(early);
    }
  });

  it('lets a call of a slow node wait longer, and one of a fast node less', () => {
    const waits = [0, 1_000, -500].map((perMille) => {
      const bench = new Bench().go(second);
      if (perMille !== 0) bench.put('d', { kind: 'drift', perMille });
      const begin = bench.trial.now;
      expect(bench.ask('/ask')).to.equal('broken');
      return Math.round((bench.trial.now - begin) / ms);
    });
    expect(waits).to.deep.equal([101, 51, 201]);
  });

  it('stays wrong over a restart, and is right after heal-all, in every fork', () => {
    const bench = new Bench().go(second);
    bench.put('s', { kind: 'skew', offset: hour });
    bench.put('d', { kind: 'drift', perMille: 500 });
    bench.trial.do({ do: 'node', node: 'a', act: 'kill' });
    bench.go(second);
    bench.trial.do({ do: 'node', node: 'a', act: 'start' });
    bench.go(second);
    expect(bench.off('/wall')).to.be.above(hour + second / 2);
    const fork = new Bench(bench.trial.fork(null));
    bench.trial.do({ do: 'heal-all' });
    bench.trial.do({ do: 'heal-all' });
    bench.put('d', null);
    bench.go(ms);
    expect(bench.off('/wall')).to.equal(0);
    expect(bench.beats()).to.be.within(99, 101);
    expect(fork.beats()).to.be.within(148, 152);
  });

  it('is the same in every run of the same seed, and another with the fault', () => {
    const hashOf = (perMille: number): number => {
      const bench = new Bench().go(100 * ms);
      if (perMille !== 0) bench.put('d', { kind: 'drift', perMille });
      return bench.go(second).trial.hash();
    };
    expect(hashOf(50)).to.equal(hashOf(50));
    expect(hashOf(50)).to.not.equal(hashOf(0));
  });
});

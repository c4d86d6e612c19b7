// Goal: what befalls processes bites and heals: a graceful end, a start that takes long, a start with other code, and all of it off by heal-all and copied by a fork.
// Method: worlds of two nodes that say when and as what they boot; hands laid at given times, happenings compared.
import { expect } from 'chai';
import type { Happening, Host } from '../../contract/index.js';
import { bytesOf, type Machine, textOf } from '../../world/index.js';
import { hostOf } from './machine-host.js';
import { simulate, type SimulatedTrial } from './simulate.js';
import { answerTo, get, put, toyTopology, toyWorld, watch } from './toy-world.js';

const ms = 1_000;

/** Says which build booted, after which lines; appends its name, and ends when it is asked to, unless it is `stubborn`. */
function builder(name: string): Machine<null> {
  return {
    boot: ({ disk }) => [
      null,
      [
        { do: 'persist', file: 'f', edit: 'append', bytes: bytesOf(name) },
        { do: 'mark', name, data: textOf(disk.get('f') ?? null) },
      ],
    ],
    step: (_state, input) => (input.on === 'end' && name !== 'stubborn' ? [{ do: 'halt', reason: 'asked to end' }] : []),
    clone: () => null,
    digest: () => 0,
  };
}

function world(own = 'own', builds: Readonly<Record<string, () => Host>> | null = { old: () => hostOf(builder('old')) }): SimulatedTrial {
  const node = (id: string) => ({
    id,
    role: 'store',
    config: null,
    open: () => hostOf(builder(own)),
    ...(builds === null ? {} : { builds }),
  });
  const trial = simulate({ topology: toyTopology, nodes: [node('a'), node('b')], seed: '1', freeze: true });
  watch(trial, ms);
  return trial;
}

const told = (happenings: readonly Happening[]): readonly string[] =>
  happenings.map((happening) => {
    if (happening.is === 'mark') return `${happening.name} after ${JSON.stringify(happening.data)}`;
    return happening.is === 'down' ? `down ${happening.why}` : happening.is;
  });

describe('simulator: an end that was asked for', () => {
  it('is told as one, and not as a halt of its own', () => {
    const trial = world();
    trial.do({ do: 'node', node: 'a', act: 'end' });
    expect(told(watch(trial, 2 * ms))).to.deep.equal(['down end']);
    trial.do({ do: 'node', node: 'a', act: 'start' });
    expect(told(watch(trial, 3 * ms))).to.deep.equal(['up', 'own after "own"']);
  });

  it('comes in the end to a node that does not mind it, as late as a process would be ended', () => {
    const trial = world('stubborn');
    trial.do({ do: 'node', node: 'a', act: 'end' });
    expect(watch(trial, 8_000 * ms)).to.deep.equal([]);
    expect(told(watch(trial, 8_002 * ms))).to.deep.equal(['down end']);
  });

  it('is cut short by a start, and by heal-all', () => {
    for (const hand of [{ do: 'node', node: 'a', act: 'start' }, { do: 'heal-all' }] as const) {
      const trial = world('stubborn');
      trial.do({ do: 'node', node: 'a', act: 'end' });
      watch(trial, 5 * ms);
      trial.do(hand);
      expect(told(watch(trial, 9_000 * ms))).to.deep.equal(['down kill', 'up', 'stubborn after "stubborn"']);
    }
  });

  it('does not reach the next life of the node', () => {
    const trial = world();
    for (const act of ['end', 'kill', 'start'] as const) trial.do({ do: 'node', node: 'a', act });
    expect(told(watch(trial, 9_000 * ms))).to.deep.equal(['down kill', 'up', 'own after "own"']);
  });

  it('counts what the absence of the node touches', () => {
    const polite: Machine<null> = { ...builder('polite'), boot: () => [null, []] };
    const trial = toyWorld({}, () => hostOf(polite));
    watch(trial, ms);
    trial.do({ do: 'node', node: 'a', act: 'end' });
    watch(trial, 2 * ms);
    trial.do(put(7, 'a', 'k', 'v'));
    const news = watch(trial, 5 * ms);
    expect(answerTo(7, news)?.failure).to.equal('refused');
    expect(news.find(({ is }) => is === 'hit')).to.deep.include({ name: 'node:a', requests: [7] });
  });
});

describe('simulator: a slow start', () => {
  const slow = (delay: number | null, name = 's') => ({ do: 'slow-start', node: 'a', name, delay }) as const;

  function restarted(): SimulatedTrial {
    const trial = toyWorld();
    watch(trial, ms);
    trial.do(slow(50 * ms));
    for (const act of ['kill', 'start'] as const) trial.do({ do: 'node', node: 'a', act });
    watch(trial, 2 * ms);
    return trial;
  }

  it('makes a node that was started refuse until it is up, whoever asks it to start again', () => {
    const trial = restarted();
    trial.do({ do: 'node', node: 'a', act: 'start' });
    trial.do(get(1, 'a', 'k'));
    const early = watch(trial, 50 * ms);
    expect(answerTo(1, early)?.failure).to.equal('refused');
    expect(watch(trial, 60 * ms)[0]).to.deep.include({ at: 51 * ms, is: 'up', node: 'a' });
    trial.do(get(2, 'a', 'k'));
    expect(answerTo(2, watch(trial, 80 * ms))?.status).to.equal(200);
  });

  it('holds for each start, and for none after it was taken off', () => {
    const trial = restarted();
    watch(trial, 60 * ms);
    for (const act of ['kill', 'start'] as const) trial.do({ do: 'node', node: 'a', act });
    expect(watch(trial, 109 * ms).map(({ is }) => is)).to.deep.equal(['down']);
    expect(watch(trial, 111 * ms).map(({ is }) => is)).to.deep.equal(['up']);
    trial.do(slow(null));
    for (const act of ['kill', 'start'] as const) trial.do({ do: 'node', node: 'a', act });
    expect(watch(trial, 112 * ms).map(({ is }) => is)).to.deep.equal(['down', 'up']);
  });

  it('is over at once where it is taken off, by its name or by heal-all, and not by another name', () => {
    for (const [hand, ups] of [
      [slow(null), 1],
      [{ do: 'heal-all' }, 1],
      [slow(null, 'other'), 0],
    ] as const) {
      const trial = restarted();
      trial.do(hand);
      expect(watch(trial, 3 * ms).length, JSON.stringify(hand)).to.equal(ups);
      expect(watch(trial, 90 * ms).length, 'and never twice').to.equal(1 - ups);
    }
  });

  it('goes on in a fork as in the original, and a kill ends it', () => {
    const trial = restarted();
    const fork = trial.fork(null);
    expect(watch(fork, 90 * ms)).to.deep.equal(watch(trial, 90 * ms));
    const killed = restarted();
    killed.do({ do: 'node', node: 'a', act: 'kill' });
    expect(watch(killed, 200 * ms)).to.deep.equal([]);
  });
});

describe('simulator: another build', () => {
  const start = (build?: string | null) => ({ do: 'node', node: 'a', act: 'start', ...(build === undefined ? {} : { build }) }) as const;
  const kill = { do: 'node', node: 'a', act: 'kill' } as const;
  const after = (trial: SimulatedTrial, ...hands: readonly Parameters<SimulatedTrial['do']>[0][]): readonly string[] => {
    for (const hand of hands) trial.do(hand);
    return told(watch(trial, trial.now + 2 * ms)).filter((each) => each.includes('after'));
  };

  it('finds the disk that the other left, stays over a crash, and goes back to the own build when asked to', () => {
    const trial = world();
    expect(after(trial, kill, start('old'))).to.deep.equal(['old after "own"']);
    expect(after(trial, kill, start())).to.deep.equal(['old after "ownold"']);
    expect(after(trial.fork(null), kill, start())).to.deep.equal(['old after "ownoldold"']);
    expect(after(trial, kill, start(null))).to.deep.equal(['own after "ownoldold"']);
  });

  it('changes nothing in a node that runs, and is taken off by heal-all', () => {
    const trial = world();
    expect(after(trial, start('old'))).to.deep.equal([]);
    expect(after(trial, kill, start())).to.deep.equal(['own after "own"']);
    expect(after(trial, kill, start('old'))).to.deep.equal(['old after "ownown"']);
    expect(after(trial, { do: 'heal-all' })).to.deep.equal(['own after "ownownold"']);
    expect(after(trial, { do: 'heal-all' })).to.deep.equal([]);
  });

  it('is something that a world can do where its nodes have one, and refused by name where they have not', () => {
    expect([world().can.has('build'), world('own', null).can.has('build')]).to.deep.equal([true, false]);
    expect(() => after(world('own', null), kill, start('old'))).to.throw(RangeError, 'a has no build that is called old');
  });
});

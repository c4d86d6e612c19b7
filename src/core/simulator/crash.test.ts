// Goal: a crash may fall on any place of the effect queue, keeps what was durable and a prefix of what was not, and nothing else.
// Method: two toy stores; a trap at every effect of a replicated write in turn, then heal and a retry of the same request.
import { expect } from 'chai';
import type { Hand, Happening } from '../../contract/index.js';
import type { Effect, Machine, NodeId } from '../../world/index.js';
import { asObject, bytesOf, textOf } from '../../world/index.js';
import { hostOf } from './machine-host.js';
import type { SimulatedTrial } from './simulate.js';
import { answerTo, get, put, toyWorld, watch } from './toy-world.js';

const quiet: Machine<null> = { boot: () => [null, []], step: () => [], clone: () => null, digest: () => 0 };
const kinds = ['persist', 'send', 'reply', 'timer', 'mark'] as const;

describe('simulator: crashes', () => {
  it('a crash at every effect of a replicated write, then heal and retry, leaves both nodes equal', () => {
    let crashes = 0;
    for (const node of ['a', 'b'])
      for (const effect of kinds)
        for (const phase of ['before', 'after'] as const) {
          for (let nth = 1; nth <= 3; nth++) crashes += crashed(node, effect, nth, phase);
        }
    expect(crashes).to.be.above(20);
  });

  it('every crash leaves durable bytes and a prefix of the last append, and seeds differ in how long it is', () => {
    const lengths = new Set<number>();
    for (let seed = 0; seed < 40; seed++) lengths.add(torn(String(seed)));
    expect([...lengths].every((length) => length >= 4 && length <= 12)).to.equal(true);
    expect(lengths.size).to.be.above(4);
  });

  it('a crash within a write leaves a beginning of it, of any length', () => {
    const lengths = new Set<number>();
    for (let seed = 0; seed < 40; seed++)
      lengths.add(torn(String(seed), { do: 'trap', node: 'a', name: 't', effect: 'persist', nth: 1, phase: 'within' }));
    expect([...lengths].every((length) => length <= 4)).to.equal(true);
    expect(lengths.size).to.be.above(2);
  });

  it('a disk that fails takes no write, tells the node, and what waited for the write is gone; once healed it takes writes again', () => {
    for (const healed of [{ do: 'disk', node: 'a', name: 'd', fault: null }, { do: 'heal-all' }] as const) {
      const heard: string[] = [];
      const writer: Machine<null> = {
        ...quiet,
        step: (_state, input) => {
          if (input.on === 'disk-failed') heard.push(`${input.file} ${input.code}`);
          return input.on === 'request' ? [persist('x'), { do: 'mark', name: 'written', data: null }] : [];
        },
      };
      const trial = toyWorld({}, () => hostOf(writer));
      watch(trial, 1_000);
      trial.do({ do: 'disk', node: 'a', name: 'd', fault: { kind: 'broken' } });
      trial.do(put(1, 'a', 'k', 'v'));
      expect(watch(trial, 5_000).map(({ is }) => is)).to.deep.equal(['hit']);
      expect(heard).to.deep.equal(['f EIO']);
      trial.do(healed);
      trial.do(put(2, 'a', 'k', 'v'));
      expect(watch(trial, 9_000).map(({ is }) => is)).to.deep.equal(['mark']);
    }
  });

  it('a kill happens once however often it is asked, and a start too', () => {
    const trial = toyWorld();
    watch(trial, 1_000);
    for (const act of ['kill', 'kill', 'start', 'start', 'continue'] as const) trial.do({ do: 'node', node: 'a', act });
    expect(watch(trial, 2_000).map(({ is }) => is)).to.deep.equal(['down', 'up']);
  });

  it('a node that is asked to end is told once it can be, halts, keeps its disk, and starts again', () => {
    const polite: Machine<null> = {
      ...quiet,
      step: (_state, input) => (input.on === 'end' ? [{ do: 'halt', reason: 'asked to end' }] : []),
    };
    const trial = toyWorld({}, () => hostOf(polite));
    watch(trial, 1_000);
    for (const act of ['stop', 'end'] as const) trial.do({ do: 'node', node: 'a', act });
    expect(watch(trial, 2_000)).to.deep.equal([]);
    for (const act of ['continue', 'end'] as const) trial.do({ do: 'node', node: 'a', act });
    expect(watch(trial, 3_000)).to.deep.include({ at: 2_000, is: 'down', node: 'a', why: 'end', detail: 'asked to end' });
    for (const act of ['end', 'start'] as const) trial.do({ do: 'node', node: 'a', act });
    expect(watch(trial, 4_000).map(({ is }) => is)).to.deep.equal(['up']);
  });

  it('a trap that waits for a write to be durable is dropped by heal-all and by untrap', () => {
    for (const drop of [{ do: 'heal-all' }, { do: 'untrap', node: 'a', name: 't' }] as const) {
      const trial = toyWorld();
      watch(trial, 1_000);
      trial.do({ do: 'disk', node: 'a', name: 'd', fault: { kind: 'slow', delay: 50_000 } });
      trial.do({ do: 'trap', node: 'a', name: 't', effect: 'persist', nth: 1, phase: 'after' });
      trial.do(put(1, 'a', 'k', 'v'));
      watch(trial, 20_000);
      trial.do(drop);
      const news = watch(trial, 300_000);
      expect(news.filter(({ is }) => is === 'down')).to.deep.equal([]);
      expect(answerTo(1, news)?.status).to.equal(200);
    }
  });

  it('a trap that was not reached is dropped by heal-all and by untrap', () => {
    for (const drop of [{ do: 'heal-all' }, { do: 'untrap', node: 'a', name: 't' }] as const) {
      const trial = toyWorld();
      watch(trial, 1_000);
      trial.do({ do: 'trap', node: 'a', name: 't', effect: 'persist', nth: 1, phase: 'before' });
      trial.do(drop);
      trial.do(put(1, 'a', 'k', 'v'));
      expect(watch(trial, 20_000).map(({ is }) => is)).to.deep.equal(['mark', 'answer']);
    }
  });

  it('a paused node answers nothing, and takes what came when it goes on', () => {
    const trial = toyWorld();
    watch(trial, 1_000);
    trial.do({ do: 'node', node: 'a', act: 'stop' });
    trial.do(put(1, 'a', 'k', 'v', 50_000));
    trial.do(put(2, 'a', 'l', 'w'));
    const during = watch(trial, 100_000);
    expect(answerTo(1, during)?.failure).to.equal('timeout');
    trial.do({ do: 'node', node: 'a', act: 'continue' });
    const after = watch(trial, 200_000);
    expect(answerTo(2, after)?.status).to.equal(200);
    expect(hitsOf('node:a', [...during, ...after])).to.deep.equal([1, 2]);
  });

  it('a request to a dead node is refused, and one that was under way is reset', () => {
    const trial = toyWorld();
    watch(trial, 1_000);
    trial.do({ do: 'node', node: 'b', act: 'stop' });
    trial.do(put(1, 'a', 'k', 'v'));
    watch(trial, 10_000);
    trial.do({ do: 'node', node: 'a', act: 'kill' });
    trial.do(put(2, 'a', 'k', 'v'));
    trial.do(get(3, 'a', 'k'));
    const news = watch(trial, 20_000);
    expect([1, 2, 3].map((id) => answerTo(id, news)?.failure)).to.deep.equal(['reset', 'refused', 'refused']);
    trial.do({ do: 'heal-all' });
    expect(hitsOf('node:a', [...news, ...watch(trial, 30_000)])).to.deep.equal([1, 2]);
  });

  it('a node that halts says why, and one that throws is gone as a process would be', () => {
    const ending = (effects: () => readonly Effect[]): Machine<null> => ({
      boot: () => [null, effects()],
      step: () => [],
      clone: () => null,
      digest: () => 0,
    });
    const halting = toyWorld({}, () => hostOf(ending(() => [{ do: 'halt', reason: 'rot in log at 12' }])));
    expect(watch(halting, 10)[0]).to.deep.include({ is: 'down', why: 'halt', detail: 'rot in log at 12' });
    const throwing = toyWorld({ freeze: false }, () =>
      hostOf(
        ending(() => {
          throw new RangeError('gone');
        }),
      ),
    );
    expect(watch(throwing, 10)[0]).to.deep.include({ is: 'down', why: 'exit', detail: 'RangeError: gone' });
  });
});

/** 1 when the trap closed. */
function crashed(node: NodeId, effect: Effect['do'], nth: number, phase: 'before' | 'after'): number {
  const trial = toyWorld({ seed: `${node}${effect}${nth}${phase}` });
  watch(trial, 1_000);
  trial.do({ do: 'trap', node, name: 't', effect, nth, phase });
  trial.do(put(1, 'a', 'k', 'v', 30_000));
  trial.do(put(2, 'a', 'l', 'w', 30_000));
  const during = watch(trial, 40_000);
  trial.do({ do: 'heal-all' });
  watch(trial, 50_000);
  trial.do(put(3, 'a', 'k', 'v'));
  trial.do(put(4, 'a', 'l', 'w'));
  const after = watch(trial, 200_000);
  expect([3, 4].map((id) => answerTo(id, after)?.status)).to.deep.equal([200, 200]);
  expect(valuesAt(trial, 'a')).to.deep.equal(['v', 'w']);
  expect(valuesAt(trial, 'b')).to.deep.equal(['v', 'w']);
  return during.filter((happening) => happening.is === 'down' && happening.why === 'trap').length;
}

function valuesAt(trial: SimulatedTrial, node: NodeId): readonly unknown[] {
  trial.do(get(10, node, 'k'));
  trial.do(get(11, node, 'l'));
  const news = watch(trial, trial.now + 10_000);
  return [10, 11].map((id) => asObject(answerTo(id, news)?.body)?.['value']);
}

/** How many bytes are found at boot when a node dies between `safe` being durable and `in doubt` being so. */
function torn(seed: string, hand: Hand | null = null): number {
  let found = -1;
  const writer: Machine<null> = {
    boot({ disk }) {
      const file = disk.get('f');
      if (file === undefined) return [null, [persist('safe'), { do: 'mark', name: 'safe', data: null }, persist('in-doubt')]];
      found = file.length;
      expect('safein-doubt'.startsWith(textOf(file))).to.equal(true);
      return [null, []];
    },
    step: () => [],
    clone: () => null,
    digest: () => 0,
  };
  const trial = toyWorld({ seed }, () => hostOf(writer));
  if (hand !== null) trial.do(hand);
  const awaited = hand === null ? 'mark' : 'down';
  for (let happening = trial.next(10_000) as Happening; happening.is !== awaited || happening.node !== 'a'; )
    happening = trial.next(10_000) as Happening;
  trial.do({ do: 'node', node: 'a', act: 'kill' });
  trial.do({ do: 'node', node: 'a', act: 'start' });
  watch(trial, 20_000);
  return found;
}

function persist(text: string): Effect {
  return { do: 'persist', file: 'f', edit: 'append', bytes: bytesOf(text) };
}

function hitsOf(name: string, happenings: readonly Happening[]): readonly number[] {
  return happenings
    .flatMap((happening) => (happening.is === 'hit' && happening.name === name ? happening.requests : []))
    .sort((one, other) => one - other);
}

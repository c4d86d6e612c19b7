// Goal: whatever is done to a world, every request is answered exactly once, nothing leaks, and after healing it works as before.
// Method: two toy stores under drawn requests and hands of every kind; forks taken on the way; then heal-all and a look inside.
import { expect } from 'chai';
import type { Happening, LinkFault } from '../../contract/index.js';
import { type Draw, drawFrom, pick } from '../../world/index.js';
import type { SimulatedTrial } from './simulate.js';
import type { Simulation } from './simulation.js';
import { answerTo, get, put, toyWorld, watch } from './toy-world.js';

const ms = 1_000;
const seeds = 150;
const actsMax = 40;
const requestCount = 27;

const faults: readonly LinkFault[] = [
  { kind: 'latency', latency: 20 * ms, jitter: 15 * ms },
  { kind: 'cut' },
  { kind: 'hold' },
  { kind: 'timeout', after: 30 * ms },
  { kind: 'timeout', after: 0 },
  { kind: 'reset', after: 5 * ms },
  { kind: 'bandwidth', kilobytesPerSecond: 5 },
  { kind: 'bandwidth', kilobytesPerSecond: 0 },
  { kind: 'slow-close', delay: 20 * ms },
  { kind: 'slicer', bytes: 5, delay: 1 * ms },
  { kind: 'limit', bytes: 80 },
  { kind: 'loss', percent: 50 },
  { kind: 'duplicate', percent: 50, delay: 50 * ms },
  { kind: 'reorder', delay: 20 * ms },
];

describe('simulator: disorder', () => {
  it('every request is answered once, calls and timers do not leak, and both nodes agree after healing', () => {
    for (let seed = 0; seed < seeds; seed++) calm(String(seed));
  }).timeout(60_000);
});

function calm(seed: string): void {
  const trial = toyWorld({ seed });
  const draw = drawFrom(seed, 'disorder');
  const news: Happening[] = [];
  for (let id = 1; id <= actsMax; id++) {
    act(trial, draw, id);
    const until = trial.now + draw('wait', 15 * ms);
    const fork = trial.fork(null);
    const seen = watch(trial, until);
    if (id % 8 === 0) expect(watch(fork, until), `seed ${seed}`).to.deep.equal(seen);
    news.push(...seen);
  }
  trial.do({ do: 'heal-all' });
  news.push(...watch(trial, trial.now + 1_000 * ms));
  const ids = news.flatMap((happening) => (happening.is === 'answer' ? [happening.id] : []));
  expect(new Set(ids).size, `seed ${seed}`).to.equal(ids.length);
  expect(ids.length, `seed ${seed}`).to.equal(requestCount);
  atRest(trial, seed);
}

/** Two in three acts are requests; the others are hands. */
function act(trial: SimulatedTrial, draw: Draw, id: number): void {
  const node = pick(draw, 'node', ['a', 'b']);
  const other = node === 'a' ? 'b' : 'a';
  const fault = pick(draw, 'fault', [...faults, null]);
  const from = pick(draw, 'from', ['client', other]);
  const stream = pick(draw, 'stream', ['upstream', 'downstream'] as const);
  if (id % 3 !== 0) return trial.do(put(id, node, `k${draw('key', 3)}`, `v${id}`, pick(draw, 'timeout', [5 * ms, 50 * ms, 500 * ms])));
  switch (draw('hand', 4)) {
    case 0:
      return trial.do({ do: 'node', node, act: pick(draw, 'act', ['kill', 'stop', 'continue', 'start']) });
    case 1: {
      const effect = pick(draw, 'effect', ['persist', 'send', 'reply', 'timer', 'mark'] as const);
      return trial.do({
        do: 'trap',
        node,
        name: `t${id}`,
        effect,
        nth: 1 + draw('nth', 4),
        phase: pick(draw, 'phase', ['before', 'after']),
      });
    }
    default:
      return trial.do({ do: 'link', from, to: node, name: `f${draw('name', 3)}`, fault, stream });
  }
}

/** The three keys are written once more, everywhere the same, and nothing is open any more. */
function atRest(trial: SimulatedTrial, seed: string): void {
  for (const key of [0, 1, 2]) trial.do(put(100 + key, 'a', `k${key}`, 'last'));
  const news = watch(trial, trial.now + 500 * ms);
  for (const key of [0, 1, 2]) expect(answerTo(100 + key, news)?.status, `seed ${seed}`).to.equal(200);
  for (const node of ['a', 'b']) trial.do(get(200 + node.charCodeAt(0), node, 'k0'));
  const looks = watch(trial, trial.now + 10 * ms);
  for (const node of ['a', 'b']) expect(answerTo(200 + node.charCodeAt(0), looks)?.body, `seed ${seed}`).to.deep.equal({ value: 'last' });
  const { calls, faults: left, heap, hits } = (trial as unknown as { readonly sim: Simulation }).sim;
  expect([left.size, hits.size], `seed ${seed}`).to.deep.equal([0, 0]);
  expect(
    [...calls.values()].filter(({ callerOpen }) => callerOpen),
    `seed ${seed}`,
  ).to.deep.equal([]);
  expect(heap.size, `seed ${seed}`).to.be.below(20);
}

// Goal: a world and its fork share nothing that either of them changes, whatever is under way and whatever is broken as they part.
// Method: two desks that do everything that a node can do, asked all the time; under each fault a fork goes another way, one goes the same way, and then the
// world; the last two are compared with a world that was never forked.
import { expect } from 'chai';
import type { Hand, LinkFault } from '../../contract/index.js';
import { bytesOf, type ClockFault, type DiskFault, type Effect, type Machine, type Micros, type NodeId } from '../../world/index.js';
import { hostOf } from './machine-host.js';
import { type SimulatedTrial, simulate } from './simulate.js';
import { watch } from './toy-world.js';

const ms = 1_000;
const on: Micros = 20 * ms;
const parted: Micros = 60 * ms;
const off: Micros = 100 * ms;
const end: Micros = 200 * ms;

interface Desk {
  readonly peer: NodeId;
  readonly slow: number[];
  readonly asked: Map<number, number>;
  count: number;
}

/** `/ask` is written, told to the other desk, and passed on to it as `/tell`, which takes its time over an answer in two parts. Who reads the clock shows it. */
const desk: Machine<Desk> = {
  boot: ({ config, disk }) => [
    { peer: String(config), slow: [], asked: new Map(), count: 0 },
    [
      { do: 'mark', name: 'booted', data: disk.get('log')?.length ?? 0 },
      { do: 'timer', name: 'tick', after: 3 * ms },
    ],
  ],
  step(state, input, env): readonly Effect[] {
    if (input.on === 'timer') return [{ do: 'timer', name: 'tick', after: 3 * ms }, ...state.slow.splice(0).flatMap(endOf)];
    if (input.on === 'message') return [{ do: 'mark', name: 'told', data: [input.body, env.wall] }];
    if (input.on === 'part') return input.call > 0 ? passedOn(state, input) : [];
    if (input.on !== 'request') return [];
    const { call, request } = input;
    if (request.path === '/tell') {
      state.slow.push(call);
      return [{ do: 'reply', call, part: { head: { status: 200, headers: {} }, bytes: bytesOf(`${env.draw('n', 9)}`), end: false } }];
    }
    const own = ++state.count;
    state.asked.set(own, call);
    return [
      { do: 'persist', file: 'log', edit: 'append', bytes: bytesOf('.') },
      { do: 'send', to: state.peer, body: own },
      { do: 'call', call: own, to: state.peer, request: { ...request, path: '/tell' }, timeout: 30 * ms },
    ];
  },
  clone: (state) => ({ ...state, slow: [...state.slow], asked: new Map(state.asked) }),
  digest: ({ count }) => count,
};

function endOf(call: number): readonly Effect[] {
  return [{ do: 'reply', call, part: { head: null, bytes: bytesOf('.'), end: true } }];
}

function passedOn(
  state: Desk,
  { call, part }: { readonly call: number; readonly part: 'broken' | { readonly end: boolean } },
): readonly Effect[] {
  const asker = state.asked.get(call);
  if (asker === undefined || (part !== 'broken' && !part.end)) return [];
  state.asked.delete(call);
  return [{ do: 'reply', call: asker, part: { head: { status: part === 'broken' ? 502 : 200, headers: {} }, bytes: null, end: true } }];
}

function world(): SimulatedTrial {
  const nodes = ['a', 'b'].map((id) => ({ id, role: 'desk', config: id === 'a' ? 'b' : 'a', open: () => hostOf(desk) }));
  return simulate({ topology: { nodes, links: [], envelope: [] }, nodes, seed: '1', freeze: true });
}

const link = (fault: LinkFault) => (isOn: boolean) =>
  ['client', 'b'].flatMap((from) =>
    (['upstream', 'downstream'] as const).map(
      (stream): Hand => ({ do: 'link', from, to: 'a', name: 'f1', fault: isOn ? fault : null, stream }),
    ),
  );
const disk = (fault: DiskFault) => (isOn: boolean) => [{ do: 'disk', node: 'a', name: 'f1', fault: isOn ? fault : null } as const];
const clock = (fault: ClockFault) => (isOn: boolean) => [{ do: 'clock', node: 'a', name: 'f1', fault: isOn ? fault : null } as const];
const act = (begin: 'stop' | 'kill' | 'end', after: 'continue' | 'start') => (isOn: boolean) => [
  { do: 'node', node: 'a', act: isOn ? begin : after } as const,
];

const links: readonly LinkFault[] = [
  { kind: 'latency', latency: 15 * ms, jitter: 5 * ms },
  { kind: 'cut' },
  { kind: 'hold' },
  { kind: 'timeout', after: 0 },
  { kind: 'bandwidth', kilobytesPerSecond: 1 },
  { kind: 'limit', bytes: 3 },
  { kind: 'loss', percent: 50 },
  { kind: 'duplicate', percent: 50, delay: 4 * ms },
  { kind: 'reorder', delay: 4 * ms },
  { kind: 'late', delay: 60 * ms },
  { kind: 'drop-response', how: 'hang' },
  { kind: 'http-duplicate', gap: 20 * ms, answer: 'last', keys: [] },
  { kind: 'http-status', status: 503, retryAfter: 1, when: 'after' },
];
const faults: readonly (readonly [name: string, hands: (isOn: boolean) => readonly Hand[]])[] = [
  ...links.map((fault) => [fault.kind, link(fault)] as const),
  ...(
    [
      { kind: 'full' },
      { kind: 'eio', nth: 20 },
      { kind: 'slow', delay: 8 * ms },
      { kind: 'lost-sync', file: null },
      { kind: 'truncate', file: null, bytes: 2 },
    ] as const
  ).map((fault) => [`disk ${fault.kind}`, disk(fault)] as const),
  ['skew', clock({ kind: 'skew', offset: 5 * ms })],
  ['drift', clock({ kind: 'drift', perMille: 300 })],
  ['stop', act('stop', 'continue')],
  ['kill', act('kill', 'start')],
  ['end', act('end', 'start')],
];

/** Asks both every now and then, and does to it what is to be done in its time. */
function go(trial: SimulatedTrial, from: Micros, until: Micros, hands: (isOn: boolean) => readonly Hand[], first = 0): readonly unknown[] {
  const news: unknown[] = [];
  for (let at = from; at < until; at += 5 * ms) {
    for (const hand of at === on || at === off ? hands(at === on) : []) trial.do(hand);
    const request = { method: 'POST', path: '/ask', headers: {}, body: bytesOf('ask') };
    for (const [id, to] of [[at + first, 'a'] as const, [at + first + 1, 'b'] as const])
      trial.do({ do: 'request', id, to, request, timeout: 70 * ms, direct: false });
    news.push(...watch(trial, at + 5 * ms));
  }
  if (until < end) return news;
  trial.do({ do: 'node', node: 'a', act: 'kill' });
  trial.do({ do: 'heal-all' });
  return [...news, ...watch(trial, until + 100 * ms), trial.hash()];
}

describe('a fork', () => {
  for (const [name, hands] of faults)
    it(`and its world go the same way by themselves under ${name}`, () => {
      const [whole, forked] = [world(), world()];
      go(whole, 0, parted, hands);
      go(forked, 0, parted, hands);
      const fork = forked.fork(null);
      go(forked.fork('another'), parted, end, hands, 2);
      const asItWas = go(whole, parted, end, hands);
      expect(go(fork, parted, end, hands), 'the fork').to.deep.equal(asItWas);
      expect(go(forked, parted, end, hands), 'the world, after its fork').to.deep.equal(asItWas);
    });
});

// Goal: every kind of link fault bites while it is on, says whom it hit, and is gone when it is taken off.
// Method: one echo node that streams its answer in parts and passes messages on; the same traffic before, during and after each fault.
import { expect } from 'chai';
import type { Happening, LinkFault } from '../../contract/index.js';
import { bytesOf, type Json, type Machine, type Micros } from '../../world/index.js';
import { hostOf } from './machine-host.js';
import { type SimulatedTrial, simulate } from './simulate.js';
import { answerTo, put, watch } from './toy-world.js';

const ms = 1_000;

/** `front` sends each request on to `back` as a message and answers at once in two parts; `back` marks each message that arrives. */
const echo: Machine<{ readonly id: Json }> = {
  boot: ({ config }) => [{ id: config }, []],
  step(_state, input) {
    if (input.on === 'message') return [{ do: 'mark', name: 'got', data: input.body }];
    if (input.on === 'part') return [{ do: 'mark', name: 'cut-off', data: null }];
    if (input.on !== 'request') return [];
    const { call, request } = input;
    return [
      { do: 'send', to: 'back', body: { path: request.path, padding: '*'.repeat(100) } },
      { do: 'reply', call, part: { head: { status: 200, headers: {} }, bytes: bytesOf('x'.repeat(500)), end: false } },
      { do: 'reply', call, part: { head: null, bytes: bytesOf('y'.repeat(500)), end: true } },
    ];
  },
  clone: (state) => state,
  digest: () => 0,
};

function world(): SimulatedTrial {
  const nodes = ['front', 'back'].map((id) => ({ id, role: id, config: id, open: () => hostOf(echo) }));
  const trial = simulate({ topology: { nodes, links: [], envelope: [] }, nodes, seed: '1', freeze: true });
  watch(trial, 1 * ms);
  return trial;
}

function putOn(trial: SimulatedTrial, from: string, to: string, fault: LinkFault | null, stream: 'upstream' | 'downstream'): void {
  trial.do({ do: 'link', from, to, name: 'f', fault, stream });
}

interface Asked {
  /** The failure, or the length of the answer. */
  readonly what: string;
  readonly took: Micros;
  /** The requests that were told as hit meanwhile. */
  readonly hits: readonly number[];
}

function asked(trial: SimulatedTrial, id: number): Asked {
  const begin = trial.now;
  trial.do(put(id, 'front', `${id}`, 'body'.repeat(50), 1_000 * ms));
  const news = watch(trial, begin + 3_000 * ms);
  const answered = news.find((happening) => happening.is === 'answer' && happening.id === id);
  const answer = answerTo(id, news);
  return {
    what: answer?.failure ?? String(String(answer?.body).length),
    took: (answered?.at ?? begin) - begin,
    hits: news.flatMap((happening) => (happening.is === 'hit' ? happening.requests : [])),
  };
}

interface Story {
  readonly fault: LinkFault;
  readonly stream: 'upstream' | 'downstream';
  readonly what: string;
  readonly least: Micros;
  readonly most: Micros;
}

const stories: readonly Story[] = [
  { fault: { kind: 'latency', latency: 50 * ms, jitter: 10 * ms }, stream: 'upstream', what: '1000', least: 40 * ms, most: 63 * ms },
  { fault: { kind: 'latency', latency: 50 * ms, jitter: 10 * ms }, stream: 'downstream', what: '1000', least: 40 * ms, most: 63 * ms },
  { fault: { kind: 'cut' }, stream: 'upstream', what: 'refused', least: 0, most: 3 * ms },
  { fault: { kind: 'cut' }, stream: 'downstream', what: 'refused', least: 0, most: 3 * ms },
  { fault: { kind: 'hold' }, stream: 'upstream', what: 'timeout', least: 1_000 * ms, most: 1_000 * ms },
  { fault: { kind: 'hold' }, stream: 'downstream', what: 'timeout', least: 1_000 * ms, most: 1_000 * ms },
  { fault: { kind: 'timeout', after: 80 * ms }, stream: 'upstream', what: 'reset', least: 80 * ms, most: 83 * ms },
  { fault: { kind: 'timeout', after: 80 * ms }, stream: 'downstream', what: 'reset', least: 80 * ms, most: 84 * ms },
  { fault: { kind: 'timeout', after: 0 }, stream: 'downstream', what: 'timeout', least: 1_000 * ms, most: 1_000 * ms },
  { fault: { kind: 'reset', after: 30 * ms }, stream: 'upstream', what: 'reset', least: 30 * ms, most: 33 * ms },
  { fault: { kind: 'reset', after: 30 * ms }, stream: 'downstream', what: 'reset', least: 30 * ms, most: 34 * ms },
  { fault: { kind: 'bandwidth', kilobytesPerSecond: 10 }, stream: 'downstream', what: '1000', least: 100 * ms, most: 115 * ms },
  { fault: { kind: 'bandwidth', kilobytesPerSecond: 0 }, stream: 'upstream', what: 'timeout', least: 1_000 * ms, most: 1_000 * ms },
  { fault: { kind: 'slow-close', delay: 70 * ms }, stream: 'downstream', what: '1000', least: 70 * ms, most: 74 * ms },
  { fault: { kind: 'slicer', bytes: 50, delay: 2 * ms }, stream: 'downstream', what: '1000', least: 18 * ms, most: 40 * ms },
  { fault: { kind: 'late', delay: 50 * ms }, stream: 'upstream', what: '1000', least: 50 * ms, most: 54 * ms },
  { fault: { kind: 'limit', bytes: 600 }, stream: 'downstream', what: 'reset', least: 0, most: 5 * ms },
  { fault: { kind: 'limit', bytes: 100 }, stream: 'upstream', what: 'reset', least: 0, most: 5 * ms },
];

const gentle: readonly LinkFault[] = [
  { kind: 'latency', latency: 50 * ms, jitter: 0 },
  { kind: 'cut' },
  { kind: 'hold' },
  { kind: 'timeout', after: 0 },
  { kind: 'reset', after: 0 },
  { kind: 'bandwidth', kilobytesPerSecond: 1 },
  { kind: 'slicer', bytes: 10, delay: 1 * ms },
  { kind: 'limit', bytes: 50 },
  { kind: 'loss', percent: 100 },
  { kind: 'duplicate', percent: 100, delay: 100 * ms },
  { kind: 'reorder', delay: 100 * ms },
  { kind: 'late', delay: 100 * ms },
];

describe('simulator: link faults', () => {
  for (const { fault, stream, what, least, most } of stories) {
    it(`${JSON.stringify(fault)} on the ${stream} of a client's link bites, names the request, and heals`, () => {
      const trial = world();
      expect(asked(trial, 1).what).to.equal('1000');
      putOn(trial, 'client', 'front', fault, stream);
      const during = asked(trial, 2);
      expect(during).to.deep.include({ what, hits: [2] });
      expect(during.took).to.be.within(least, most);
      putOn(trial, 'client', 'front', null, stream);
      watch(trial, trial.now + 10 * ms);
      const after = asked(trial, 3);
      expect(after).to.deep.include({ what: '1000', hits: [] });
      expect(after.took).to.be.below(5 * ms);
    });
  }

  for (const fault of gentle) {
    it(`${JSON.stringify(fault)} between nodes changes what arrives, counts it, and heals`, () => {
      const plain = passage(null);
      const faulted = passage(fault);
      expect(faulted.during).not.to.deep.equal(plain.during);
      expect(faulted.messages).to.be.above(0);
      expect(plain.messages).to.equal(0);
      expect(faulted.after).to.deep.equal(['/8', '/9']);
    });
  }

  it('of what comes late there is one, whatever is taken off meanwhile; the others overtake it', () => {
    const trial = world();
    putOn(trial, 'front', 'back', { kind: 'late', delay: 100 * ms }, 'upstream');
    const early = gotIn(sent(trial, [1, 2, 3]));
    trial.do({ do: 'heal-all' });
    expect([early, gotIn(watch(trial, 90 * ms)), gotIn(watch(trial, 200 * ms))]).to.deep.equal([['/2', '/3'], [], ['/1']]);
  });

  it('a request that comes late is served, though its sender has given it up', () => {
    const trial = world();
    putOn(trial, 'client', 'front', { kind: 'late', delay: 200 * ms }, 'upstream');
    trial.do(put(1, 'front', '1', '', 100 * ms));
    trial.do(put(2, 'front', '2', '', 100 * ms));
    const news = watch(trial, 1_000 * ms);
    expect([answerTo(1, news)?.failure, answerTo(2, news)?.status]).to.deep.equal(['timeout', 200]);
    expect(gotIn(news)).to.deep.equal(['/2', '/1']);
  });

  it('held messages come late and in order when the hold ends', () => {
    const trial = world();
    putOn(trial, 'front', 'back', { kind: 'hold' }, 'upstream');
    for (const id of [1, 2, 3]) trial.do(put(id, 'front', `${id}`, ''));
    expect(gotIn(watch(trial, 100 * ms))).to.deep.equal([]);
    putOn(trial, 'front', 'back', null, 'upstream');
    expect(gotIn(watch(trial, 105 * ms)))
      .to.have.members(['/1', '/2', '/3'])
      .and.to.have.length(3);
  });

  for (const fault of [
    { kind: 'latency', latency: 10_000 * ms, jitter: 0 },
    { kind: 'bandwidth', kilobytesPerSecond: 0.001 },
    { kind: 'slicer', bytes: 1, delay: 1_000 * ms },
  ] as const) {
    it(`what ${fault.kind} still held back goes on at once, in order, when it is healed`, () => {
      const trial = world();
      putOn(trial, 'front', 'back', fault, 'upstream');
      for (const id of [1, 2, 3]) trial.do(put(id, 'front', `${id}`, ''));
      expect(gotIn(watch(trial, 50 * ms))).to.deep.equal([]);
      putOn(trial, 'front', 'back', null, 'upstream');
      expect(gotIn(watch(trial, 55 * ms)))
        .to.have.members(['/1', '/2', '/3'])
        .and.to.have.length(3);
      trial.do(put(4, 'front', '4', ''));
      expect(gotIn(watch(trial, 60 * ms))).to.deep.equal(['/4']);
    });
  }

  it('an answer that was late goes on at once when its latency is healed', () => {
    const trial = world();
    putOn(trial, 'client', 'front', { kind: 'latency', latency: 900 * ms, jitter: 0 }, 'downstream');
    trial.do(put(1, 'front', '1', '', 1_000 * ms));
    watch(trial, 100 * ms);
    putOn(trial, 'client', 'front', null, 'downstream');
    expect(answerTo(1, watch(trial, 110 * ms))?.status).to.equal(200);
  });

  it('a held answer goes on when the hold ends in time', () => {
    const trial = world();
    putOn(trial, 'client', 'front', { kind: 'hold' }, 'downstream');
    trial.do(put(1, 'front', '1', '', 1_000 * ms));
    watch(trial, 500 * ms);
    putOn(trial, 'client', 'front', null, 'downstream');
    expect(answerTo(1, watch(trial, 510 * ms))?.status).to.equal(200);
  });

  it('faults of two names overlap, and taking one off leaves the other', () => {
    const trial = world();
    const set = (name: string, fault: LinkFault | null) =>
      trial.do({ do: 'link', from: 'client', to: 'front', name, fault, stream: 'upstream' });
    set('one', { kind: 'latency', latency: 100 * ms, jitter: 0 });
    set('two', { kind: 'latency', latency: 200 * ms, jitter: 0 });
    expect(asked(trial, 1).took).to.be.within(300 * ms, 304 * ms);
    set('one', null);
    set('one', null);
    expect(asked(trial, 2).took).to.be.within(200 * ms, 204 * ms);
  });

  it('a cut finds no connection of a request that is given up and lost', () => {
    const trial = world();
    const hand = (name: string, fault: LinkFault | null) =>
      trial.do({ do: 'link', from: 'client', to: 'front', name, fault, stream: 'upstream' });
    hand('held', { kind: 'hold' });
    hand('swallowed', { kind: 'timeout', after: 0 });
    trial.do(put(1, 'front', '1', '', 5 * ms));
    watch(trial, 50 * ms);
    hand('held', null);
    hand('cut', { kind: 'cut' });
    const hits = watch(trial, 100 * ms).filter((happening) => happening.is === 'hit');
    expect(hits.map(({ name }) => name)).to.not.include('cut');
  });

  it('a cut ends the connections that are open and tells both sides', () => {
    const trial = world();
    trial.do(put(1, 'back', '1', '', 1_000 * ms));
    putOn(trial, 'client', 'back', { kind: 'hold' }, 'downstream');
    watch(trial, 2 * ms);
    trial.do({ do: 'link', from: 'client', to: 'back', name: 'c', fault: { kind: 'cut' }, stream: 'upstream' });
    expect(answerTo(1, watch(trial, 10 * ms))?.failure).to.equal('reset');
  });

  it('a direct request passes all faults', () => {
    const trial = world();
    putOn(trial, 'client', 'front', { kind: 'cut' }, 'upstream');
    trial.do({ ...put(1, 'front', '1', ''), direct: true });
    expect(answerTo(1, watch(trial, 5 * ms))?.status).to.equal(200);
  });

  it('heal-all takes every fault off', () => {
    const trial = world();
    for (const { fault, stream } of stories) trial.do({ do: 'link', from: 'client', to: 'front', name: fault.kind, fault, stream });
    trial.do({ do: 'heal-all' });
    const after = asked(trial, 1);
    expect(after).to.deep.include({ what: '1000', hits: [] });
    expect(after.took).to.be.below(5 * ms);
  });
});

interface Passage {
  readonly during: readonly string[];
  readonly messages: number;
  readonly after: readonly unknown[];
}

/** Four messages under the fault, and two more when it has long been taken off. */
function passage(fault: LinkFault | null): Passage {
  const trial = world();
  if (fault !== null) putOn(trial, 'front', 'back', fault, 'upstream');
  const during = [...sent(trial, [1, 2, 3, 4]), ...watch(trial, 900 * ms)];
  putOn(trial, 'front', 'back', null, 'upstream');
  const healed = watch(trial, 2_000 * ms);
  const messages = [...during, ...healed].reduce((sum, happening) => sum + (happening.is === 'hit' ? happening.messages : 0), 0);
  return {
    during: during.filter(({ is }) => is === 'mark').map((mark) => JSON.stringify(mark)),
    messages,
    after: gotIn(sent(trial, [8, 9])),
  };
}

function sent(trial: SimulatedTrial, ids: readonly number[]): readonly Happening[] {
  return ids.flatMap((id) => {
    trial.do(put(id, 'front', `${id}`, ''));
    return watch(trial, trial.now + 5 * ms);
  });
}

function gotIn(happenings: readonly Happening[]): readonly unknown[] {
  return happenings.flatMap((happening) =>
    happening.is === 'mark' && happening.name === 'got' ? [(happening.data as { path: string }).path] : [],
  );
}

// Goal: HTTP faults touch whole requests and answers on streams: they bite, say whom they hit, are the same in every run, and are gone when they are taken off.
// Method: a shop that counts what it is sold, behind a desk that calls it; clients under each fault, before and after it, and requests with a key and without.
import { expect } from 'chai';
import type { Answer, Happening, LinkFault, Send } from '../../contract/index.js';
import { bytesOf, type Effect, type Json, type Machine, type Micros } from '../../world/index.js';
import { hostOf } from './machine-host.js';
import { type SimulatedTrial, simulate } from './simulate.js';
import { answerTo, watch } from './toy-world.js';

const ms = 1_000;
const patience: Micros = 500 * ms;

interface Shop {
  readonly sold: string[];
  readonly asked: Map<number, number>;
  next: number;
}

/** Every request is a sale, answered with how many there were, in two parts; `/desk` is passed on to the node `shop`, and its answer or end is what the desk answers. */
const shop: Machine<Shop> = {
  boot: () => [{ sold: [], asked: new Map(), next: 1 }, []],
  step(state, input): readonly Effect[] {
    if (input.on === 'request' && input.request.path === '/desk') {
      state.asked.set(state.next, input.call);
      return [
        { do: 'call', call: state.next++, to: 'shop', request: { ...input.request, path: '/sale' }, timeout: 200 * ms },
        { do: 'mark', name: 'asked', data: null },
      ];
    }
    if (input.on === 'request') {
      const { call, request } = input;
      state.sold.push(request.headers['idempotency-key'] ?? 'no key');
      return [
        { do: 'mark', name: 'sold', data: request.headers['idempotency-key'] ?? 'no key' },
        { do: 'reply', call, part: { head: { status: 201, headers: {} }, bytes: bytesOf(String(state.sold.length)), end: false } },
        { do: 'reply', call, part: { head: null, bytes: null, end: true } },
      ];
    }
    if (input.on !== 'part' || input.call < 0) return [];
    const caller = state.asked.get(input.call);
    if (caller === undefined) return [];
    const { part } = input;
    if (part !== 'broken' && part.head === null) return [];
    state.asked.delete(input.call);
    const status = part === 'broken' ? 502 : (part.head?.status ?? 0);
    return [{ do: 'reply', call: caller, part: { head: { status, headers: {} }, bytes: null, end: true } }];
  },
  clone: ({ sold, asked, next }) => ({ sold: [...sold], asked: new Map(asked), next }),
  digest: ({ sold }) => sold.length,
};

function world(): SimulatedTrial {
  const nodes = ['desk', 'shop'].map((id) => ({ id, role: id, config: id, open: () => hostOf(shop) }));
  const trial = simulate({ topology: { nodes, links: [], envelope: [] }, nodes, seed: '1', freeze: true });
  watch(trial, 1 * ms);
  return trial;
}

const key = (text: string) => ({ 'idempotency-key': text });

function post(id: number, headers: Readonly<Record<string, string>> = key(`k${id}`), to = 'shop', path = '/sale'): Send {
  return { do: 'request', id, to, request: { method: 'POST', path, headers, body: bytesOf('one') }, timeout: patience, direct: false };
}

interface Told {
  readonly answer: Answer | null;
  readonly took: Micros;
  readonly sold: readonly Json[];
  readonly hits: readonly number[];
  readonly messages: number;
}

function told(trial: SimulatedTrial, send: Send, until: Micros = trial.now + 2_000 * ms): Told {
  const begin = trial.now;
  trial.do(send);
  const news = watch(trial, until);
  const at = news.find((happening) => happening.is === 'answer' && happening.id === send.id)?.at ?? begin;
  return { answer: answerTo(send.id, news), took: at - begin, sold: soldIn(news), ...hitsIn(news) };
}

function soldIn(news: readonly Happening[]): readonly Json[] {
  return news.flatMap((happening) => (happening.is === 'mark' && happening.name === 'sold' ? [happening.data] : []));
}

function hitsIn(news: readonly Happening[]) {
  const hits = news.filter((happening) => happening.is === 'hit');
  return { hits: hits.flatMap(({ requests }) => requests), messages: hits.reduce((sum, { messages }) => sum + messages, 0) };
}

function set(trial: SimulatedTrial, fault: LinkFault | null, from = 'client'): void {
  trial.do({ do: 'link', from, to: 'shop', name: 'f', fault, stream: 'downstream' });
}

const twice = (gap: Micros, answer: 'first' | 'last', keys: readonly string[] = ['x-fence', 'idempotency-key']): LinkFault => ({
  kind: 'http-duplicate',
  gap,
  answer,
  keys,
});
const busy: LinkFault = { kind: 'http-status', status: 503, retryAfter: 2, when: 'instead' };
const gone: LinkFault = { kind: 'http-status', status: 504, retryAfter: 0, when: 'after' };

interface Story {
  readonly fault: LinkFault;
  readonly sold: number;
  readonly status: number | null;
  readonly failure: Answer['failure'];
  readonly body: Json;
  readonly least: Micros;
  readonly most: Micros;
}

const reset = { status: null, failure: 'reset', body: null } as const;
const stories: readonly Story[] = [
  { fault: { kind: 'drop-response', how: 'reset' }, sold: 1, ...reset, least: 0, most: 4 * ms },
  { fault: { kind: 'drop-response', how: 'close' }, sold: 1, ...reset, least: 0, most: 4 * ms },
  { fault: { kind: 'drop-response', how: 'hang' }, sold: 1, ...reset, failure: 'timeout', least: patience, most: patience },
  { fault: twice(50 * ms, 'first'), sold: 2, status: 201, failure: null, body: 2, least: 0, most: 4 * ms },
  { fault: twice(50 * ms, 'last'), sold: 2, status: 201, failure: null, body: 3, least: 50 * ms, most: 54 * ms },
  { fault: twice(0, 'first'), sold: 2, status: 201, failure: null, body: 2, least: 0, most: 4 * ms },
  { fault: twice(0, 'last', []), sold: 2, status: 201, failure: null, body: 3, least: 0, most: 4 * ms },
  { fault: busy, sold: 0, status: 503, failure: null, body: null, least: 0, most: 2 * ms },
  { fault: gone, sold: 1, status: 504, failure: null, body: null, least: 0, most: 4 * ms },
];

describe('simulator: HTTP faults', () => {
  for (const { fault, sold, status, failure, body, least, most } of stories) {
    it(`${JSON.stringify(fault)} bites, names the request, and heals`, () => {
      const trial = world();
      expect(told(trial, post(1)).answer).to.deep.include({ status: 201, body: 1 });
      set(trial, fault);
      const during = told(trial, post(2));
      expect(during.answer).to.deep.include({ status, failure, body });
      expect(during.took).to.be.within(least, most);
      expect([during.sold.length, during.hits]).to.deep.equal([sold, [2]]);
      set(trial, null);
      const after = told(trial, post(3));
      expect(after.answer).to.deep.include({ status: 201, body: 2 + sold });
      expect([after.hits, after.sold, after.took < 4 * ms]).to.deep.equal([[], ['k3'], true]);
    });

    it(`${JSON.stringify(fault)} between nodes touches what they call each other for, and heals`, () => {
      const trial = world();
      set(trial, fault, 'desk');
      const during = told(trial, post(1, key('k1'), 'desk', '/desk'));
      expect(during.messages).to.be.above(0);
      expect(during.sold).to.have.length(sold);
      expect(during.answer?.status).to.equal(status ?? 502);
      trial.do({ do: 'heal-all' });
      expect(told(trial, post(2, key('k2'), 'desk', '/desk'))).to.deep.include({ messages: 0, sold: ['k2'] });
    });

    it(`${JSON.stringify(fault)} is the same whenever it is run, and in a fork`, () => {
      const run = (forked: boolean): readonly (string | number)[] => {
        const trial = world();
        set(trial, fault);
        trial.do(post(1));
        watch(trial, trial.now + ms);
        const other = forked ? trial.fork(null) : trial;
        const news = watch(other, other.now + 2_000 * ms);
        return [JSON.stringify(news), other.hash()];
      };
      expect(run(false)).to.deep.equal(run(false));
      expect(run(true)).to.deep.equal(run(false));
    });
  }

  it('an answer says when to come again, where it is to', () => {
    const trial = world();
    set(trial, busy);
    expect(told(trial, post(1)).answer?.headers).to.deep.equal({ 'retry-after': '2', 'content-length': '0' });
    set(trial, { ...busy, status: 429, retryAfter: 0 });
    expect(told(trial, post(2)).answer).to.deep.include({ status: 429, headers: { 'content-length': '0' } });
  });

  it('a request without a key is not delivered twice, where the fault asks for one', () => {
    const trial = world();
    set(trial, twice(10 * ms, 'first'));
    expect(told(trial, post(1, {}))).to.deep.include({ sold: ['no key'], hits: [] });
    expect(told(trial, post(2, { 'x-fence': '1.1' }))).to.deep.include({ sold: ['no key', 'no key'], hits: [2] });
  });

  it('a second delivery comes although its first was taken off meanwhile, or its caller is gone', () => {
    const trial = world();
    set(trial, twice(100 * ms, 'first'));
    trial.do(post(1));
    expect(soldIn(watch(trial, trial.now + 10 * ms))).to.deep.equal(['k1']);
    set(trial, null);
    trial.do(post(2));
    expect(soldIn(watch(trial, trial.now + 200 * ms))).to.deep.equal(['k2', 'k1']);
  });

  it('a second delivery that meets nobody is lost, and the caller that waits for it is told', () => {
    const trial = world();
    set(trial, twice(100 * ms, 'last'));
    trial.do(post(1));
    watch(trial, trial.now + 10 * ms);
    trial.do({ do: 'node', node: 'shop', act: 'kill' });
    expect(answerTo(1, watch(trial, trial.now + 200 * ms))?.failure, 'it was carried out').to.equal('reset');
    set(trial, twice(100 * ms, 'first'));
    trial.do({ do: 'node', node: 'shop', act: 'start' });
    trial.do(post(2));
    watch(trial, trial.now + 10 * ms);
    trial.do({ do: 'node', node: 'shop', act: 'kill' });
    expect(soldIn(watch(trial, trial.now + 200 * ms))).to.deep.equal([]);
  });

  it('what nobody listens to is not delivered once more, and was refused for good', () => {
    for (const which of ['first', 'last'] as const) {
      const trial = world();
      set(trial, twice(100 * ms, which));
      trial.do({ do: 'node', node: 'shop', act: 'kill' });
      trial.do(post(1));
      expect(answerTo(1, watch(trial, trial.now + 10 * ms))?.failure, which).to.equal('refused');
      trial.do({ do: 'node', node: 'shop', act: 'start' });
      expect(soldIn(watch(trial, trial.now + 300 * ms)), which).to.deep.equal([]);
    }
  });

  it('who waits for an answer that never comes is told when that is healed', () => {
    const trial = world();
    set(trial, { kind: 'drop-response', how: 'hang' });
    trial.do(post(1));
    expect(watch(trial, trial.now + 50 * ms).some(({ is }) => is === 'answer')).to.equal(false);
    set(trial, null);
    expect(answerTo(1, watch(trial, trial.now + 10 * ms))?.failure).to.equal('reset');
  });

  it('an answer that has begun before the fault came goes on', () => {
    const trial = world();
    trial.do({
      do: 'link',
      from: 'client',
      to: 'shop',
      name: 'slow',
      fault: { kind: 'latency', latency: 20 * ms, jitter: 0 },
      stream: 'downstream',
    });
    trial.do(post(1));
    watch(trial, trial.now + 5 * ms);
    set(trial, { kind: 'drop-response', how: 'reset' });
    expect(answerTo(1, watch(trial, trial.now + 100 * ms))).to.deep.include({ status: 201, body: 1 });
  });
});

// Goal: the verdicts are right: what has an order holds, what has none is violated, and what takes too long is unknown.
// Method: small drawn histories of each kind of object, some of them spoilt, judged beside all permutations; and histories whose verdict is known.
import { expect } from 'chai';
import { type Draw, drawFrom, type Json } from '../../src/world/index.js';
import { checkHistory } from './check-history.js';
import { checkers } from './checkers.js';
import type { Interval } from './interval.js';
import type { Call, Model } from './model.js';
import { casRegister } from './models/cas-register.js';
import { kvAppend } from './models/kv-append.js';
import { lock } from './models/lock.js';
import { queue } from './models/queue.js';
import { register } from './models/register.js';
import { set } from './models/set.js';
import { readHistory } from './read-history.js';

const histories = 400;
const callsMax = 6;
const lanes = 3;

/** What can be asked of an object, and what it may be said to have answered when that is made up. */
interface Kind<State> {
  readonly model: Model<State>;
  readonly asks: readonly (readonly [f: string, value: Json])[];
  readonly answers: readonly Json[];
  /** What the object answers in a state. */
  answer(state: State, f: string, value: Json): Json;
}

function kind<State>(each: Kind<State>): Kind<unknown> {
  return each as unknown as Kind<unknown>;
}

const registerAsks = [
  ['read', null],
  ['write', 1],
  ['write', 2],
] as const;

const kvAsks: Kind<unknown>['asks'] = [
  ['get', null],
  ['append', 'a'],
  ['append', 'b'],
  ['put', 'c'],
];

const kinds: readonly Kind<unknown>[] = [
  kind({ model: register, asks: registerAsks, answers: [null, 1, 2], answer: (state, f) => (f === 'read' ? state : null) }),
  kind({
    model: casRegister,
    asks: [...registerAsks, ['cas', [1, 2]], ['cas', [2, 1]]],
    answers: [null, 1, 2, false],
    answer: (state, f, value) => (f === 'cas' ? state === (value as number[])[0] : f === 'read' ? state : null),
  }),
  ...[kvAsks, kvAsks.filter(([f]) => f !== 'put')].map((asks) =>
    kind({ model: kvAppend, asks, answers: ['', 'a', 'ab', 'ba', 'c', 'ca'], answer: ({ text }, f) => (f === 'get' ? text : null) }),
  ),
  kind({
    model: set,
    asks: [
      ['add', 1],
      ['add', 2],
      ['remove', 1],
      ['contains', 1],
      ['read', null],
    ],
    answers: [[], [1], [2, 1], true, false],
    answer: (state, f, value) => {
      if (f === 'contains') return state.includes(JSON.stringify(value));
      return f === 'read' ? state.map((each) => JSON.parse(each) as Json) : null;
    },
  }),
  kind({
    model: queue,
    asks: [
      ['enqueue', 1],
      ['enqueue', 2],
      ['dequeue', null],
      ['dequeue', null],
    ],
    answers: [null, 1, 2],
    answer: (state, f) => (f === 'dequeue' ? (JSON.parse(state[0] ?? 'null') as Json) : null),
  }),
  kind({
    model: lock,
    asks: [
      ['acquire', 'a'],
      ['acquire', 'b'],
      ['release', 'a'],
      ['release', 'b'],
    ],
    answers: [1, 2, false],
    answer: ({ holder, token }, f, value) => (f === 'acquire' ? holder === null && token + 1 : holder === JSON.stringify(value)),
  }),
];

/** Calls of some lanes on a real object: each takes effect somewhere between its beginning and its end. Some answers are made up, some are not known. */
function drawn({ model, asks, answers, answer }: Kind<unknown>, draw: Draw): readonly Interval[] {
  const intervals: Interval[] = [];
  const open = new Map<number, { readonly f: string; readonly value: Json; readonly invoked: number; result?: Json }>();
  let state = model.start();
  for (let moment = 0; intervals.length + open.size < callsMax || open.size > 0; moment++) {
    const lane = draw('lane', lanes);
    const begun = open.get(lane);
    if (begun === undefined) {
      if (intervals.length + open.size === callsMax) continue;
      const [f, value] = asks[draw('ask', asks.length)] as readonly [string, Json];
      open.set(lane, { f, value, invoked: moment });
    } else if (begun.result === undefined) {
      begun.result = answer(state, begun.f, begun.value);
      state = model.step(state, { ...begun, result: begun.result }) ?? state;
    } else {
      open.delete(lane);
      const { f, value, invoked } = begun;
      const isLost = draw('lost', 5) === 0;
      const isSpoilt = draw('spoilt', 8) === 0;
      const result = isLost
        ? undefined
        : isSpoilt
          ? fitting(model, { f, value, result: answers[draw('answer', answers.length)] }, begun.result)
          : begun.result;
      intervals.push({ call: { f, value, result }, process: String(lane), invoked, returned: isLost ? Infinity : moment });
    }
  }
  return intervals;
}

/** The made-up answer, if the operation can have such a one at all. */
function fitting(model: Model<unknown>, call: Call, otherwise: Json): Json {
  try {
    model.expect(call);
    return call.result ?? null;
  } catch {
    return otherwise;
  }
}

/** Whether some order is possible, by trying all. */
function hasOrder(model: Model<unknown>, left: readonly Interval[], state = model.start()): boolean {
  const soonest = Math.min(...left.map(({ returned }) => returned));
  if (soonest === Infinity) return true;
  return left.some((next) => {
    if (next.invoked > soonest) return false;
    const after = model.step(state, next.call);
    return (
      after !== undefined &&
      hasOrder(
        model,
        left.filter((each) => each !== next),
        after,
      )
    );
  });
}

describe('linearizability', () => {
  for (const each of kinds) {
    it(`of a ${each.model.name} that is asked ${[...new Set(each.asks.map(([f]) => f))].join(', ')} is what trying all orders says`, () => {
      const draw = drawFrom('linearizability', each.model.name);
      const told = { holds: 0, violated: 0 };
      for (let index = 0; index < histories; index++) {
        const intervals = drawn(each, draw);
        const { verdict, keys } = checkHistory(each.model, new Map([['', intervals]]));
        const isPossible = hasOrder(each.model, intervals);
        expect(verdict, JSON.stringify(intervals)).to.equal(isPossible ? 'holds' : 'violated');
        told[isPossible ? 'holds' : 'violated']++;
        const [key] = keys;
        if (key === undefined) throw new RangeError('one key was judged');
        expect(isAllowed(each.model, key.order), 'the order it gives').to.equal(true);
        if (key.stuckAt !== null) expectShortest(each.model, intervals, key.stuckAt);
      }
      expect(Math.min(told.holds, told.violated), 'of either verdict').to.be.above(20);
    });
  }

  it('takes what returned before as before', () => {
    const stale = readHistory(lines('0 invoke write 1', '0 ok write 1', '1 invoke read null', '1 ok read null'));
    expect(checkHistory(register, stale).verdict).to.equal('violated');
    const open = readHistory(lines('0 invoke write 1', '1 invoke read null', '1 ok read null', '0 ok write 1'));
    expect(checkHistory(register, open).verdict).to.equal('holds');
  });

  it('lets what nobody knows happen at any time, or never, and what failed not at all', () => {
    const ends = { info: 'holds', fail: 'violated' } as const;
    for (const [type, verdict] of Object.entries(ends)) {
      const history = readHistory(lines('0 invoke write 1', `0 ${type} write 1`, '1 invoke read null', '1 ok read 1'));
      expect(checkHistory(register, history).verdict, type).to.equal(verdict);
      const never = readHistory(lines('0 invoke write 1', `0 ${type} write 1`, '1 invoke read null', '1 ok read null'));
      expect(checkHistory(register, never).verdict, type).to.equal('holds');
    }
  });

  it('is judged for each key by itself, and says which', () => {
    const [good, bad] = [lines('0 invoke write 1', '0 ok write 1'), lines('1 invoke read null', '1 ok read 7')].map((text, key) =>
      text.replaceAll('{', `{"key":"k${key}",`),
    );
    const { verdict, keys } = checkHistory(register, readHistory(`${good}\n${bad}`));
    expect(verdict).to.equal('violated');
    expect(keys.map(({ key, verdict: each }) => [key, each])).to.deep.equal([
      ['"k0"', 'holds'],
      ['"k1"', 'violated'],
    ]);
  });

  it('is unknown where more would have to be tried than may be, and never a hang', () => {
    const writes = Array.from({ length: 40 }, (_, index) => `${index} invoke enqueue ${index}`);
    const reads = [39, 38, 39].flatMap((value, index) => [`${100 + index} invoke dequeue null`, `${100 + index} ok dequeue ${value}`]);
    const hard = readHistory(lines(...writes, ...reads));
    expect(checkHistory(queue, hard, { stepsMax: 10_000 }).verdict).to.equal('unknown');
  });

  it('has every model under its name, and each refuses what it does not know', () => {
    expect(checkers.map(({ name }) => name)).to.deep.equal([...new Set(kinds.map(({ model }) => model.name))]);
    for (const { name, check } of checkers)
      expect(() => check(readHistory(lines('0 invoke fly null'))), name).to.throw(RangeError, `${name} knows`);
  });
});

describe('a history of JSON lines', () => {
  it('names the line that is no part of one', () => {
    const wrong: readonly (readonly [string, string])[] = [
      ['{', 'line 1: this is no JSON'],
      ['[]', 'line 1: an object is wanted'],
      ['{"process":0,"type":"done","f":"read"}', 'line 1: process, type (invoke, ok, fail or info) and f are wanted'],
      [lines('0 ok read 1'), 'line 1: process 0 has no open call'],
      [lines('0 invoke read null', '0 invoke read null'), 'line 2: process 0 calls while its call of read is open'],
    ];
    for (const [text, message] of wrong) expect(() => readHistory(text), text).to.throw(RangeError, message);
  });

  it('may tell of what no client did', () => {
    expect(readHistory(lines('"nemesis" info kill null')).size).to.equal(0);
  });
});

function lines(...said: readonly string[]): string {
  return said
    .map((each) => {
      const [process, type, f, ...value] = each.split(' ');
      return `{"process":${process},"type":"${type}","f":"${f}","value":${value.join(' ')}}`;
    })
    .join('\n');
}

function isAllowed(model: Model<unknown>, order: readonly Interval[]): boolean {
  let state: unknown = model.start();
  let latest = -1;
  for (const { call, invoked, returned } of order) {
    const after = model.step(state, call);
    if (after === undefined || returned < latest) return false;
    state = after;
    latest = Math.max(latest, invoked);
  }
  return true;
}

/** What was known when it returned is violated, and what was known just before is not. */
function expectShortest(model: Model<unknown>, intervals: readonly Interval[], { returned }: Interval): void {
  const known = (moment: number): readonly Interval[] =>
    intervals
      .filter(({ invoked }) => invoked <= moment)
      .map((each) => (each.returned <= moment ? each : { ...each, call: { ...each.call, result: undefined }, returned: Infinity }));
  expect([hasOrder(model, known(returned)), hasOrder(model, known(returned - 1))]).to.deep.equal([false, true]);
}

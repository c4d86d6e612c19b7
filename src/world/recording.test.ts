// Goal: what is recorded is read back as it was, and no two inputs or effects that differ are taken for the same.
// Method: every kind of input and effect there and back, and changed in each field.
import { expect } from 'chai';
import { bytesOf } from './bytes.js';
import { counts, type Trapped } from './trap.js';
import type { Effect, Input, Part, Request } from './machine.js';
import { drawAt, drawFrom, streamOf } from './random.js';
import {
  decodeEffect,
  decodeInput,
  decodeRecorded,
  encodeEffect,
  encodeInput,
  encodeRecorded,
  hashEffect,
  hashInput,
} from './recording.js';

const request: Request = { method: 'PUT', path: '/a', headers: { 'if-match': '1' }, body: bytesOf('{"ü":1}') };
const part: Part = { head: { status: 200, headers: { etag: 'x' } }, bytes: Uint8Array.from([0, 255, 10]), end: true };

const inputs: readonly Input[] = [
  { on: 'boot', config: { id: 'a', list: [1, null] }, disk: new Map([['log', Uint8Array.from([1, 2, 250])]]) },
  { on: 'boot', config: null, disk: new Map() },
  { on: 'timer', name: 't' },
  { on: 'message', from: 'b', body: { n: 1 } },
  { on: 'message', from: 'b', body: { n: 2 } },
  { on: 'message', from: 'c', body: { n: 1 } },
  { on: 'request', call: -1, request },
  { on: 'request', call: -2, request },
  { on: 'request', call: -1, request: { ...request, body: null } },
  { on: 'request', call: -1, request: { ...request, method: 'POST' } },
  { on: 'part', call: 1, part },
  { on: 'part', call: 1, part: { ...part, end: false } },
  { on: 'part', call: 1, part: { ...part, head: null } },
  { on: 'part', call: 1, part: { ...part, bytes: null } },
  { on: 'part', call: 1, part: 'broken' },
  { on: 'disk-failed', file: 'log', code: 'EIO' },
];

const effects: readonly Effect[] = [
  { do: 'persist', file: 'log', edit: 'append', bytes: bytesOf('x') },
  { do: 'persist', file: 'log', edit: 'replace', bytes: bytesOf('x') },
  { do: 'persist', file: 'meta', edit: 'append', bytes: bytesOf('x') },
  { do: 'persist', file: 'log', edit: 'append', bytes: bytesOf('y') },
  { do: 'send', to: 'b', body: [1, 'two'] },
  { do: 'send', to: 'c', body: [1, 'two'] },
  { do: 'call', call: 1, to: 'c', request, timeout: 1_000 },
  { do: 'call', call: 1, to: 'c', request, timeout: null },
  { do: 'reply', call: -1, part },
  { do: 'reply', call: -1, part: 'broken' },
  { do: 'timer', name: 't', after: 5 },
  { do: 'timer', name: 't', after: null },
  { do: 'mark', name: 'm', data: { a: 1 } },
  { do: 'halt', reason: 'why' },
];

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('recordings', () => {
  it('bring every input and every effect back, through text', () => {
    for (const input of inputs) expect(encodeInput(decodeInput(plain(encodeInput(input))))).to.deep.equal(encodeInput(input));
    for (const effect of effects) expect(encodeEffect(decodeEffect(plain(encodeEffect(effect))))).to.deep.equal(encodeEffect(effect));
    const [input] = inputs;
    if (input === undefined) return;
    const recorded = { input, now: 1, wall: 2, draws: [3, 4], effects: 5 };
    expect(encodeRecorded(decodeRecorded(encodeRecorded(recorded)))).to.equal(encodeRecorded(recorded));
  });

  it('refuse a line that was torn', () => {
    const line = encodeRecorded({ input: { on: 'timer', name: 't' }, now: 1, wall: 2, draws: [], effects: 0 });
    for (let length = 1; length < line.length; length += 5) expect(() => decodeRecorded(line.slice(0, length))).to.throw(SyntaxError);
  });

  it('have a hash of their own for every input and effect that differs in any field', () => {
    expect(new Set(inputs.map((input) => hashInput(0, input))).size).to.equal(inputs.length);
    expect(new Set(effects.map((effect) => hashEffect(0, effect))).size).to.equal(effects.length);
  });
});

describe('draws', () => {
  it('depend on their seed, name and number alone, stay in bounds and meet every value', () => {
    const draw = drawFrom('s', 'n');
    const some = Array.from({ length: 1_000 }, () => draw('x', 7));
    expect(some).to.deep.equal(some.map((_, nth) => drawAt(streamOf('s', 'n'), nth, 7)));
    expect([Math.min(...some), Math.max(...some), new Set(some).size]).to.deep.equal([0, 6, 7]);
    const other = drawFrom('s', 'm');
    expect(some.map(() => other('x', 7))).to.not.deep.equal(some);
  });
});

describe('traps', () => {
  it('count what they wait for; `any` is what can be seen from outside', () => {
    const kinds = ['persist', 'send', 'reply', 'call', 'timer', 'mark', 'halt', 'part'] as const;
    const counted = (trapped: Trapped) => kinds.filter((kind) => counts(trapped, kind));
    for (const kind of kinds) expect(counted(kind)).to.deep.equal([kind]);
    expect(counted('any')).to.deep.equal(['persist', 'send', 'reply', 'call']);
  });
});

// Goal: a call between nodes is a stream: in order, at most once, and each way in which it breaks is told to the side that can know.
// Method: an asker and a server, both scripted by the test; what each saw is read from marks.
import { expect } from 'chai';
import type { Happening } from '../../contract/index.js';
import { bytesOf, type Effect, type Input, type Json, type Machine, type Micros, type Part, textOf } from '../../world/index.js';
import { hostOf, type SimulatedTrial, simulate } from './index.js';
import { watch } from './toy-world.js';

const ms = 1_000;
type Script = (input: Input) => readonly Effect[];

/** Does what its script says and marks every part and request that it sees. */
function scripted(script: Script): Machine<null> {
  return {
    boot: (input) => [null, script(input)],
    step: (_state, input) => [...seen(input), ...script(input)],
    clone: () => null,
    digest: () => 0,
  };
}

function seen(input: Input): readonly Effect[] {
  const mark = (data: Json): readonly Effect[] => [{ do: 'mark', name: 'saw', data }];
  if (input.on === 'request') return mark(`request ${input.request.path}`);
  if (input.on !== 'part') return [];
  if (input.part === 'broken') return mark('broken');
  return mark(`${textOf(input.part.bytes)}${input.part.end ? '.' : ''}`);
}

function asks(path: string, timeout: Micros | null, call = 1, to = 'server'): Effect {
  return { do: 'call', call, to, request: { method: 'GET', path, headers: {}, body: null }, timeout };
}

function part(text: string, end: boolean): Part {
  return { head: text === 'a' ? { status: 200, headers: {} } : null, bytes: bytesOf(text), end };
}

function world(asker: Script, server: Script): SimulatedTrial {
  const nodes = [
    { id: 'asker', role: 'asker', config: null, open: () => hostOf(scripted(asker)) },
    { id: 'server', role: 'server', config: null, open: () => hostOf(scripted(server)) },
  ];
  return simulate({ topology: { nodes, links: [], envelope: [] }, nodes, seed: '1', freeze: true });
}

const atBoot =
  (...effects: readonly Effect[]): Script =>
  (input) =>
    input.on === 'boot' ? effects : [];
const answers =
  (...parts: readonly Part[]): Script =>
  (input) =>
    input.on === 'request' ? parts.map((each): Effect => ({ do: 'reply', call: input.call, part: each })) : [];

function marks(happenings: readonly Happening[]): readonly string[] {
  return happenings.flatMap((happening) => (happening.is === 'mark' ? [`${happening.node} ${String(happening.data)}`] : []));
}

describe('simulator: calls between nodes', () => {
  it('the parts of an answer arrive in order and once', () => {
    const parts = ['a', 'b', 'c', 'd', 'e'].map((text) => part(text, text === 'e'));
    const trial = world(atBoot(asks('/x', null)), answers(...parts));
    expect(marks(watch(trial, 20 * ms))).to.deep.equal(['server request /x', 'asker a', 'asker b', 'asker c', 'asker d', 'asker e.']);
  });

  it('silence longer than the time-out breaks a call, and the server hears that the caller is gone', () => {
    const trial = world(atBoot(asks('/x', 30 * ms)), answers(part('a', false)));
    const news = watch(trial, 100 * ms);
    expect(marks(news)).to.deep.equal(['server request /x', 'asker a', 'asker broken', 'server broken']);
    expect(news[2]?.at).to.be.within(30 * ms, 34 * ms);
  });

  it('each part puts the time-out off', () => {
    const server: Script = (input) => {
      if (input.on === 'request') return [{ do: 'timer', name: `${input.call}/0`, after: 20 * ms }];
      if (input.on !== 'timer') return [];
      const [call, count] = input.name.split('/').map(Number) as [number, number];
      return [
        { do: 'reply', call, part: part('a', count === 4) },
        { do: 'timer', name: `${call}/${count + 1}`, after: 20 * ms },
      ];
    };
    const trial = world(atBoot(asks('/x', 30 * ms)), server);
    expect(marks(watch(trial, 200 * ms)).slice(1)).to.deep.equal(['asker a', 'asker a', 'asker a', 'asker a', 'asker a.']);
  });

  it('a call to nobody and a call to a dead node are broken after a hop', () => {
    const toNobody = world(atBoot(asks('/x', null, 1, 'nobody')), answers());
    expect(marks(watch(toNobody, 5 * ms))).to.deep.equal(['asker broken']);
    const again: Script = (input) =>
      input.on === 'boot' ? [{ do: 'timer', name: 't', after: 10 * ms }] : input.on === 'timer' ? [asks('/x', null)] : [];
    const trial = world(again, answers());
    watch(trial, 5 * ms);
    trial.do({ do: 'node', node: 'server', act: 'kill' });
    expect(marks(watch(trial, 15 * ms))).to.deep.equal(['asker broken']);
  });

  it('the death of either side breaks the call on the other', () => {
    const server = world(atBoot(asks('/x', null)), answers(part('a', false)));
    watch(server, 10 * ms);
    server.do({ do: 'node', node: 'server', act: 'kill' });
    expect(marks(watch(server, 20 * ms))).to.deep.equal(['asker broken']);
    const asker = world(atBoot(asks('/x', null)), answers(part('a', false)));
    watch(asker, 10 * ms);
    asker.do({ do: 'node', node: 'asker', act: 'kill' });
    expect(marks(watch(asker, 20 * ms))).to.deep.equal(['server broken']);
  });

  it('either side may abort with broken', () => {
    const byServer = world(atBoot(asks('/x', null)), answers(part('a', false), 'broken', part('b', true)));
    expect(marks(watch(byServer, 20 * ms))).to.deep.equal(['server request /x', 'asker a', 'asker broken']);
    const asker: Script = (input) =>
      input.on === 'boot' ? [asks('/x', null)] : input.on === 'part' ? [{ do: 'reply', call: 1, part: 'broken' }] : [];
    const byAsker = world(asker, answers(part('a', false), part('b', false)));
    expect(marks(watch(byAsker, 20 * ms))).to.deep.equal(['server request /x', 'asker a', 'server broken']);
  });

  it('a request that arrives is answered once, though its server sends two ends', () => {
    const trial = world(atBoot(asks('/x', null)), answers(part('a', true), part('b', true)));
    expect(marks(watch(trial, 20 * ms))).to.deep.equal(['server request /x', 'asker a.']);
  });

  it('calls of many numbers do not mix', () => {
    const echo: Script = (input) =>
      input.on === 'request' ? [{ do: 'reply', call: input.call, part: part(input.request.path, true) }] : [];
    const trial = world(atBoot(...[1, 2, 3, 4].map((call) => asks(`/${call}`, null, call))), echo);
    expect(marks(watch(trial, 20 * ms)).filter((mark) => mark.startsWith('asker'))).to.have.members([
      'asker /1.',
      'asker /2.',
      'asker /3.',
      'asker /4.',
    ]);
  });

  it('a trap on the nth part kills before its step, or after it', () => {
    for (const [phase, expected] of [
      ['before', ['asker a']],
      ['after', ['asker a', 'asker b']],
    ] as const) {
      const trial = world(atBoot(asks('/x', null)), answers(part('a', false), part('b', false), part('c', true)));
      trial.do({ do: 'trap', node: 'asker', name: 't', effect: 'part', nth: 2, phase });
      const news = watch(trial, 20 * ms);
      expect(marks(news).filter((mark) => mark.startsWith('asker'))).to.deep.equal(expected);
      expect(news.some((happening) => happening.is === 'down' && happening.detail === 't')).to.equal(true);
    }
  });
});

// Goal: what becomes of an operation over its attempts is never guessed; faults go on and off when they should; a run goes through its phases.
// Method: the conductor as the plain machine that it is, fed by hand with a toy system that has one operation.
import { expect } from 'chai';
import type { Answer, Break, Call, Command, Described, Event, Fault, Happening, Operation, Plan } from '../../contract/index.js';
import { conduct, startConductor, wakeAt } from './index.js';

type Reply = number | 'timeout' | 'reset' | 'refused';

const answerOf = (reply: Reply): Answer =>
  typeof reply === 'number'
    ? { status: reply, headers: {}, body: {}, failure: null }
    : { status: null, headers: {}, body: null, failure: reply };

function operation(name: string, retry: Operation['retry']): Operation {
  return {
    name,
    kind: 'thing',
    verb: name === 'things.list' ? 'list' : 'create',
    to: 'gate',
    reads: 'linearizable',
    retry,
    encode: (_args, key) => ({ method: 'POST', path: `/${name}`, headers: { key }, body: null }),
    subject: () => '/things/a',
    binds: () => null,
    outcome: ({ status, failure }) =>
      status === null ? (failure === 'refused' ? 'fail' : 'info') : status < 300 ? 'ok' : status < 500 ? 'fail' : 'info',
  };
}

const system: Described = {
  name: 'toy',
  worlds: ['sim'],
  kinds: [],
  operations: [operation('keyed', 'key'), operation('natural', 'natural'), operation('once', 'never'), operation('things.list', 'natural')],
  topology: () => ({ nodes: [{ id: 'gate1', role: 'gate' }], links: [], envelope: [] }),
  observe: () => [{ layer: 'intent', looks: [{ op: 'things.list', args: {}, to: null }], read: () => ({ complete: true, facts: [] }) }],
  leader: null,
  setUp: () => [],
  canary: () => [{ op: 'keyed', args: {}, makes: null, rest: false }],
  janitor: () => [],
  bounds: { settle: 1_000_000, stay: 100_000, slo: 1_000_000, keyLife: 1_000_000, lag: 1_000_000 },
};

const pause: Fault = {
  name: 'pause',
  needs: ['stop'],
  weight: 1,
  draw: () => null,
  weaken: () => [],
  inject: (_broken, on) => on.map((node) => ({ do: 'node', node, act: 'stop' })),
  heal: (_broken, on) => on.map((node) => ({ do: 'node', node, act: 'continue' })),
};

const call = (op: string, attempts: number, id = 's1'): Call => ({
  is: 'call',
  id,
  lane: 'l',
  op,
  args: {},
  makes: null,
  after: null,
  attempts,
  timeout: 1_000,
  rest: false,
});

interface Told {
  readonly events: readonly Event[];
  readonly commands: readonly (Command & { readonly at: number })[];
}

/** A whole run in which the step is answered as said, one reply an attempt, and everything else with 200. */
function run(steps: Plan['steps'], replies: readonly Reply[] = [], can?: ReadonlySet<string>): Told {
  const plan: Plan = { schema: 1, scenario: 's', system: 'toy', seed: 'x', knobs: {}, steps };
  const c = startConductor(plan, system, { faults: [pause], ...(can === undefined ? {} : { can }) });
  const [events, commands]: [Event[], (Command & { at: number })[]] = [[], []];
  const waiting: Happening[] = [{ is: 'tick', at: 0 }];
  let [now, nth] = [0, 0];
  for (let turn = 0; turn < 10_000; turn++) {
    const next = waiting.shift() ?? { is: 'tick' as const, at: Math.max(now + 1, wakeAt(c)) };
    now = Math.max(now, next.at);
    const told = conduct(c, { ...next, at: now });
    events.push(...told.events);
    for (const command of told.commands) {
      commands.push({ ...command, at: now });
      if (command.do !== 'request') continue;
      const isStep = command.request.headers['key'] === 'x-s1';
      waiting.push({ is: 'answer', at: now + 500, id: command.id, answer: answerOf(isStep ? (replies[nth++] ?? 200) : 200) });
    }
    if (told.over) return { events, commands };
  }
  throw new Error('the run does not end');
}

describe('an operation', () => {
  const table: readonly (readonly [op: string, attempts: number, replies: readonly Reply[], outcome: string, sent: number])[] = [
    ['keyed', 3, [201], 'ok', 1],
    ['keyed', 3, [409], 'fail', 1],
    ['keyed', 3, ['timeout', 201], 'ok', 2],
    ['keyed', 3, ['timeout', 409], 'fail', 2],
    ['natural', 3, ['timeout', 409], 'info', 2],
    ['keyed', 3, ['refused', 201], 'ok', 2],
    ['keyed', 3, ['refused', 'refused', 'refused'], 'fail', 3],
    ['keyed', 3, ['timeout', 'refused', 'refused'], 'info', 3],
    ['keyed', 2, ['reset', 'reset'], 'info', 2],
    ['keyed', 2, [503, 201], 'ok', 2],
    ['keyed', 1, [503], 'info', 1],
    ['once', 3, ['timeout'], 'info', 1],
    ['once', 3, ['refused'], 'fail', 1],
  ];
  for (const [op, attempts, replies, outcome, sent] of table)
    it(`${op}, answered ${replies.join(', ')}, settles as ${outcome}`, () => {
      const { events } = run([call(op, attempts)], replies);
      const first = events.findIndex((event) => event.is === 'settled' && event.step === 's1');
      expect(events[first]).to.include({ outcome, attempts: sent });
      const invokes = events.slice(0, first).filter((event) => event.is === 'invoke' && event.step === 's1');
      expect(new Set(invokes.map((event) => (event.is === 'invoke' ? event.key : ''))).size, 'one key for all attempts').to.equal(1);
    });
});

describe('a run', () => {
  it('goes through its phases, with two canaries, and ends', () => {
    const { events } = run([call('keyed', 1)]);
    expect(events.flatMap((event) => (event.is === 'phase' ? [event.phase] : []))).to.deep.equal([
      'disturb',
      'heal',
      'rest',
      'janitor',
      'canary',
    ]);
    expect(
      events.filter((event) => event.is === 'round').map((event) => (event.is === 'round' ? `${event.of} ${event.ok}` : '')),
    ).to.deep.equal(['janitor true', 'canary true', 'canary true']);
  });

  const broken: Break = {
    is: 'break',
    id: 'f1',
    fault: 'pause',
    on: [{ role: 'gate', pick: 0 }],
    args: {},
    from: { step: 's1', phase: 'sent', plus: 2_000 },
    lasts: 30_000,
  };
  const nodeCommands = ({ commands }: Told) => commands.flatMap((command) => (command.do === 'node' ? [[command.act, command.at]] : []));

  it('puts a fault on when its anchor has passed, and takes it off after its time, before everything is healed', () => {
    const told = run([call('keyed', 1), call('keyed', 1, 's2'), broken]);
    expect(nodeCommands(told)).to.deep.equal([
      ['stop', 2_000],
      ['continue', 32_000],
    ]);
    const healed = told.commands.find((command) => command.do === 'heal-all');
    expect(healed?.at).to.be.at.least(32_000);
  });

  it('leaves a fault out whose step never comes', () => {
    expect(nodeCommands(run([call('keyed', 1), { ...broken, from: { step: 'nowhere', phase: 'done', plus: 0 } }]))).to.deep.equal([]);
  });

  it('refuses a fault that the world cannot do, and says so', () => {
    const told = run([call('keyed', 1), broken], [], new Set(['kill']));
    expect(nodeCommands(told)).to.deep.equal([]);
    expect(told.events.flatMap((event) => (event.is === 'fault' ? [event.phase] : []))).to.deep.equal(['refused']);
  });
});

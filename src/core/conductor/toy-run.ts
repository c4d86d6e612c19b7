// For tests of the conductor: a gate and two stores of things, played by a function that answers, and a run of a plan against it.
import type { Answer, Call, Command, Described, Event, Fact, Fault, Happening, Operation, Plan } from '../../contract/index.js';
import { asObject, bytesOf, type Json, type Micros, parseJson, textOf } from '../../world/index.js';
import { type ConductorOptions, conduct, startConductor, wakeAt } from './index.js';

/** What is asked of the toy, and when. */
export interface Asked {
  readonly op: string;
  readonly args: Json;
  readonly key: string;
  readonly to: string;
  readonly at: Micros;
  /** How many requests with this key were asked before, for requests without a key 0. */
  readonly nth: number;
}

export interface Told {
  readonly events: readonly Event[];
  readonly asked: readonly Asked[];
  /** What was done to the world other than requests, in order. */
  readonly hands: readonly (Exclude<Command, { readonly do: 'request' }> & { readonly at: Micros })[];
}

export type Reply = number | 'timeout' | 'reset' | 'refused' | readonly Fact[];

const turnsMax = 50_000;
const latency: Micros = 500;

const operation = (name: string, more: Partial<Operation>): Operation => ({
  name,
  kind: 'thing',
  verb: 'create',
  to: 'gate',
  reads: 'linearizable',
  retry: 'key',
  encode: (args, key) => ({ method: 'POST', path: `/${name}`, headers: { key }, body: bytesOf(JSON.stringify(args)) }),
  subject: (args) => `/things/${String(asObject(args)?.['name'])}`,
  binds: (_args, answer) => asObject(answer)?.['uid'] ?? null,
  outcome: ({ status, failure }) => {
    if (status === null) return failure === 'refused' ? 'fail' : 'info';
    return status < 300 ? 'ok' : status < 500 ? 'fail' : 'info';
  },
  ...more,
});

export const toyDescribed: Described = {
  name: 'toy',
  worlds: ['sim'],
  kinds: [],
  operations: [
    operation('thing.put', {}),
    operation('thing.once', { retry: 'never' }),
    operation('thing.delete', { verb: 'delete' }),
    operation('things.list', { verb: 'list', retry: 'natural', subject: () => null }),
    operation('store.list', { verb: 'list', retry: 'natural', to: 'store', subject: () => null }),
    operation('store.deny', { retry: 'natural', to: 'store', subject: () => null }),
    operation('store.allow', { retry: 'natural', to: 'store', subject: () => null }),
  ],
  topology: () => ({
    nodes: [
      { id: 'gate1', role: 'gate' },
      { id: 'store1', role: 'store' },
      { id: 'store2', role: 'store' },
    ],
    links: [],
    envelope: [],
  }),
  observe: () => [
    { layer: 'intent', looks: [{ op: 'things.list', args: {}, to: null }], read: ([answer]) => factsIn(answer) },
    { layer: 'actual', looks: [{ op: 'store.list', args: {}, to: 'store1' }], read: ([answer]) => factsIn(answer) },
  ],
  leader: { role: 'store', mark: 'leads' },
  setUp: () => [],
  canary: (name) => [{ op: 'thing.put', args: { name }, makes: null, rest: false }],
  janitor: (facts) => facts.map(({ key }) => ({ op: 'thing.delete', args: { name: key }, makes: null, rest: false })),
  bounds: { settle: 5_000_000, stay: 300_000, slo: 1_000_000, keyLife: 1_000_000, lag: 1_000_000 },
};

function factsIn(answer: Answer | null | undefined): { readonly complete: boolean; readonly facts: readonly Fact[] } {
  const facts = answer?.body as unknown as readonly Fact[] | null | undefined;
  return Array.isArray(facts) ? { complete: true, facts } : { complete: false, facts: [] };
}

export function toyFact(state: string, motion: Fact['motion'] = 'rest', key = 'a'): Fact {
  const none = { uid: null, owner: null, refs: [], blockedOn: null, revision: null, body: null };
  return { layer: 'intent', key, kind: 'thing', state, motion, ...none };
}

export function toyCall(id: string, more: Partial<Call> = {}): Call {
  const none = { makes: null, after: null, attempts: 1, timeout: 1_000, rest: false };
  return { is: 'call', id, lane: 'l', op: 'thing.put', args: { name: id }, ...none, ...more };
}

/** Nodes stand still: the hands tell which, and when. */
export const toyPause: Fault = {
  name: 'pause',
  needs: [],
  weight: 1,
  draw: () => null,
  weaken: () => [],
  inject: (_broken, on) => on.map((node) => ({ do: 'node', node, act: 'stop' })),
  heal: (_broken, on) => on.map((node) => ({ do: 'node', node, act: 'continue' })),
};

export interface ToyRun {
  readonly steps: Plan['steps'];
  /** What an answer says; lists are empty and everything else is accepted where it says undefined. */
  readonly answer?: (asked: Asked) => Reply | undefined;
  readonly faults?: readonly Fault[];
  readonly system?: Partial<Described>;
  readonly limits?: ConductorOptions['limits'];
  readonly can?: ReadonlySet<string>;
  /** What the world says by itself. */
  readonly happenings?: readonly Happening[];
}

/** A whole run. Every answer takes half a millisecond; one that times out takes as long as the caller waits. */
export function toyRun({ steps, answer, faults = [toyPause], system = {}, limits, can, happenings = [] }: ToyRun): Told {
  const plan: Plan = { schema: 1, scenario: 's', system: 'toy', seed: 'x', knobs: {}, steps };
  const options = { faults, ...(limits === undefined ? {} : { limits }), ...(can === undefined ? {} : { can }) };
  const c = startConductor(plan, { ...toyDescribed, ...system }, options);
  const told = { events: [] as Event[], asked: [] as Asked[], hands: [] as Told['hands'][number][] };
  const coming: Happening[] = [{ is: 'tick', at: 0 }, ...happenings];
  for (let turn = 0, now = 0; turn < turnsMax; turn++) {
    const next = soonest(coming, Math.max(now + 1, wakeAt(c)));
    now = Math.max(now, next.at);
    const { commands, events, over } = conduct(c, { ...next, at: now });
    told.events.push(...events);
    for (const command of commands) {
      if (command.do !== 'request') told.hands.push({ ...command, at: now });
      else coming.push(answered(told.asked, command, now, answer));
    }
    if (over) return told;
  }
  throw new Error('the run does not end');
}

/** The next that comes; of those that come at once the first that was asked for. A tick where nothing comes before `until`. */
function soonest(coming: Happening[], until: Micros): Happening {
  const at = Math.min(...coming.map((each) => each.at));
  const index = coming.findIndex((each) => each.at === at);
  const [next] = at <= until && index >= 0 ? coming.splice(index, 1) : [];
  return next ?? { is: 'tick', at: until };
}

function answered(asked: Asked[], command: Command & { do: 'request' }, at: Micros, answer: ToyRun['answer']): Happening {
  const { path, headers, body } = command.request;
  const key = headers['key'] ?? '';
  const nth = key === '' ? 0 : asked.filter((each) => each.key === key).length;
  const one: Asked = { op: path.slice(1), args: parseJson(textOf(body)) ?? null, key, to: command.to, at, nth };
  asked.push(one);
  const reply = answer?.(one) ?? (one.op.endsWith('.list') ? [] : 201);
  return { is: 'answer', at: at + (reply === 'timeout' ? command.timeout : latency), id: command.id, answer: answerOf(reply, one) };
}

function answerOf(reply: Reply, { key }: Asked): Answer {
  if (typeof reply === 'string') return { status: null, headers: {}, body: null, failure: reply };
  if (typeof reply === 'number') return { status: reply, headers: {}, body: { uid: `uid-${key}` }, failure: null };
  return { status: 200, headers: {}, body: reply as unknown as Json, failure: null };
}

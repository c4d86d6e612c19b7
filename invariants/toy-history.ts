// Histories written by hand, for tests: entries in their order, stamped by `told`. The toy system has things with parts inside, work for them, and objects.
import type { Described, Event, Fact, Invariant, Layer, Operation, Outcome, Verb } from '../src/contract/index.js';
import type { Json, Micros } from '../src/world/index.js';

type WithoutStamp<T> = T extends unknown ? Omit<T, 'at' | 'seq'> : never;
/** An entry without its stamp, or time that passes. */
export type Line = WithoutStamp<Event> | { readonly is: 'wait'; readonly micros: Micros };

/** A line of a history, or some. */
export type Telling = Line | readonly Line[];

/** The history: seq counts the entries, and a millisecond passes between two. */
export function told(...lines: readonly Telling[]): readonly Event[] {
  const events: Event[] = [];
  const attempts = new Map<string, number>();
  let at = 0;
  for (const line of lines.flat() as readonly Line[]) {
    at += line.is === 'wait' ? line.micros : 1_000;
    if (line.is === 'wait') continue;
    const stamped = { ...line, at, seq: events.length };
    if (stamped.is === 'invoke') {
      attempts.set(stamped.step, (attempts.get(stamped.step) ?? 0) + 1);
      events.push({ ...stamped, attempt: attempts.get(stamped.step) ?? 1 });
    } else events.push(stamped);
  }
  return events;
}

/** `holds`, `unknown`, or the signatures of the violations. */
export function judged(invariant: Invariant, history: readonly Event[], system: Described = toySystem()): string | readonly string[] {
  let seen = invariant.start(system);
  for (const event of history) seen = structuredClone(invariant.see(seen, event));
  const verdict = invariant.verdict(seen, 'end');
  return verdict.kind === 'violated' ? verdict.why.map(({ signature }) => signature) : verdict.kind;
}

/** The request of a call: its method, path and the version that it insists on. */
interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly ifMatch?: string;
}

export function asked(step: string, op: string, subject: string | null, args: Json = {}, sent: Sent = {}): Line {
  const { method = 'GET', path = subject ?? '/', ifMatch = null } = sent;
  return { is: 'invoke', step, lane: 'l', op, attempt: 1, subject, args, key: step, to: 'gate1', method, path, ifMatch };
}

const statuses: Readonly<Record<Outcome, number | null>> = { ok: 200, fail: 409, info: null };

type Headers = Readonly<Record<string, string>>;

export function answered(
  step: string,
  outcome: Outcome,
  status: number | null = statuses[outcome],
  answer: Json = null,
  headers: Headers = {},
): Line {
  return { is: 'return', step, attempt: 1, outcome, status, failure: status === null ? 'timeout' : null, answer, headers };
}

export function over(step: string, outcome: Outcome): Line {
  return { is: 'settled', step, outcome, attempts: 1 };
}

/** One call from its beginning to its end. */
export function call(
  step: string,
  op: string,
  subject: string,
  outcome: Outcome = 'ok',
  more: Sent & { readonly status?: number; readonly answer?: Json; readonly args?: Json; readonly headers?: Headers } = {},
): readonly Line[] {
  return [
    asked(step, op, subject, more.args, more),
    answered(step, outcome, more.status ?? statuses[outcome], more.answer, more.headers),
    over(step, outcome),
  ];
}

type Moment = (Event & { readonly is: 'facts' })['moment'];

export function look(moment: Moment, layer: Layer, facts: readonly Fact[] = [], complete = true): Line {
  return { is: 'facts', layer, complete, moment, facts };
}

/** A look at all three layers, in the order in which they are told. */
export function looks(moment: Moment, facts: readonly Fact[]): readonly Line[] {
  return (['intent', 'work', 'actual'] as const).map((layer) =>
    look(
      moment,
      layer,
      facts.filter((fact) => fact.layer === layer),
    ),
  );
}

export function rest(why: readonly string[] | null = null, moment: 'disturb' | 'rest' | 'empty' | 'canary' = 'rest'): Line {
  return { is: 'rest', reached: why === null, waited: 1_000, moment, why: why ?? [] };
}

export function round(of: 'set-up' | 'janitor' | 'canary', why: readonly string[] | null = null): Line {
  return { is: 'round', of, ok: why === null, calls: 1, why: why ?? [] };
}

export function fault(
  step: string,
  name: string,
  phase: 'asked' | 'biting' | 'healed' | 'refused',
  on: readonly string[],
  rewinds?: true,
): Line {
  return { is: 'fault', step, fault: name, phase, on, hits: 0, hit: [], ...(rewinds === undefined ? null : { rewinds }) };
}

export function node(id: string, what: 'up' | 'down' | 'paused' | 'resumed', why = ''): Line {
  return { is: 'node', node: id, what, why };
}

export function wait(micros: Micros): Line {
  return { is: 'wait', micros };
}

const blank = { uid: null, owner: null, refs: [], state: 'there', motion: 'rest', blockedOn: null, revision: null, body: {} } as const;

export function thing(key: string, more: Partial<Fact> = {}): Fact {
  return { ...blank, layer: 'intent', kind: 'thing', key, ...more };
}

export function work(key: string, owner: string, more: Partial<Fact> = {}): Fact {
  return { ...blank, layer: 'work', kind: 'job', key, uid: key, owner, ...more };
}

export function object(key: string, owner: string | null, more: Partial<Fact> = {}): Fact {
  return { ...blank, layer: 'actual', kind: 'object', key, owner, ...more };
}

function operation(name: string, verb: Verb, retry: Operation['retry'] = 'key'): Operation {
  return {
    name,
    kind: name.split('.')[0] ?? '',
    verb,
    to: 'gate',
    reads: verb === 'read' || verb === 'list' ? 'linearizable' : 'none',
    retry,
    encode: () => ({ method: 'GET', path: '/', headers: {}, body: null }),
    subject: () => null,
    binds: () => null,
    outcome: () => 'ok',
  };
}

const listing = { op: 'all.list', args: {}, to: null };

/** One gate, three keepers of which one leads, two edges; intent and work are read from one answer. */
export function toySystem(more: Partial<Described> = {}): Described {
  const nodes = [
    ['gate1', 'gate'],
    ['keeper1', 'keeper'],
    ['keeper2', 'keeper'],
    ['keeper3', 'keeper'],
    ['edge1', 'edge'],
    ['edge2', 'edge'],
  ].map(([id = '', role = '']) => ({ id, role }));
  const read = () => ({ complete: true, facts: [] });
  return {
    name: 'toy',
    worlds: ['sim'],
    kinds: [
      { name: 'thing', parent: null, refs: [{ field: 'spec.cloud', kind: 'cloud', mustExist: 'at-create' }] },
      { name: 'cloud', parent: null, refs: [] },
    ],
    operations: [
      operation('thing.create', 'create'),
      operation('thing.replace', 'replace'),
      operation('thing.put', 'replace', 'natural'),
      operation('thing.delete', 'delete'),
      operation('thing.drop', 'delete', 'natural'),
      operation('thing.start', 'move'),
      operation('thing.get', 'read', 'natural'),
      operation('cloud.create', 'create'),
      operation('cloud.delete', 'delete'),
      operation('edge.drift', 'drift', 'never'),
      operation('all.list', 'list', 'natural'),
    ],
    topology: () => ({ nodes, links: [], envelope: [] }),
    observe: () => [
      { layer: 'intent', looks: [listing], read },
      { layer: 'work', looks: [listing], read },
      { layer: 'actual', looks: [{ op: 'edge.list', args: {}, to: 'edge1' }], read },
    ],
    leader: { role: 'keeper', mark: 'leads' },
    setUp: () => [],
    canary: () => [],
    janitor: () => [],
    bounds: { settle: 10_000_000, stay: 500_000, slo: 1_000_000, keyLife: 600_000_000, lag: 1_000_000 },
    ...more,
  };
}

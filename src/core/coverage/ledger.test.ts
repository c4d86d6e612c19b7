// Goal: what a run did is counted once each, and what did not happen is not counted.
// Method: short histories of a toy system, one for each thing that is counted.
import { expect } from 'chai';
import type { Call, Described, Event, Fact, Plan } from '../../contract/index.js';
import { ledgerOf } from './ledger.js';

const system = { topology: () => ({ nodes: [{ id: 'gate1', role: 'gate' }], links: [], envelope: [] }) } as unknown as Described;
const plan: Plan = { schema: 1, scenario: 's', system: 'toy', seed: 'x', knobs: {}, steps: [{ is: 'call', id: 's1' } as Call] };

type Told = Event extends infer E ? (E extends Event ? Omit<E, 'at' | 'seq'> : never) : never;

function counted(...told: readonly Told[]) {
  const events = told.map((event, seq) => ({ at: seq, seq, ...event }) as Event);
  return ledgerOf({ plan, system, events, judged: [] });
}

/** The counts of a history, without the two that are always there. */
function sums(...told: readonly Told[]): Readonly<Record<string, number>> {
  const kept = [...counted(...told).sums].filter(([name]) => name !== 'operations' && name !== 'faults-hit');
  return Object.fromEntries(kept);
}

const invoke = (step: string): Told => ({
  is: 'invoke',
  step,
  lane: 'l',
  op: 'thing.put',
  attempt: 1,
  subject: null,
  args: {},
  key: 'k',
  to: 'gate1',
  method: 'PUT',
  path: '/a',
  ifMatch: null,
});
const returned = (step: string, status: number | null, failure: string | null = null): Told => ({
  is: 'return',
  step,
  attempt: 1,
  outcome: 'ok',
  status,
  failure,
  answer: null,
  headers: {},
});
const settled = (step: string, outcome: 'ok' | 'fail' | 'info'): Told => ({ is: 'settled', step, outcome, attempts: 1 });
const fault = (phase: 'asked' | 'biting' | 'healed' | 'refused', hits: number, step = 'f1'): Told => ({
  is: 'fault',
  step,
  fault: 'cut',
  phase,
  on: [],
  hits,
  hit: [],
});
const fact = (state: string): Fact => ({
  layer: 'intent',
  key: '/a',
  kind: 'thing',
  uid: null,
  owner: null,
  refs: [],
  state,
  motion: 'rest',
  blockedOn: null,
  revision: null,
  body: null,
});
const facts = (...states: readonly string[]): Told => ({
  is: 'facts',
  layer: 'intent',
  complete: true,
  moment: 'poll',
  facts: states.map(fact),
});
const rest = (reached: boolean, moment: 'rest' | 'empty'): Told => ({ is: 'rest', reached, waited: 700, moment, why: [] });

describe('the ledger of a run', () => {
  it('counts every attempt, but an operation once, by what it settled as last', () => {
    const told = [
      invoke('s1'),
      returned('s1', null, 'timeout'),
      settled('s1', 'info'),
      invoke('s1'),
      returned('s1', 201),
      settled('s1', 'ok'),
    ];
    expect(sums(...told)).to.deep.equal({ 'operation/thing.put/timeout': 1, 'operation/thing.put/201': 1, 'outcome/ok': 1 });
    expect(counted(...told).operations).to.equal(1);
  });

  it('keeps the calls of set-up, janitor and canary apart from the plan’s', () => {
    expect(sums(settled('canary0.1-0', 'ok'), settled('s1', 'fail'))).to.deep.equal({ errands: 1, 'outcome/fail': 1 });
    expect(counted(settled('canary0.1-0', 'ok')).operations).to.equal(0);
  });

  it('takes a fault for one that hit only when it did, and once however often it bites, else for idle', () => {
    expect(sums(fault('asked', 0), fault('healed', 0))).to.deep.equal({ 'fault/cut': 1, 'idle/cut': 1 });
    expect(sums(fault('asked', 0), fault('biting', 1), fault('biting', 2), fault('healed', 2))).to.deep.equal({
      'fault/cut': 1,
      'hit/cut': 1,
    });
    expect(sums(fault('biting', 1, 'f1'), fault('biting', 1, 'f2'))).to.deep.equal({ 'hit/cut': 2 });
    expect(counted(fault('biting', 1, 'f1'), fault('biting', 1, 'f2')).faultsHit).to.equal(2);
    expect(sums(fault('refused', 0))).to.deep.equal({ 'refused/cut': 1 });
  });

  it('counts moves between states, not looks that show the same', () => {
    expect(sums(facts('Created'), facts('Created'), facts('Ready'))).to.deep.equal({
      'move/thing/-/Created': 1,
      'move/thing/Created/Ready': 1,
    });
  });

  it('counts nodes that went by their role, not those that came', () => {
    const node = (what: 'up' | 'down' | 'paused' | 'resumed'): Told => ({ is: 'node', node: 'gate1', what, why: '' });
    expect(sums(node('down'), node('up'), node('paused'), node('resumed'))).to.deep.equal({ 'down/gate': 1, 'paused/gate': 1 });
  });

  it('knows how long recovery took, and nothing where there was none', () => {
    expect(counted(rest(true, 'rest'), rest(true, 'empty'))).to.deep.include({ recovery: 700, maxima: new Map([['recovery', 700]]) });
    expect(counted(rest(false, 'rest'), rest(true, 'empty'))).to.deep.include({ recovery: null, maxima: new Map() });
  });

  it('counts marks and verdicts by name', () => {
    const judged = [{ invariant: { name: 'a/b' }, verdict: { kind: 'holds' } as const }];
    const events: readonly Event[] = [{ at: 0, seq: 0, is: 'mark', node: 'gate1', name: 'leads', data: null }];
    const { sums: all } = ledgerOf({ plan, system, events, judged });
    expect([all.get('judged/a/b/holds'), all.get('mark/leads')]).to.deep.equal([1, 1]);
  });
});

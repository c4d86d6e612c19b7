// Goal: a change that no table knows, a state that the audit does not explain, and a refusal of what is legal are seen; legal lives are not blamed.
// Method: audits and refusals written by hand.
import { expect } from 'chai';
import type { Json } from '../../src/world/index.js';
import { call, judged, type Telling, told, toySystem } from '../toy-history.js';
import { movesAreLegal } from './moves-are-legal.js';

const group = 'deployment-intent-group';
const operation = toySystem().operations[0] ?? expect.fail('the toy has operations');
const system = {
  ...toySystem(),
  operations: [
    { ...operation, name: 'audit.read', kind: 'audit', verb: 'list' as const },
    { ...operation, name: `${group}.approve`, kind: group, verb: 'move' as const },
    { ...operation, name: `${group}.rollback`, kind: group, verb: 'move' as const },
  ],
};

const verdict = (...lines: readonly Telling[]) => judged(movesAreLegal, told(...lines), system);

type Row = readonly [verb: string, from: string | null, to: string | null, context?: string | null];

function audit(rows: readonly Row[], from = 1): Telling {
  const records = rows.map(([verb, before, after, context = null], index) => ({
    seq: from + index,
    verb: verb.replace(/^context /, ''),
    kind: verb.startsWith('context ') ? 'context' : group,
    key: '/d',
    from: before,
    to: after,
    context,
  }));
  return call(`a${from}`, 'audit.read', '/audit', 'ok', { answer: { records } as unknown as Json });
}

/** The audit from its beginning to its end. */
function whole(records: readonly object[]): Telling {
  const numbered = records.map((record, index) => ({ ...record, seq: index + 1 }));
  return call('w', 'audit.read', '/audit', 'ok', { answer: { records: numbered, last: records.length } as unknown as Json });
}

const refused = (state: string, context: string): Telling =>
  call('m1', `${group}.approve`, '/d', 'fail', { status: 409, answer: { code: 'ILLEGAL_STATE', state, context } });

const born: readonly Row[] = [
  ['create', null, 'Created'],
  ['approve', 'Created', 'Approved'],
];
const running: readonly Row[] = [
  ...born,
  ['instantiate', 'Approved', 'Instantiated', 'c1'],
  ['context create', null, 'Instantiating', 'c1'],
  ['context status', 'Instantiating', 'Instantiated', 'c1'],
];

describe('lifecycle/moves-are-legal', () => {
  it('is violated by a context that ends while its document is recorded as wanted, once the decision is told', () => {
    const decided = (...rows: readonly Row[]): readonly object[] =>
      [...running.map((row, index) => [row, index + 1] as const), ...rows.map((row) => [row, 99] as const)].map(
        ([[verb, from, to, context = null], index]) => ({
          index,
          verb: verb.replace(/^context /, ''),
          kind: verb.startsWith('context ') ? 'context' : group,
          key: '/d',
          from,
          to,
          context,
        }),
      );
    const ends: Row = ['context status', 'Instantiated', 'Terminating', 'c1'];
    const asked: Row = ['terminate', 'Instantiated', 'Terminated', 'c1'];
    expect(verdict(whole(decided(asked, ends)))).to.equal('holds');
    expect(verdict(whole(decided(ends)))).to.deep.equal([`moves-are-legal/ended-unasked/${group}/Instantiated`]);
    expect(verdict(whole([...decided(ends), { ...decided(asked).at(-1), index: 100 }]))).to.include(
      `moves-are-legal/ended-unasked/${group}/Instantiated`,
    );
    expect(verdict(whole(decided(['stop', 'Instantiated', 'InstantiateStopped', 'c1'], ends)))).to.include(
      `moves-are-legal/ended-unasked/${group}/InstantiateStopped`,
    );
  });

  it('holds for a whole life', () => {
    const rest: readonly Row[] = [
      ['update', 'Instantiated', 'Instantiated', 'c1'],
      ['terminate', 'Instantiated', 'Terminated', 'c1'],
      ['context status', 'Instantiated', 'Terminating', 'c1'],
      ['stop', 'Terminated', 'TerminateStopped', 'c1'],
      ['context status', 'Terminating', 'TerminateStopped', 'c1'],
      ['terminate', 'TerminateStopped', 'Terminated', 'c1'],
      ['context status', 'TerminateStopped', 'Terminated', 'c1'],
      ['delete', 'Terminated', null],
      ['context delete', 'Terminated', null, 'c1'],
    ];
    expect(verdict(audit([...running, ...rest]))).to.equal('holds');
    expect(verdict(audit([...born, ['unapprove', 'Approved', 'Created'], ['replace', 'Created', 'Created']]))).to.equal('holds');
  });

  it('holds when a legal life is read in two pages, or twice', () => {
    expect(verdict(audit(born), audit(running.slice(2), 3), audit(born))).to.equal('holds');
  });

  for (const [what, rows, signature] of [
    [
      'a call that is not legal in its state',
      [...born.slice(0, 1), ['instantiate', 'Created', 'Instantiated', 'c1']],
      `illegal/${group}/instantiate/Created-to-Instantiated/none`,
    ],
    [
      'a call that is not legal in the status of its context',
      [...running, ['stop', 'Instantiated', 'InstantiateStopped', 'c1']],
      `illegal/${group}/stop/Instantiated-to-InstantiateStopped/Instantiated`,
    ],
    [
      'a call that leads elsewhere',
      [...born, ['approve', 'Approved', 'Instantiated']],
      `illegal/${group}/approve/Approved-to-Instantiated/none`,
    ],
    [
      'a deletion of what runs',
      [...running, ['delete', 'Instantiated', null]],
      `illegal/${group}/delete/Instantiated-to-nothing/Instantiated`,
    ],
    [
      'a replacement of what runs',
      [...running, ['replace', 'Instantiated', 'Instantiated', 'c1']],
      `illegal/${group}/replace/Instantiated-to-Instantiated/Instantiated`,
    ],
    [
      'a state that comes from nowhere',
      [...born, ['terminate', 'Instantiated', 'Terminated']],
      `audit-does-not-explain/${group}/terminate`,
    ],
    [
      'what was gone and is back',
      [...running, ['context status', 'Instantiated', 'Terminated', 'c1'], ['context status', 'Terminated', 'Instantiating', 'c1']],
      'context/Terminated-became-Instantiating',
    ],
    [
      'a context that is dropped while it runs',
      [...running, ['context delete', 'Instantiated', null, 'c1']],
      'context-dropped-while-Instantiated',
    ],
  ] as readonly (readonly [string, readonly Row[], string])[])
    it(`is violated by ${what}`, () => {
      expect(verdict(audit(rows))).to.include(`moves-are-legal/${signature}`);
    });

  it('is violated by an edit that keeps the approval, and by no other', () => {
    const edit = (index: number, more: object) => ({
      index,
      verb: 'replace',
      kind: 'app-intent',
      key: '/d/intents/i',
      from: null,
      to: null,
      ...more,
    });
    const unapprove = { index: 3, verb: 'unapprove', kind: group, key: '/d', from: 'Approved', to: 'Created' };
    const approved = born.map(([verb, from, to], index) => ({ index: index + 1, verb, kind: group, key: '/d', from, to }));
    const keeps = ['moves-are-legal/still-approved-after/app-intent/replace'];
    expect(verdict(whole([...approved, edit(3, {}), unapprove]))).to.equal('holds');
    expect(verdict(whole([...approved, edit(3, {})]))).to.deep.equal(keeps);
    expect(verdict(whole([...approved, edit(3, {}), { ...unapprove, index: 4 }]))).to.deep.equal(keeps);
    expect(verdict(whole([...approved.slice(0, 1), edit(2, {})]))).to.equal('holds');
    expect(verdict(whole([...approved, edit(3, { key: '/other/intents/i' })]))).to.equal('holds');
    expect(verdict(audit([...born, ['replace', 'Approved', 'Approved']]))).to.deep.equal([
      `moves-are-legal/illegal/${group}/replace/Approved-to-Approved/none`,
    ]);
  });

  it('is violated by a rollback to what never was, and by no other', () => {
    const back = (revision: string, answer: number, outcome: 'ok' | 'fail' = 'ok') =>
      call('r', `${group}.rollback`, '/d', outcome, { args: { body: { spec: { revision } } }, answer });
    const given = [1, 2].map((revision) => ({ verb: 'update', kind: 'thing', key: '/d', from: null, to: null, revision }));
    const never = ['moves-are-legal/rollback-to-what-never-was'];
    expect(verdict(back('1', 3), whole(given))).to.equal('holds');
    expect(verdict(back('0', 3))).to.deep.equal(never);
    expect(verdict(back('4', 3))).to.deep.equal(never);
    expect(verdict(back('3', 5), whole(given))).to.deep.equal(never);
    expect(verdict(back('0', 3, 'fail'))).to.equal('unknown');
  });

  it('is violated by a gap in the audit', () => {
    expect(verdict(audit(born), audit(running.slice(2), 4))).to.deep.equal(['moves-are-legal/audit-has-a-gap']);
  });

  it('is violated by a refusal of what is legal, and by no other', () => {
    expect(verdict(refused('Created', 'None'))).to.deep.equal([`moves-are-legal/refused-though-legal/${group}/approve/Created/None`]);
    expect(verdict(refused('Instantiated', 'Instantiated'))).to.equal('holds');
  });

  it('is unknown when nobody read the audit', () => {
    expect(verdict(call('s1', 'thing.start', '/things/a'))).to.equal('unknown');
  });
});

// Goal: an accepted change without a record, and a record that nobody asked for, are seen; calls in doubt and what follows from a change are not blamed.
// Method: histories written by hand, each with what the audit says at its end.
import { expect } from 'chai';
import type { Json } from '../../src/world/index.js';
import { answered, asked, call, judged, over, type Telling, told, toySystem } from '../toy-history.js';
import { changesAreRecorded } from './changes-are-recorded.js';

const toy = toySystem();
const operation = toy.operations[0] ?? expect.fail('the toy has operations');
const system = { ...toy, operations: [...toy.operations, { ...operation, name: 'audit.read', kind: 'audit', verb: 'list' as const }] };
const verdict = (...lines: readonly Telling[]) => judged(changesAreRecorded, told(...lines), system);

const a = '/things/a';

type Row = readonly [verb: string, kind?: string];

/** The whole audit, or from record `after` on; `missing` records more are there to be read. */
function audit(rows: readonly Row[], after = 0, missing = 0): Telling {
  const records = rows.map(([verb, kind = 'thing'], index) => ({ seq: after + index + 1, index: 1, verb, kind, key: a }));
  return call(`a${after}`, 'audit.read', '/audit', 'ok', { answer: { records, last: after + rows.length + missing } as unknown as Json });
}

const made = call('m', 'thing.create', a);
const started = call('s', 'thing.start', a);

describe('lifecycle/changes-are-recorded', () => {
  it('holds when each change has its record', () => {
    expect(verdict(made, started, call('g', 'thing.delete', a), audit([['create'], ['start'], ['delete']]))).to.equal('holds');
    expect(verdict(made, audit([['create']]), started, audit([['start']], 1))).to.equal('holds');
  });

  it('holds when a replace made the thing, and when refused calls left nothing', () => {
    expect(verdict(call('p', 'thing.replace', a), call('s', 'thing.start', a, 'fail'), audit([['create']]))).to.equal('holds');
  });

  it('is violated by an accepted call without a record', () => {
    expect(verdict(made, started, audit([['create']]))).to.deep.equal(['changes-are-recorded/no-record/start/thing']);
    expect(verdict(made, call('g', 'thing.delete', a), audit([['create']]))).to.deep.equal(['changes-are-recorded/no-record/delete/thing']);
  });

  it('is violated by a call that was carried out twice, however often it was sent', () => {
    const repeated = [
      asked('s', 'thing.start', a),
      answered('s', 'info'),
      asked('s', 'thing.start', a),
      answered('s', 'ok'),
      over('s', 'ok'),
    ];
    expect(verdict(made, repeated, audit([['create'], ['start'], ['start']]))).to.deep.equal([
      'changes-are-recorded/too-many-records/start/thing',
    ]);
    expect(verdict(made, repeated, audit([['create'], ['start']]))).to.equal('holds');
  });

  it('lets a call in doubt have a record or none, and none of one that is over after the audit was asked for', () => {
    const doubt = call('s', 'thing.start', a, 'info');
    expect(verdict(made, doubt, audit([['create']]))).to.equal('holds');
    expect(verdict(made, doubt, audit([['create'], ['start']]))).to.equal('holds');
    const answer = { records: [{ seq: 1, verb: 'create', kind: 'thing', key: a }], last: 1 };
    const late = [asked('r', 'audit.read', null), ...started, answered('r', 'ok', 200, answer)];
    expect(verdict(made, late)).to.equal('holds');
  });

  it('leaves out what follows from a change, and what was before the oldest record', () => {
    expect(verdict(made, started, audit([['create'], ['start'], ['status', 'context'], ['unapprove']]))).to.equal('holds');
    expect(verdict(made, started, audit([['start']], 1))).to.equal('holds');
  });

  it('is violated by records whose time goes back', () => {
    const records = [5, 5, 4].map((at, index) => ({ seq: index + 1, at, verb: 'status', kind: 'context', key: a }));
    const read = (some: readonly object[]) =>
      call('r', 'audit.read', '/audit', 'ok', { answer: { records: some, last: 3 } as unknown as Json });
    expect(verdict(read(records))).to.deep.equal(['changes-are-recorded/time-goes-back']);
    expect(verdict(read(records.slice(0, 2)))).to.equal('unknown');
  });

  it('is unknown when nobody read the audit to its end', () => {
    expect(verdict(made, started)).to.equal('unknown');
    expect(verdict(made, started, audit([['create']], 0, 1))).to.equal('unknown');
  });
});

// Goal: the audit tells everything that happened, once and in order: who folds it knows which documents and contexts there are, and in which state.
// Method: random logs of commands, folded page by page; then copies, snapshots, the limit of what is kept, and a restore.
import { expect } from 'chai';
import fc from 'fast-check';
import type { Json } from '../../world/index.js';
import { ask } from './ask.js';
import { type AuditRecord, auditRecordsMax, oldestOf, recordsAfter } from './audit.js';
import { applyEntry } from './apply-entry.js';
import { play, start, started, turns } from './random-log.js';
import { digestState } from './digest.js';
import { snapshotOf, stateOf } from './snapshot.js';
import { cloneState, type State } from './state.js';
import { achieve, apply, keyLife, move, post, story, type Story } from './story.js';
import { correctRules } from '../rules/index.js';
import { group, setUp } from './world.js';

interface Page {
  readonly records: readonly AuditRecord[];
  readonly next: number;
  readonly oldest: number;
  readonly last: number;
}

function page(told: Story, after: number | null, limit = 500): Page {
  const answer = ask(told.state, { ask: 'audit', after, limit }, told.rules);
  expect(answer.status).to.equal(200);
  return answer.body as unknown as Page;
}

interface Known {
  readonly kind: string;
  readonly uid: string;
  readonly state: string | null;
  readonly revision: number;
  readonly context: string | null;
  /** Entry that wrote it last. */
  readonly written: number;
}

/** What a reader of the audit knows. */
class Reader {
  readonly documents = new Map<string, Known>();
  readonly contexts = new Map<string, string | null>();
  after = 0;

  read(told: Story, limit: number): void {
    for (;;) {
      const { records, next } = page(told, this.after, limit);
      if (records.length === 0) return;
      for (const record of records) this.take(record);
      expect(next).to.equal(this.after);
    }
  }

  private take(record: AuditRecord): void {
    const { seq, index, verb, kind, key, uid, from, to: state, revision, context } = record;
    expect(seq, 'no gap and no repeat').to.equal(this.after + 1);
    this.after = seq;
    if (kind === 'context') return this.takeContext(record);
    const known = this.documents.get(key);
    expect(from, `${key} was known`).to.equal(known?.state ?? null);
    if (verb === 'delete') return void this.documents.delete(key);
    const written = verb === 'create' || verb === 'replace' ? index : (known?.written ?? 0);
    this.documents.set(key, { kind, uid, state, revision, context, written });
  }

  private takeContext({ verb, from, to, context }: AuditRecord): void {
    expect(from).to.equal(this.contexts.get(context ?? '') ?? null);
    if (verb === 'delete') this.contexts.delete(context ?? '');
    else this.contexts.set(context ?? '', to);
  }
}

function recorded({ documents, contexts }: State): unknown {
  return {
    documents: Object.fromEntries(
      [...documents.values()].map(({ key, kind, uid, state, revision, contextId: context, etag }) => [
        key,
        { kind, uid, state, revision, context, written: Number(etag.slice(1, -1)) },
      ]),
    ),
    contexts: Object.fromEntries([...contexts.values()].map(({ id, status }) => [id, status])),
  };
}

function folded({ documents, contexts }: Reader): unknown {
  return { documents: Object.fromEntries(documents), contexts: Object.fromEntries(contexts) };
}

describe('orchestrator/state: audit', () => {
  it('folded from the first record it gives the documents and contexts that there are, whatever was called', () => {
    fc.assert(
      fc.property(start, turns(40), fc.integer({ min: 1, max: 30 }), (at, log, limit) => {
        const told = started(at);
        const reader = new Reader();
        for (const next of log) {
          play(told, next);
          reader.read(told, limit);
          expect(folded(reader)).to.deep.equal(recorded(told.state));
        }
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('has nothing of what was refused, and nothing twice of what was repeated', () => {
    const told = started('running');
    const { last } = told.state.audit;
    const again = { do: 'move', kind: 'deployment-intent-group', key: group, verb: 'terminate', body: null } as const;
    expect(move(told, 'deployment-intent-group', group, 'instantiate').status).to.equal(409);
    expect(told.state.audit.last).to.equal(last);
    apply(told, again, 'k');
    apply(told, again, 'k');
    const { records } = page(told, last);
    expect(records.map(({ verb, kind, from, to }) => [verb, kind, from, to])).to.deep.equal([
      ['terminate', 'deployment-intent-group', 'Instantiated', 'Terminated'],
      ['status', 'context', 'Instantiating', 'Terminating'],
    ]);
    expect(new Set(records.map(({ call }) => call)).size).to.equal(1);
    expect(records[0]?.call).to.match(/^[0-9a-f]{8}$/);
  });

  it('tells an approval that an edit took back, and what a cluster’s end did', () => {
    const told = started('approved');
    const before = told.state.audit.last;
    post(told, 'group-intent', `${group}/intents/more`, { intent: {} });
    move(told, 'cluster', '/cluster-providers/c/clusters/one', 'forget');
    const told1 = page(told, before).records.map(({ verb, kind, from, to }) => `${verb} ${kind} ${from ?? ''}>${to ?? ''}`);
    expect(told1.slice(0, 3)).to.deep.equal([
      'create group-intent >',
      'unapprove deployment-intent-group Approved>Created',
      'forget cluster Created>Forgotten',
    ]);
  });

  it('goes on in a copy, a snapshot and a copy of that as if there were one', () => {
    fc.assert(
      fc.property(start, turns(15), turns(15), (at, first, second) => {
        const told = started(at);
        for (const next of first) play(told, next);
        const copy = { ...told, state: cloneState(told.state) };
        const restored = { ...told, state: stateOf(JSON.parse(JSON.stringify(snapshotOf(told.state))) as Json) };
        const before = page(told, 0).records;
        for (const other of [copy, restored]) for (const next of second) play(other, next);
        expect(page(told, 0).records).to.deep.equal(before);
        expect(page(copy, 0)).to.deep.equal(page(restored, 0));
        for (const next of second) play(told, next);
        expect(page(told, 0)).to.deep.equal(page(copy, 0));
        expect([digestState(told.state), digestState(restored.state)]).to.deep.equal([digestState(copy.state), digestState(copy.state)]);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('keeps so many records, and refuses to go on from one that is too old or was never there', () => {
    const told = story(correctRules.state);
    const rounds = auditRecordsMax / 2 + 100;
    for (let n = 0; n < rounds; n++) {
      apply(told, { do: 'create', kind: 'project', key: '/projects/p', body: null, payload: null });
      apply(told, { do: 'delete', kind: 'project', key: '/projects/p', ifMatch: null });
    }
    const oldest = oldestOf(told.state.audit);
    const last = rounds * 2;
    expect(last - oldest + 1).to.be.within(auditRecordsMax, auditRecordsMax + 64);
    expect(recordsAfter(told.state.audit, 0, last)).to.have.length(last - oldest + 1);
    expect(page(told, null).records[0]?.seq).to.equal(oldest);
    expect(page(told, oldest - 1).records[0]?.seq).to.equal(oldest);
    expect(page(told, last)).to.deep.equal({ records: [], next: last, oldest, last });
    for (const after of [oldest - 2, 0, last + 1])
      expect(ask(told.state, { ask: 'audit', after, limit: 1 }, told.rules)).to.deep.include({ status: 410, code: 'AUDIT_GONE' });
    const text = JSON.stringify(snapshotOf(told.state));
    expect(JSON.stringify(snapshotOf(stateOf(JSON.parse(text) as Json)))).to.equal(text);
  });

  it('begins anew where a backup was restored, so that every reader notices', () => {
    const told = story(correctRules.state);
    setUp(told);
    const backup = ask(told.state, { ask: 'backup' }, told.rules).body;
    achieve(told);
    const { last } = told.state.audit;
    expect(apply(told, { do: 'restore', backup, force: true }, 'k').answer?.status).to.equal(202);
    expect(ask(told.state, { ask: 'audit', after: last, limit: 1 }, told.rules).code).to.equal('AUDIT_GONE');
    expect(page(told, null).records.map(({ verb, kind }) => `${verb} ${kind}`)).to.deep.equal(['restore state']);
    const inventory = ask(told.state, { ask: 'inventory' }, told.rules).body as { readonly audit: number };
    expect(page(told, inventory.audit).records).to.deep.equal([]);
  });

  it('says who called, where they said it', () => {
    const told = story(correctRules.state);
    const command = { do: 'create', kind: 'project', key: '/projects/p', body: null, payload: null } as const;
    applyEntry(told.state, { index: 1, at: 5, key: null, digest: 0, command, actor: 'ann' }, told.rules, keyLife);
    expect(page(told, 0).records).to.deep.equal([
      {
        seq: 1,
        index: 1,
        at: 5,
        actor: 'ann',
        call: null,
        verb: 'create',
        kind: 'project',
        key: '/projects/p',
        uid: 'u1',
        revision: 0,
        from: null,
        to: null,
        context: null,
      },
    ]);
  });
});

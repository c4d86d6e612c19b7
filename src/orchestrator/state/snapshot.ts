import type { Json } from '../../world/index.js';
import type { Table } from '../rules/index.js';
import { type AuditRecord, auditOf, noAudit, recordsAfter } from './audit.js';
import type { Context, Item } from './context.js';
import type { Document } from './document.js';
import { emptyState, type Remembered, type ServerRecord, type State } from './state.js';
import { putContext, putDocument } from './tables.js';

interface Snapshot {
  readonly applied: number;
  readonly offset: number;
  readonly now: number;
  readonly documents: readonly Document[];
  readonly contexts: readonly Context[];
  readonly servers: readonly ServerRecord[];
  readonly answers: readonly (readonly [key: string, remembered: Remembered])[];
  readonly audit: { readonly last: number; readonly hash: number; readonly records: readonly AuditRecord[] };
}

const everyTable: readonly Table[] = ['documents', 'contexts', 'servers', 'answers', 'audit'];

/** Everything that the state is, as JSON. It shares the state's records, so it must not be edited. */
export function snapshotOf(state: State, tables: readonly Table[] = everyTable): Json {
  const { applied, offset, now } = state;
  const audit = tables.includes('audit') ? state.audit : noAudit;
  const kept = <R>(table: Table, records: readonly R[]): readonly R[] => (tables.includes(table) ? records : []);
  const contexts = [...state.contexts.values()].map((context) => ({ ...context, items: context.items.map(withoutManifest) }));
  const snapshot: Snapshot = {
    applied,
    offset,
    now,
    documents: kept('documents', [...state.documents.values()]),
    contexts: kept('contexts', contexts),
    servers: kept('servers', [...state.servers.values()]),
    answers: kept('answers', [...state.answers]),
    audit: { last: audit.last, hash: audit.hash, records: recordsAfter(audit, 0, audit.last) },
  };
  return snapshot as unknown as Json;
}

/** The state of a snapshot that `snapshotOf` made, with its indexes built anew. */
export function stateOf(snapshot: Json): State {
  const { applied, offset, now, documents, contexts, servers, answers, audit } = snapshot as unknown as Snapshot;
  const state = { ...emptyState(), applied, offset, now };
  for (const document of documents) putDocument(state, document);
  for (const context of contexts) putContext(state, { ...context, items: context.items.map(withManifest) });
  for (const record of servers) state.servers.set(record.server, record);
  for (const [key, remembered] of answers) state.answers.set(key, remembered);
  // What was put here was changed long ago.
  state.touched = null;
  state.audit = auditOf(audit.last, audit.hash, audit.records);
  return state;
}

// An item holds its manifest twice; the snapshot needs it once.

function withoutManifest(item: Item): Item {
  return { ...item, work: { ...item.work, manifest: null } };
}

function withManifest(item: Item): Item {
  const isWanted = item.work.want === 'present' && item.status !== 'Forgotten';
  return isWanted ? { ...item, work: { ...item.work, manifest: item.planned.manifest } } : item;
}

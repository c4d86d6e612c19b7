// The audit as a system tells it: pages of numbered records, which a reader puts together.
import type { Described, Key } from '../../src/contract/index.js';
import { asObject, type Json, type JsonObject, type Micros } from '../../src/world/index.js';

/** One change of a document, of the status of a context (`kind` is `context`), or of the whole state (`state`). */
export interface AuditRecord {
  readonly seq: number;
  /** Of the decision that made the change: what one call changed has one. */
  readonly index: number;
  /** In the time of the log. */
  readonly at: Micros;
  readonly verb: string;
  readonly kind: string;
  readonly key: Key;
  /** The highest after the change; 0: none was given. */
  readonly revision: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly context: string | null;
}

/** How far the audit was read. */
export interface AuditReader {
  /** Number of the last record; 0 before the first. */
  last: number;
  /** Every record from the very first to `last` was read. */
  isWhole: boolean;
}

export interface AuditPage {
  readonly fresh: readonly AuditRecord[];
  /** A record is missing before the first fresh one, though earlier ones were read. */
  readonly hasGap: boolean;
  /** There was nothing more to read. */
  readonly isEnd: boolean;
}

export function auditReader(): AuditReader {
  return { last: 0, isWhole: true };
}

/** Names of the operations that read the audit. */
export function auditsOf({ operations }: Described): ReadonlySet<string> {
  return new Set(operations.filter(({ kind }) => kind === 'audit').map(({ name }) => name));
}

/** Takes an answer of the audit; what was read before is passed over. Null: it is none. */
export function readPage(reader: AuditReader, answer: JsonObject): AuditPage | null {
  const { records, last } = answer;
  if (!Array.isArray(records)) return null;
  const fresh: AuditRecord[] = [];
  let hasGap = false;
  for (const record of (records as readonly JsonObject[]).map(recordOf)) {
    if (record.seq <= reader.last) continue;
    const follows = record.seq === reader.last + 1;
    hasGap ||= reader.last > 0 && !follows;
    reader.isWhole &&= follows;
    reader.last = record.seq;
    fresh.push(record);
  }
  return { fresh, hasGap, isEnd: typeof last === 'number' && reader.last >= last };
}

function recordOf(record: Json): AuditRecord {
  const { seq, index, at, verb, kind, key, revision, from, to, context } = asObject(record) ?? {};
  return {
    seq: Number(seq),
    index: Number(index ?? seq),
    at: Number(at ?? 0),
    verb: String(verb),
    kind: String(kind),
    key: String(key),
    revision: Number(revision ?? 0),
    from: textOrNull(from),
    to: textOrNull(to),
    context: textOrNull(context),
  };
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

// What was changed, in the order in which it was: one record for each document and each context status that an entry changed. The newest are kept, in
// pieces that nobody edits, so that copies of the state share them.
import { finish, hashText, type Micros, mixIn } from '../../world/index.js';
import type { Key } from '../wire/command.js';

/** One change. Numbers follow each other without gap, across leaders and restarts. */
export interface AuditRecord {
  readonly seq: number;
  /** Of the log entry that made the change; some make several. */
  readonly index: number;
  /** Log time, microseconds. */
  readonly at: Micros;
  /** Who the caller said it was. */
  readonly actor: string | null;
  /** Hash of the idempotency key of the call, eight hexadecimal digits; null for what follows from no call. */
  readonly call: string | null;
  /**
   * `create`, `replace`, `delete`, a life-cycle verb, `unapprove` (something inside was edited); of a context `create`, `status`, `delete`; of a manager
   * `add`, `promote`, `remove`; of the state `restore`.
   */
  readonly verb: string;
  /** A kind of document, or `context`, `manager`, `state`. */
  readonly kind: string;
  /** Of the document; for a context that of its owner; of a manager `/managers/{name}`; empty for the state. */
  readonly key: Key;
  readonly uid: string;
  /** The highest revision after the change. */
  readonly revision: number;
  /** States before and after; null where there is none. */
  readonly from: string | null;
  readonly to: string | null;
  /** The context that the document has after the change, or the one that changed. */
  readonly context: string | null;
}

export interface Audit {
  /** Number of the newest record; 0 before the first. */
  readonly last: number;
  /** Of all records that ever were. */
  readonly hash: number;
  /** Whole pieces, the oldest first. */
  readonly pieces: readonly (readonly AuditRecord[])[];
  /** The newest records, less than a piece. */
  readonly tail: readonly AuditRecord[];
}

const pieceLength = 64;
/** Records that are kept at least, once there were so many; older ones go a piece at a time. */
export const auditRecordsMax = 2_048;
const piecesMax = auditRecordsMax / pieceLength;

export const noAudit: Audit = { last: 0, hash: 0, pieces: [], tail: [] };

/** An audit that keeps nothing of what was before, and goes on after number `last`. */
export function auditFrom(last: number, hash: number): Audit {
  return { last, hash, pieces: [], tail: [] };
}

/** The audit with these records behind; the one given stays as it is. Their numbers follow its last. */
export function audited(audit: Audit, fresh: readonly AuditRecord[]): Audit {
  if (fresh.length === 0) return audit;
  let { pieces, hash } = audit;
  for (const record of fresh) hash = hashRecord(hash, record);
  let tail = audit.tail.concat(fresh);
  while (tail.length >= pieceLength) {
    pieces = [...pieces, tail.slice(0, pieceLength)].slice(-piecesMax);
    tail = tail.slice(pieceLength);
  }
  return { last: audit.last + fresh.length, hash, pieces, tail };
}

/** Number of the oldest record that is kept; that of the next one when there is none. */
export function oldestOf({ last, pieces, tail }: Audit): number {
  return (pieces[0] ?? tail)[0]?.seq ?? last + 1;
}

const later = (seq: number, after: number): boolean => seq > after;

/** At most `limit` records after number `after`, in order. */
export function recordsAfter(audit: Audit, after: number, limit: number, isAfter = later): readonly AuditRecord[] {
  const found: AuditRecord[] = [];
  for (const piece of [...audit.pieces, audit.tail]) {
    if (!isAfter(piece.at(-1)?.seq ?? 0, after)) continue;
    for (const record of piece) if (isAfter(record.seq, after) && found.length < limit) found.push(record);
    if (found.length >= limit) break;
  }
  return found;
}

/** The audit that holds these records. */
export function auditOf(last: number, hash: number, records: readonly AuditRecord[]): Audit {
  const pieces: AuditRecord[][] = [];
  for (const record of records) {
    if (pieces.length === 0 || (record.seq - 1) % pieceLength === 0) pieces.push([]);
    pieces.at(-1)?.push(record);
  }
  const tail = last % pieceLength === 0 ? [] : (pieces.pop() ?? []);
  return { last, hash, pieces, tail };
}

function hashRecord(before: number, record: AuditRecord): number {
  const { index, at, actor, call, verb, key, uid, revision, from, to, context } = record;
  let hash = hashText(hashText(hashText(mixIn(mixIn(before, index), at), verb), key), uid);
  hash = hashText(hashText(hashText(mixIn(hash, revision), from ?? ''), to ?? ''), context ?? '');
  return finish(hashText(hashText(hash, actor ?? ''), call ?? ''));
}

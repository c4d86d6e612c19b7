import type { Described, Event, Invariant, Key } from '../../src/contract/index.js';
import { asObject, type JsonObject } from '../../src/world/index.js';
import { type AuditReader, type AuditRecord, auditReader, auditsOf, readPage } from '../evidence/audit.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';
import { closes, editIn, type OpenEdit } from './edits-unapprove.js';
import { deletableWhile, legalMove, legalMoves, mayBecome, replacedTo } from './legal-moves.js';
import { type Endings, unaskedIn, withChange } from './unasked-endings.js';
import { isImpossible, noteRevision, type Rollback, rollbackOf } from './rollbacks.js';

const claim =
  'Every change of a life cycle was legal when it was made, the audit explains every state, and no legal call was refused for its state.';

interface Document {
  readonly kind: string;
  readonly state: string | null;
  readonly context: string | null;
}

interface Seen extends Judged {
  /** Names of the operations that read the audit, and by name the kind and verb of those that move something. */
  readonly audits: ReadonlySet<string>;
  readonly moves: ReadonlyMap<string, { readonly kind: string; readonly verb: string }>;
  /** By step, the operation. */
  readonly sent: Map<string, string>;
  /** What the audit said so far: the documents by key, the contexts' statuses by id, the revisions by key, a change whose decision may not be told whole. */
  readonly reader: AuditReader;
  readonly documents: Map<Key, Document>;
  readonly statuses: Map<string, string>;
  readonly given: Map<Key, Set<number>>;
  edit: OpenEdit | null;
  endings: Endings | null;
  /** By step, what was asked to go back. */
  readonly rollbacks: Map<string, Rollback>;
}

/**
 * Folds what the audit tells of documents and contexts, record by record, against the judges' own table; and holds every refusal for a state against it.
 * An edit inside an approved group takes the approval back by the same decision. No context ends while what it is of is recorded as wanted. A rollback that was accepted named a revision that was given before.
 * Cost: O(1) a record; O(documents) a change of a context. Source: I2 Legality, I8 Audit; EMCO's Resource_Lifecycle_and_Status.md.
 */
export const movesAreLegal: Invariant<Seen> = {
  name: 'lifecycle/moves-are-legal',
  id: 'I2',
  claim,
  needs: [],
  start,
  see,
  verdict: (seen) => judgement(seen, 'nobody read the audit, and nothing was refused for its state'),
};

function start(system: Described): Seen {
  const moves = system.operations.filter(({ verb }) => verb === 'move');
  return {
    audits: auditsOf(system),
    moves: new Map(moves.map(({ name, kind }) => [name, { kind, verb: name.slice(kind.length + 1) }])),
    sent: new Map(),
    reader: auditReader(),
    documents: new Map(),
    statuses: new Map(),
    given: new Map(),
    edit: null,
    endings: null,
    rollbacks: new Map(),
    violations: [],
    judged: 0,
  };
}

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'invoke' && (seen.audits.has(event.op) || seen.moves.has(event.op))) takeInvoke(seen, event);
  if (event.is === 'return') takeReturn(seen, event);
  return seen;
}

function takeInvoke(seen: Seen, { step, op, subject, args }: Entry<'invoke'>): void {
  seen.sent.set(step, op);
  const isRollback = seen.moves.get(op)?.verb === 'rollback' && subject !== null && !seen.rollbacks.has(step);
  if (isRollback) seen.rollbacks.set(step, rollbackOf(subject, args));
}

function takeReturn(seen: Seen, event: Entry<'return'>): void {
  const op = seen.sent.get(event.step);
  const rollback = seen.rollbacks.get(event.step);
  if (rollback !== undefined && event.outcome === 'ok') takeRollback(seen, rollback, event);
  const answer = asObject(event.answer);
  if (op === undefined || answer === null) return;
  const move = seen.moves.get(op);
  if (move === undefined) readAudit(seen, answer, event.seq);
  else if (event.status === 409 && answer['code'] === 'ILLEGAL_STATE') judgeRefusal(seen, move, answer, event);
}

function takeRollback(seen: Seen, rollback: Rollback, { answer, seq }: Entry<'return'>): void {
  seen.judged++;
  if (isImpossible(rollback, answer)) accuse(seen, 'rollback-to-what-never-was', rollback.key, seq);
  else rollback.accepted = seq;
}

/** A refusal names the state and the status that it is for. */
function judgeRefusal(
  seen: Seen,
  move: { readonly kind: string; readonly verb: string },
  answer: JsonObject,
  event: Entry<'return'>,
): void {
  const { state, context } = answer;
  if (typeof state !== 'string' || typeof context !== 'string' || legalMoves[move.kind] === undefined) return;
  seen.judged++;
  if (legalMove(move.kind, move.verb, state, statusWord(context)) !== null)
    accuse(seen, `refused-though-legal/${move.kind}/${move.verb}/${state}/${context}`, event.step, event.seq);
}

function readAudit(seen: Seen, answer: JsonObject, seq: number): void {
  const page = readPage(seen.reader, answer);
  if (page === null) return;
  const [first] = page.fresh;
  if (page.hasGap && first !== undefined) accuse(seen, 'audit-has-a-gap', first.key, seq);
  for (const record of page.fresh) takeRecord(seen, record, seq);
  if (!page.isEnd) return;
  closeEdit(seen, seq);
  closeEndings(seen, seq);
  if (seen.reader.isWhole) judgeRollbacks(seen);
}

function takeRecord(seen: Seen, record: AuditRecord, seq: number): void {
  seen.judged++;
  if (seen.edit !== null && closes(record, seen.edit)) seen.edit = null;
  if (seen.edit !== null && seen.edit.index !== record.index) closeEdit(seen, seq);
  if (seen.endings !== null && seen.endings.index !== record.index) closeEndings(seen, seq);
  if (record.kind === 'state') forgetAll(seen);
  else if (record.kind === 'context') takeContext(seen, record, seq);
  else takeDocument(seen, record, seq);
}

/** What was put back from a copy is told by no record. */
function forgetAll({ documents, statuses }: Seen): void {
  documents.clear();
  statuses.clear();
}

/** Everything that was decided with the edit has been told. */
function closeEdit(seen: Seen, seq: number): void {
  if (seen.edit !== null) accuse(seen, `still-approved-after/${seen.edit.what}`, seen.edit.group, seq);
  seen.edit = null;
}

function closeEndings(seen: Seen, seq: number): void {
  for (const [key, what] of seen.endings === null ? [] : unaskedIn(seen.endings, seen.documents))
    accuse(seen, `ended-unasked/${what}`, key, seq);
  seen.endings = null;
}

function judgeRollbacks(seen: Seen): void {
  for (const { key, asked, accepted } of seen.rollbacks.values())
    if (accepted !== null && seen.given.get(key)?.has(asked) !== true) accuse(seen, 'rollback-to-what-never-was', key, accepted);
}

function takeContext(seen: Seen, record: AuditRecord, seq: number): void {
  const { context, verb, to } = record;
  const id = String(context);
  const known = seen.statuses.get(id) ?? null;
  if (verb === 'delete') {
    if (known !== null && known !== 'Terminated') accuse(seen, `context-dropped-while-${known}`, `context/${id}`, seq);
    seen.statuses.delete(id);
    return;
  }
  if (to !== null && !mayBecome(known, to)) accuse(seen, `context/${known ?? 'none'}-became-${to}`, `context/${id}`, seq);
  seen.endings = withChange(seen.endings, record, known);
  if (to !== null) seen.statuses.set(id, to);
}

function takeDocument(seen: Seen, record: AuditRecord, seq: number): void {
  const { kind, verb, key, from, to, context } = record;
  const known = seen.documents.get(key);
  if (known !== undefined && known.state !== from) accuse(seen, `audit-does-not-explain/${kind}/${verb}`, key, seq);
  const status = known?.context == null ? 'none' : (seen.statuses.get(known.context) ?? 'lost');
  const wrong = wrongIn({ kind, verb, from, to, status });
  if (wrong !== null) accuse(seen, wrong, key, seq);
  noteRevision(seen.given, record);
  seen.edit ??= editIn(record, (group) => isApproved(seen, group));
  if (verb === 'delete') seen.documents.delete(key);
  else seen.documents.set(key, { kind, state: to, context });
}

function isApproved({ documents }: Seen, key: Key): boolean {
  const document = documents.get(key);
  return document?.kind === 'deployment-intent-group' && document.state === 'Approved';
}

interface Change {
  readonly kind: string;
  readonly verb: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly status: string;
}

/** What is wrong with a change of something that has a life cycle; null: nothing. */
function wrongIn({ kind, verb, from, to, status }: Change): string | null {
  if (legalMoves[kind] === undefined) return null;
  const what = `${kind}/${verb}/${from ?? 'nothing'}-to-${to ?? 'nothing'}/${status}`;
  switch (verb) {
    case 'create':
      return from === null && to === 'Created' ? null : `illegal/${what}`;
    case 'delete':
      return deletableWhile.includes(status) ? null : `illegal/${what}`;
    case 'replace':
      return kind !== 'deployment-intent-group' || replacedTo(from) === to ? null : `illegal/${what}`;
    case 'unapprove':
      return from === 'Approved' && to === 'Created' ? null : `illegal/${what}`;
    case 'forget':
      return from !== 'Forgotten' && to === 'Forgotten' ? null : `illegal/${what}`;
    default:
      return isLegal({ kind, verb, from, to, status }) ? null : `illegal/${what}`;
  }
}

/** The group that another one migrates to begins to run with what the other has. */
function isLegal({ kind, verb, from, to, status }: Change): boolean {
  if (verb === 'migrate' && from === 'Approved' && to === 'Instantiated' && status === 'none') return true;
  return legalMove(kind, verb, from ?? '', status)?.to === to;
}

function accuse(seen: Seen, signature: string, subject: string, seq: number): void {
  blame(seen, { claim, signature: `moves-are-legal/${signature}`, subjects: [subject], events: [seq] });
}

function statusWord(context: string): string {
  return context === 'None' ? 'none' : context;
}

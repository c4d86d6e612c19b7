import type { Described, Invariant } from '../../src/contract/index.js';
import { asObject, type Json, type JsonObject } from '../../src/world/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';
import { deletableWhile, legalMove, legalMoves, mayBecome, replaceableIn } from './legal-moves.js';

const claim =
  'Every change of a life cycle was legal when it was made, the audit explains every state, and no legal call was refused for its state.';

interface Document {
  readonly state: string | null;
  readonly context: string | null;
}

interface Seen extends Judged {
  /** Names of the operations that read the audit, and by name the kind and verb of those that move something. */
  readonly audits: ReadonlySet<string>;
  readonly moves: ReadonlyMap<string, { readonly kind: string; readonly verb: string }>;
  /** By step, the operation. */
  readonly sent: Map<string, string>;
  /** What the audit said so far: the number of its last record, the documents by key, the contexts' statuses by id. */
  last: number;
  readonly documents: Map<string, Document>;
  readonly statuses: Map<string, string>;
}

/**
 * Folds what the audit tells of documents and contexts, record by record, against the judges' own table; and holds every refusal for a state against it.
 * Cost: O(1) a record. Source: I2 Legality, I8 Audit; EMCO's Resource_Lifecycle_and_Status.md.
 */
export const movesAreLegal: Invariant<Seen> = {
  name: 'lifecycle/moves-are-legal',
  id: 'I2',
  claim,
  needs: [],
  start,
  see: (seen, event) => {
    if (event.is === 'invoke' && (seen.audits.has(event.op) || seen.moves.has(event.op))) seen.sent.set(event.step, event.op);
    if (event.is === 'return') takeReturn(seen, event);
    return seen;
  },
  verdict: (seen) => judgement(seen, 'nobody read the audit, and nothing was refused for its state'),
};

function start({ operations }: Described): Seen {
  const moves = operations.filter(({ verb }) => verb === 'move');
  return {
    audits: new Set(operations.filter(({ kind }) => kind === 'audit').map(({ name }) => name)),
    moves: new Map(moves.map(({ name, kind }) => [name, { kind, verb: name.slice(kind.length + 1) }])),
    sent: new Map(),
    last: 0,
    documents: new Map(),
    statuses: new Map(),
    violations: [],
    judged: 0,
  };
}

function takeReturn(seen: Seen, event: Entry<'return'>): void {
  const op = seen.sent.get(event.step);
  const answer = asObject(event.answer);
  if (op === undefined || answer === null) return;
  const move = seen.moves.get(op);
  if (move === undefined) readAudit(seen, answer, event.seq);
  else if (event.status === 409 && answer['code'] === 'ILLEGAL_STATE') judgeRefusal(seen, move, answer, event);
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
  const records = answer['records'];
  if (!Array.isArray(records)) return;
  for (const record of records as readonly JsonObject[]) {
    const number = Number(record['seq']);
    if (number <= seen.last) continue;
    if (seen.last > 0 && number !== seen.last + 1) accuse(seen, 'audit-has-a-gap', String(record['key']), seq);
    seen.last = number;
    seen.judged++;
    if (record['kind'] === 'context') takeContext(seen, record, seq);
    else takeDocument(seen, record, seq);
  }
}

function takeContext(seen: Seen, record: JsonObject, seq: number): void {
  const id = String(record['context']);
  const known = seen.statuses.get(id) ?? null;
  const to = textOrNull(record['to']);
  if (record['verb'] === 'delete') {
    if (known !== null && known !== 'Terminated') accuse(seen, `context-dropped-while-${known}`, `context/${id}`, seq);
    seen.statuses.delete(id);
    return;
  }
  if (to !== null && !mayBecome(known, to)) accuse(seen, `context/${known ?? 'none'}-became-${to}`, `context/${id}`, seq);
  if (to !== null) seen.statuses.set(id, to);
}

function takeDocument(seen: Seen, record: JsonObject, seq: number): void {
  const { kind, verb, key } = { kind: String(record['kind']), verb: String(record['verb']), key: String(record['key']) };
  const from = textOrNull(record['from']);
  const to = textOrNull(record['to']);
  const known = seen.documents.get(key);
  if (known !== undefined && known.state !== from) accuse(seen, `audit-does-not-explain/${kind}/${verb}`, key, seq);
  const status = known?.context == null ? 'none' : (seen.statuses.get(known.context) ?? 'lost');
  const wrong = wrongIn({ kind, verb, from, to, status });
  if (wrong !== null) accuse(seen, wrong, key, seq);
  if (verb === 'delete') seen.documents.delete(key);
  else seen.documents.set(key, { state: to, context: textOrNull(record['context']) });
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
      return kind !== 'deployment-intent-group' || replaceableIn.includes(from ?? '') ? null : `illegal/${what}`;
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

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

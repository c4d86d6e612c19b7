import { finish, hashText, type Micros } from '../../world/index.js';
import type { Answer, Command, Key } from '../wire/command.js';
import { type Audit, type AuditRecord, audited } from './audit.js';
import type { Context } from './context.js';
import type { Document } from './document.js';
import type { State } from './state.js';

/** What an entry found where it wrote, in the order of its first writes; null where there was nothing. */
export interface Touched {
  readonly documents: Map<Key, Document | null>;
  readonly contexts: Map<string, Context | null>;
}

export interface Cause {
  /** Of the log entry. */
  readonly index: number;
  readonly at: Micros;
  readonly actor: string | null;
  /** The idempotency key. */
  readonly key: string | null;
  readonly command: Command;
  readonly answer: Answer | null;
}

/** Records what the entry changed: a document written anew or moved, a context whose status is another. What was only indexed anew is no change. */
export function writeAudit(state: State, cause: Cause): void {
  const { touched } = state;
  const whole = wholeChange(cause);
  if (whole !== null) state.audit = audited(state.audit, { ...causeOf(cause), ...whole });
  if (touched === null) return;
  state.touched = null;
  let audit: Audit = state.audit;
  for (const [key, before] of touched.documents) {
    const change = documentChange(before, state.documents.get(key) ?? null, cause.command);
    if (change !== null) audit = audited(audit, { ...causeOf(cause), ...change });
  }
  for (const [id, before] of touched.contexts) {
    const change = contextChange(before, state.contexts.get(id) ?? null);
    if (change !== null) audit = audited(audit, { ...causeOf(cause), ...change });
  }
  state.audit = audit;
}

type Because = Pick<AuditRecord, 'index' | 'at' | 'actor' | 'call'>;
type Change = Omit<AuditRecord, 'seq' | keyof Because>;

function causeOf({ index, at, actor, key }: Cause): Because {
  const call = key === null ? null : finish(hashText(0, key)).toString(16).padStart(8, '0');
  return { index, at, actor, call };
}

/** What was changed besides documents and contexts. */
function wholeChange({ command, answer }: Cause): Change | null {
  if (answer?.status !== 202) return null;
  const none = { uid: '', revision: 0, from: null, to: null, context: null };
  if (command.do === 'restore') return { ...none, verb: 'restore', kind: 'state', key: '' };
  return command.do === 'members' ? { ...none, verb: command.change, kind: 'manager', key: `/managers/${command.member}` } : null;
}

function documentChange(before: Document | null, after: Document | null, command: Command): Change | null {
  const document = after ?? before;
  if (document === null || (before !== null && after !== null && isSame(before, after))) return null;
  const { kind, key, uid, revision } = document;
  const verb = before === null ? 'create' : after === null ? 'delete' : verbOf(command, key);
  return { verb, kind, key, uid, revision, from: before?.state ?? null, to: after?.state ?? null, context: after?.contextId ?? null };
}

function isSame(before: Document, after: Document): boolean {
  const isWritten = before.uid !== after.uid || before.etag !== after.etag || before.actions.at(-1) !== after.actions.at(-1);
  return !isWritten && before.state === after.state && before.contextId === after.contextId && before.revision === after.revision;
}

/** A document that changes while another one is written was approved for what it was. */
function verbOf(command: Command, key: Key): string {
  if (command.do === 'move') return command.verb;
  if (command.do === 'continue') return command.saga.split(' ')[1] ?? 'continue';
  return command.do === 'replace' && command.key === key ? 'replace' : 'unapprove';
}

function contextChange(before: Context | null, after: Context | null): Change | null {
  const context = after ?? before;
  if (context === null || (before?.status === after?.status && before?.ownerUid === after?.ownerUid)) return null;
  const { owner: key, ownerUid: uid, revision, id } = context;
  const verb = before === null ? 'create' : after === null ? 'delete' : 'status';
  return { verb, kind: 'context', key, uid, revision, from: before?.status ?? null, to: after?.status ?? null, context: id };
}

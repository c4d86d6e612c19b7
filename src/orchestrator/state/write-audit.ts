import { finish, hashText, type Micros } from '../../world/index.js';
import type { Answer, Command, Key } from '../wire/command.js';
import { type AuditRecord, audited } from './audit.js';
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
  const fresh: AuditRecord[] = [];
  const whole = wholeChange(cause);
  if (whole !== null) fresh.push(recordOf(state, cause, fresh, whole));
  if (touched !== null) {
    state.touched = null;
    for (const [key, before] of touched.documents) {
      const after = state.documents.get(key) ?? null;
      const document = after ?? before;
      if (document === null || (before !== null && after !== null && isSame(before, after))) continue;
      fresh.push(recordOf(state, cause, fresh, documentChange(document, before, after, cause.command)));
    }
    for (const [id, before] of touched.contexts) {
      const after = state.contexts.get(id) ?? null;
      const context = after ?? before;
      if (context === null || (before?.status === after?.status && before?.ownerUid === after?.ownerUid)) continue;
      fresh.push(recordOf(state, cause, fresh, contextChange(context, before, after)));
    }
  }
  state.audit = audited(state.audit, fresh);
}

type Change = Omit<AuditRecord, 'seq' | 'index' | 'at' | 'actor' | 'call'>;

/** The next record: all of one entry have the same cause. */
function recordOf({ audit }: State, { index, at, actor, key: call }: Cause, fresh: readonly AuditRecord[], change: Change): AuditRecord {
  const { verb, kind, key, uid, revision, from, to, context } = change;
  return {
    seq: audit.last + fresh.length + 1,
    index,
    at,
    actor,
    call: fresh[0]?.call ?? callOf(call),
    verb,
    kind,
    key,
    uid,
    revision,
    from,
    to,
    context,
  };
}

function callOf(key: string | null): string | null {
  return key === null ? null : finish(hashText(0, key)).toString(16).padStart(8, '0');
}

/** What was changed besides documents and contexts. */
function wholeChange({ command, answer }: Cause): Change | null {
  if (answer?.status !== 202 || (command.do !== 'restore' && command.do !== 'members')) return null;
  const none = { uid: '', revision: 0, from: null, to: null, context: null };
  if (command.do === 'restore') return { ...none, verb: 'restore', kind: 'state', key: '' };
  return { ...none, verb: command.change, kind: 'manager', key: `/managers/${command.member}` };
}

function documentChange({ kind, key, uid, revision }: Document, before: Document | null, after: Document | null, command: Command): Change {
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

function contextChange(context: Context, before: Context | null, after: Context | null): Change {
  const { owner: key, ownerUid: uid, revision, id } = context;
  const verb = before === null ? 'create' : after === null ? 'delete' : 'status';
  return { verb, kind: 'context', key, uid, revision, from: before?.status ?? null, to: after?.status ?? null, context: id };
}

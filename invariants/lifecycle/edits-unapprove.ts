import type { Key } from '../../src/contract/index.js';
import type { AuditRecord } from '../evidence/audit.js';
import { enclosing } from '../evidence/writes.js';

/** A change inside an approved group that still has to take the approval back. */
export interface OpenEdit {
  readonly index: number;
  readonly group: Key;
  /** `kind/verb`. */
  readonly what: string;
}

const edits: readonly string[] = ['create', 'replace', 'delete'];

/** The edit that this record tells of; null when it is none, or is not inside of what `isApproved`. */
export function editIn({ index, verb, kind, key }: AuditRecord, isApproved: (key: Key) => boolean): OpenEdit | null {
  const group = edits.includes(verb) ? enclosing(key).find(isApproved) : undefined;
  return group === undefined ? null : { index, group, what: `${kind}/${verb}` };
}

/** Whether this record is the one that the edit waits for: the approval goes by the same decision. */
export function closes({ index, verb, key }: AuditRecord, edit: OpenEdit): boolean {
  return verb === 'unapprove' && index === edit.index && key === edit.group;
}

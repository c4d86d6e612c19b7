// What a rollback goes back to: a revision that was given before.
import type { Key } from '../../src/contract/index.js';
import { asObject, type Json } from '../../src/world/index.js';
import type { AuditRecord } from '../evidence/audit.js';

export interface Rollback {
  readonly key: Key;
  /** The revision that it names; NaN where it names none. */
  readonly asked: number;
  /** `seq` of its answer; null before it was accepted. */
  accepted: number | null;
}

/** Moves that give a revision; the group that another migrates to has the one that the context goes on with. */
const giving: readonly string[] = ['instantiate', 'update', 'rollback', 'migrate'];

export function rollbackOf(key: Key, args: Json): Rollback {
  const body = asObject(asObject(args)?.['body'] ?? null);
  const revision = asObject(body?.['spec'] ?? null)?.['revision'];
  const asked = typeof revision === 'number' || (typeof revision === 'string' && revision !== '') ? Number(revision) : Number.NaN;
  return { key, asked, accepted: null };
}

/** Whether nothing can ever have had this number: revisions begin at 1, and the answer is the number of the one that the rollback makes. */
export function isImpossible({ asked }: Rollback, answer: Json): boolean {
  return !(Number.isInteger(asked) && asked >= 1) || (typeof answer === 'number' && asked >= answer);
}

/** Keeps the revision that a record gives. */
export function noteRevision(given: Map<Key, Set<number>>, { verb, key, revision }: AuditRecord): void {
  if (!giving.includes(verb) || revision < 1) return;
  const known = given.get(key);
  if (known === undefined) given.set(key, new Set([revision]));
  else known.add(revision);
}

import type { Key } from '../../src/contract/index.js';
import type { AuditRecord } from '../evidence/audit.js';
import { endsUnasked } from './legal-moves.js';

/** Changes of contexts by one decision. */
export interface Endings {
  readonly index: number;
  readonly changes: readonly { readonly context: string; readonly from: string | null; readonly to: string | null }[];
}

interface Recorded {
  readonly kind: string;
  readonly state: string | null;
  readonly context: string | null;
}

/** The changes of the decision that this record belongs to, with its own. */
export function withChange(endings: Endings | null, { index, context, to }: AuditRecord, from: string | null): Endings {
  const changes = endings?.index === index ? endings.changes : [];
  return { index, changes: [...changes, { context: String(context), from, to }] };
}

/** The documents that still want what has ended, once all is told of the decision by which it did: `[key, kind/state]`. */
export function unaskedIn({ changes }: Endings, documents: ReadonlyMap<Key, Recorded>): readonly (readonly [Key, string])[] {
  return changes.flatMap(({ context, from, to }) =>
    [...documents].flatMap(([key, { kind, state, context: own }]) =>
      own === context && endsUnasked(from, to, state) ? [[key, `${kind}/${state ?? ''}`] as const] : [],
    ),
  );
}

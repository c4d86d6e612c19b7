// How one gets out of a situation, as data: the runbook is made of it, and whoever recovers by calls alone takes them from here.

/** One situation and the way out. */
export interface Recovery {
  readonly name: string;
  /** What somebody notices. */
  readonly symptom: string;
  readonly when: When;
  readonly see: readonly Sight[];
  /** In this order; each is repeated, with its key, until it is decided. Empty: it needs none. */
  readonly calls: readonly RecoveryCall[];
  /** What one sees afterwards. */
  readonly after: string;
  /** Beside these calls: nothing, time, or somebody who starts or replaces a node. */
  readonly needs: 'calls' | 'time' | 'a node';
}

/** The facts that make the situation. */
export interface When {
  /** Kinds of documents that it is about; `every` of them. Empty: it is not about documents. */
  readonly kinds: readonly string[] | 'every';
  /** What the context of the document is: `live` is everything but `Terminated`. Null: whatever. */
  readonly context: readonly string[] | 'live' | null;
  /** The word that a call was refused with. */
  readonly code: string | null;
}

/** Where one looks, and what is there. */
export interface Sight {
  readonly at: 'answer' | 'status' | 'inventory' | 'audit' | 'metrics' | 'readiness' | 'process';
  readonly shows: string;
  /** Whose: of metrics and readiness. */
  readonly role?: 'gateway' | 'manager' | 'syncer' | 'cluster';
}

export interface RecoveryCall {
  /** A name of the table of operations; `*` stands for the kind of the document. */
  readonly operation: string;
  /** What the path names. */
  readonly of: string;
  /** JSON. */
  readonly body?: string;
  /** When the next call may follow; null: at once. */
  readonly until: string | null;
}

/** Whether a document of this kind, whose context has this status (null: it has none), is in the situation. */
export function concerns({ kinds, context: wanted }: When, kind: string, context: string | null): boolean {
  if (kinds !== 'every' && !kinds.includes(kind)) return false;
  if (wanted === null) return true;
  if (context === null) return false;
  return wanted === 'live' ? context !== 'Terminated' : wanted.includes(context);
}

/** The name of the operation for a document of this kind. */
export function operationFor({ operation }: RecoveryCall, kind: string): string {
  return operation.replace('*', kind);
}

import type { DiskFault } from './disk-fault.js';

/** A fault of a disk in force. */
export interface DiskTrouble {
  readonly name: string;
  readonly fault: DiskFault;
  /** Writes of an `eio`, boots of what rots, until it strikes; 0: it is over. */
  left: number;
}

export interface FailingWrite {
  /** Those before it are written, those after it are not. */
  readonly index: number;
  readonly code: 'ENOSPC' | 'EIO';
  /** Of the fault. */
  readonly name: string;
}

/** Counts the writes of one sync, and says which of them fails; null: none does. Of several faults that take no write the newest is told. */
export function failingWrite(troubles: Iterable<DiskTrouble>, count: number): FailingWrite | null {
  let first: FailingWrite | null = null;
  for (const trouble of troubles) {
    const found = failingUnder(trouble, count);
    if (found !== null && (first === null || found.index <= first.index)) first = found;
  }
  return first;
}

/** Whether a write to this file is only said to be durable. */
export function isConcealed(fault: DiskFault, file: string): boolean {
  return fault.kind === 'lost-sync' && (fault.file === null || fault.file === file);
}

function failingUnder(trouble: DiskTrouble, count: number): FailingWrite | null {
  const { fault, name } = trouble;
  if (fault.kind === 'broken') return { index: 0, code: 'EIO', name };
  if (fault.kind === 'full') return { index: 0, code: 'ENOSPC', name };
  if (fault.kind !== 'eio' || trouble.left === 0) return null;
  const index = trouble.left - 1;
  trouble.left = Math.max(0, trouble.left - count);
  return trouble.left === 0 ? { index, code: 'EIO', name } : null;
}

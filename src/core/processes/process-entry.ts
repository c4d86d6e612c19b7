import { readFileSync } from 'node:fs';

interface ProcessEntry {
  /** When it began, in the kernel's own count: a number that is used again has another beginning. */
  readonly started: string;
  /** It has ended, and nobody has taken note of that yet. */
  readonly isOver: boolean;
  /** It was stopped and not continued. */
  readonly isStopped: boolean;
}

/** What /proc says of a process; null when there is none of that number, or no /proc. */
export function processEntry(pid: number): ProcessEntry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before may hold anything, parentheses too.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { started: fields[19] ?? '', isOver: fields[0] === 'Z' || fields[0] === 'X', isStopped: fields[0] === 'T' };
  } catch {
    return null;
  }
}

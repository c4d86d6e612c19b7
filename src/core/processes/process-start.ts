import { readFileSync } from 'node:fs';

/** When the process began, in the kernel's own count; null when there is none of that number, or no /proc. A number that is used again has another beginning. */
export function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before may hold anything, parentheses too.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

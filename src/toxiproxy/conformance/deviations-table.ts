import { deviations } from './deviations.js';
import type { Deviation } from './deviations.js';

/** The table of deviations as docs/toxiproxy.md shows it. */
export function deviationsTable(): string {
  const rows = Object.entries<Deviation>(deviations).map(([name, { original, embedded, why, strict }]) =>
    [name, original, embedded, why, strict ? 'yes' : 'no'].map((cell) => cell.replaceAll('|', '\\|')).join(' | '),
  );
  const head = ['what', 'Toxiproxy 2.12', 'this server', 'why', 'as the original with `strict`'];
  return [head.join(' | '), head.map(() => '---').join(' | '), ...rows].map((row) => `| ${row} |`).join('\n');
}

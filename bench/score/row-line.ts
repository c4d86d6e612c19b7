import type { ScoreRow } from './score-row.js';

/** A row as it is shown while others are under way. */
export function rowLine({ name, number, found, seconds, runs, invariantId, invariant, isDeclared, steps }: ScoreRow): string {
  const who = `${number.padEnd(5)} ${name.padEnd(34)}`;
  if (!found) return `${who} not found in ${runs} runs`;
  const judge = [invariantId, invariant].filter((part) => part !== null).join(' ');
  const note = isDeclared === false ? ' (not a judge that it names)' : '';
  return `${who} found after ${seconds ?? '?'} s, ${runs} runs, ${steps ?? '?'} steps, by ${judge}${note}`;
}

/** What all rows together say. */
export function closingLine(rows: readonly ScoreRow[]): string {
  const found = rows.filter((row) => row.found);
  const foreign = found.filter(({ isDeclared }) => isDeclared === false).length;
  const percent = rows.length === 0 ? 0 : Math.round((100 * found.length) / rows.length);
  const judges = foreign === 0 ? '' : `, ${foreign} by a judge that they do not name`;
  return `${found.length} of ${rows.length} found (${percent} %)${judges}; configuration ${rows[0]?.configuration ?? 'unknown'}`;
}

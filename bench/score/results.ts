import type { ScoreRow } from './score-row.js';

/** What is kept of a row: the rest is known of the fault by its name. */
export type ResultRow = Pick<ScoreRow, 'name' | 'seconds' | 'runs' | 'invariantId' | 'invariant' | 'steps' | 'found'>;

/** What is committed of a measurement. Schema 1. */
export interface Results {
  readonly schema: 1;
  readonly seed: string;
  readonly time: string;
  readonly configuration: string;
  /** By name. */
  readonly rows: readonly ResultRow[];
}

/**
 * Rows as they are kept, with those of `before` that were measured on the same terms and not anew. `known`: the names that there are.
 * @throws RangeError when some known fault would be left without a row although it had one, because terms differ; or when there are no rows
 */
export function resultsOf(fresh: readonly ScoreRow[], before: Results | null, known: readonly string[]): Results {
  const [first] = fresh;
  if (first === undefined) throw new RangeError('there are no rows to record');
  const { seed, time, configuration } = first;
  const names = new Set(fresh.map(({ name }) => name));
  const old = (before?.rows ?? []).filter(({ name }) => known.includes(name) && !names.has(name));
  if (before !== null && old.length > 0 && (before.seed !== seed || before.time !== time || before.configuration !== configuration)) {
    throw new RangeError(
      `${old.length} rows were measured on other terms (configuration ${before.configuration}): measure all of them anew`,
    );
  }
  const rows = [...old, ...fresh.map(kept)].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { schema: 1, seed, time, configuration, rows };
}

function kept({ name, found, seconds, runs, invariantId, invariant, steps }: ScoreRow): ResultRow {
  return { name, found, seconds, runs, invariantId, invariant, steps };
}

/** One row a line, so that a difference reads like a table. */
export function resultsText({ rows, ...head }: Results): string {
  const lines = rows.map((row) => `  ${JSON.stringify(row)}`);
  return `${JSON.stringify(head).slice(0, -1)},"rows":[\n${lines.join(',\n')}\n]}\n`;
}

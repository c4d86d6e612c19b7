import type { SweepReport, SweepRow } from '../../src/contract/index.js';

/** Points of one journey that fail in one way; at least one. */
export type FailingWay = readonly [SweepRow, ...SweepRow[]];

/** Points that do not recover, pairs among them, by the journey and the ways in which they fail. */
export function failingWays({ rows, pairs }: Pick<SweepReport, 'rows' | 'pairs'>): readonly FailingWay[] {
  const ways = new Map<string, [SweepRow, ...SweepRow[]]>();
  for (const row of [...rows, ...pairs]) {
    if (row.verdict !== 'fails') continue;
    const name = `${row.journey} ${row.why.join()}`;
    const known = ways.get(name);
    if (known === undefined) ways.set(name, [row]);
    else known.push(row);
  }
  return [...ways.values()];
}

import type { SweepReport, SweepRow } from '../../src/contract/index.js';
import { grouped } from '../story/count-words.js';

/** Points of one kind of effect and one kind of fault. */
export interface SweepCell {
  readonly effect: string;
  readonly fault: string;
  readonly how: string;
  points: number;
  recover: number;
  fail: number;
  unknown: number;
}

/** Every pair of effect kind and fault kind that was run, in order of their names. */
export function sweepCells(rows: readonly SweepRow[]): readonly SweepCell[] {
  const cells = new Map<string, SweepCell>();
  for (const { effect, fault, how, verdict } of rows) {
    const name = `${effect} ${fault} ${how}`;
    const cell = cells.get(name) ?? { effect, fault, how, points: 0, recover: 0, fail: 0, unknown: 0 };
    cells.set(name, cell);
    cell.points++;
    if (verdict === 'recovers') cell.recover++;
    else if (verdict === 'fails') cell.fail++;
    else cell.unknown++;
  }
  return [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
}

/** The cells as lines of one width, with a head and the sum. */
export function sweepTable({ rows }: SweepReport): readonly string[] {
  const cells = sweepCells(rows);
  const sum = (of: 'points' | 'recover' | 'fail' | 'unknown'): number => cells.reduce((total, cell) => total + cell[of], 0);
  const lines = [
    ['effect', 'fault', '', 'points', 'recover', 'not', 'unknown'],
    ...cells.map(({ effect, fault, how, points, recover, fail, unknown }) => [
      effect,
      fault,
      how,
      ...[points, recover, fail, unknown].map(grouped),
    ]),
    ['all', '', '', ...(['points', 'recover', 'fail', 'unknown'] as const).map((of) => grouped(sum(of)))],
  ];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length))) ?? [];
  return lines.map((line) =>
    line
      .map((text, column) => padded(text, widths[column] ?? 0, column >= textColumns))
      .join('  ')
      .trimEnd(),
  );
}

/** Columns of words; behind them stand figures. */
const textColumns = 3;

function padded(text: string, width: number, isFigure: boolean): string {
  return isFigure ? text.padStart(width) : text.padEnd(width);
}

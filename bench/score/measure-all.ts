import type { ChildProcess } from 'node:child_process';
import type { Defect } from '../../src/orchestrator/index.js';
import { campaignChild } from './campaign-child.js';
import type { ScoreFile } from './score-file.js';
import { type ScoreRow, scoreRow, type Terms } from './score-row.js';

export interface Measurement {
  readonly terms: Terms;
  /** Campaigns at once, each on a core of its own. At least 1. */
  readonly atOnce: number;
  readonly file: ScoreFile;
  readonly signal: AbortSignal;
  readonly onRow: (row: ScoreRow) => void;
  /** A campaign that came to no end of its own has no row. */
  readonly onFailure: (fault: Defect, cause: unknown) => void;
}

/** Measures what the file does not have yet. When it ends, however it ends, no campaign is left. @throws RangeError when rows do not agree */
export async function measureAll(faults: readonly Defect[], measurement: Measurement): Promise<void> {
  const { file, atOnce, signal } = measurement;
  const there = new Set(file.rows.map(({ name }) => name));
  const queue = faults.filter(({ name }) => !there.has(name));
  const children = new Set<ChildProcess>();
  const over = new AbortController();
  const end = (): void => {
    over.abort();
    for (const child of children) child.kill('SIGKILL');
  };
  const lane = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const fault = queue.shift();
      if (fault === undefined) return;
      await measureOne(fault, children, { ...measurement, signal: over.signal });
    }
  };
  if (signal.aborted) return;
  signal.addEventListener('abort', end);
  process.once('exit', end);
  try {
    await Promise.all(Array.from({ length: atOnce }, lane));
  } finally {
    end();
    signal.removeEventListener('abort', end);
    process.removeListener('exit', end);
  }
}

async function measureOne(
  fault: Defect,
  children: Set<ChildProcess>,
  { terms, file, signal, onRow, onFailure }: Measurement,
): Promise<void> {
  let row: ScoreRow;
  try {
    const { report, foundSeconds } = await campaignChild(fault.name, terms, children);
    row = scoreRow(fault, report, foundSeconds, terms);
  } catch (cause) {
    // Whoever was killed at the end is no failure.
    if (!signal.aborted) onFailure(fault, cause);
    return;
  }
  file.add(row);
  onRow(row);
}

// What a manager counts since it started. The hot path adds to plain numbers.
import type { Command } from '../wire/command.js';

export interface ManagerCounts {
  /** Entries applied, by what they do. */
  readonly entries: Record<Command['do'], number>;
  /** Entries that were answered as an earlier one with the same key. */
  replays: number;
  /** Answers given, by status. */
  readonly answers: Map<number, number>;
  commands: number;
  queries: number;
  redirects: number;
  /** Elections in which it stood, terms that it led, and times that it ceased to lead. */
  elections: number;
  terms: number;
  stepDowns: number;
  /** Snapshots taken, sent to others, and taken over from others. */
  snapshots: number;
  snapshotsSent: number;
  snapshotsReceived: number;
}

const noEntries: Readonly<Record<Command['do'], number>> = {
  create: 0,
  replace: 0,
  delete: 0,
  move: 0,
  continue: 0,
  claim: 0,
  release: 0,
  report: 0,
  members: 0,
  restore: 0,
  noop: 0,
};

export function noCounts(): ManagerCounts {
  return {
    entries: { ...noEntries },
    replays: 0,
    answers: new Map(),
    commands: 0,
    queries: 0,
    redirects: 0,
    elections: 0,
    terms: 0,
    stepDowns: 0,
    snapshots: 0,
    snapshotsSent: 0,
    snapshotsReceived: 0,
  };
}

export function cloneCounts(counts: ManagerCounts): ManagerCounts {
  return { ...counts, entries: { ...counts.entries }, answers: new Map(counts.answers) };
}

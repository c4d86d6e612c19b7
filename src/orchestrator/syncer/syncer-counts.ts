// What a syncer counts since it started. The hot path adds to plain numbers.
import type { Request } from '../../world/index.js';
import type { Sample } from '../vitals/index.js';
import type { CallRole } from './syncer-state.js';

export interface SyncerCounts {
  /** Calls to clusters that are over: `verb * 10 + class`. */
  readonly calls: Map<number, number>;
  asks: number;
  redirects: number;
  silences: number;
  /** Times that something has to be tried again later. */
  setbacks: number;
  /** Servers granted, and given up or lost. */
  grants: number;
  losses: number;
  /** Looks at what was done already, since somebody changed it. */
  repairs: number;
  sweeps: number;
  /** Lists that corrected what watches had told. */
  resyncs: number;
  /** Objects of nobody that were deleted, or tried to be. */
  collected: number;
}

export function noCounts(): SyncerCounts {
  return {
    calls: new Map(),
    asks: 0,
    redirects: 0,
    silences: 0,
    setbacks: 0,
    grants: 0,
    losses: 0,
    repairs: 0,
    sweeps: 0,
    resyncs: 0,
    collected: 0,
  };
}

export function cloneCounts(counts: SyncerCounts): SyncerCounts {
  return { ...counts, calls: new Map(counts.calls) };
}

const verbs = ['get', 'list', 'watch', 'create', 'update', 'delete', 'other'] as const;
const classRoom = 10;
/** Class of calls that this syncer hung up; `broken` calls are of class 0. */
const hungUp = 9;

/** What a call does, as Kubernetes names it. */
export function verbOf(role: CallRole, { method }: Request): number {
  if (role.for === 'watch') return 2;
  if (role.for !== 'job') return 1;
  return method === 'GET' ? 0 : method === 'POST' ? 3 : method === 'PUT' ? 4 : method === 'DELETE' ? 5 : 6;
}

/** Counts a call that is over; null: this syncer hung up. */
export function countCall({ calls }: SyncerCounts, verb: number, status: number | null): void {
  const at = verb * classRoom + (status === null ? hungUp : Math.min(5, Math.floor(status / 100)));
  calls.set(at, (calls.get(at) ?? 0) + 1);
}

export function callSamples({ calls }: SyncerCounts): readonly Sample[] {
  return [...calls].map(([at, value]) => {
    const of = at % classRoom;
    const name = of === 0 ? 'broken' : of === hungUp ? 'hung-up' : `${of}xx`;
    return { labels: { verb: verbs[Math.floor(at / classRoom)] ?? 'other', class: name }, value };
  });
}

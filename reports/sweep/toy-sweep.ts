import type { SweepReport, SweepRow } from '../../src/contract/index.js';

export const row: SweepRow = {
  journey: 0,
  point: 0,
  node: 'store 1',
  effect: 'send',
  fault: 'loss',
  how: 'it is lost',
  where: 'loss, it is lost: store 1',
  verdict: 'recovers',
  why: [],
  invariants: [],
  hash: 1,
  file: null,
};
const plan = { schema: 1, scenario: 's', system: 's', seed: 'walk', knobs: {}, steps: [] } as const;
/** A journey that passes by itself. */
export const journey = { name: 'walk', calls: 3, places: 9, points: 4_284, verdict: 'recovers', why: [], file: null, plan } as const;

/** The report of a sweep of that journey, as far as nothing else is said. */
export function report(more: Partial<SweepReport>): SweepReport {
  return {
    schema: 1,
    scenario: 's',
    seed: '1',
    defects: [],
    world: 'sim',
    sample: null,
    unaimed: [],
    command: 'topple sweep s',
    journeys: [journey],
    points: 0,
    rows: [],
    pairsAsked: 0,
    pairs: [],
    hollow: [],
    interrupted: false,
    wallMillis: 61_000,
    exit: 0,
    ...more,
  };
}

/** So many points of it that recover, as far as nothing else is said. */
export const rows = (count: number, more: Partial<SweepRow> = {}): readonly SweepRow[] =>
  Array.from({ length: count }, (_, point) => ({ ...row, point, ...more }));

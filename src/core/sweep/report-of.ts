import type { Scenario, SweepReport, SweepRow, Unaimed } from '../../contract/index.js';
import type { Prepared, Sweep } from './sweep.js';

/** What a sweep came to. */
export function reportOf({ options, prepared, rows, pairs, began }: Sweep): SweepReport {
  const { scenario, seed, defects, command, pairs: pairsAsked, signal } = options;
  const points = prepared.reduce((sum, { journey }) => sum + journey.points, 0);
  const hollow = hollowReasons(scenario, prepared, [...rows, ...pairs]);
  const journeys = prepared.map(({ journey }) => journey);
  const failed = [...journeys, ...rows, ...pairs].some(({ verdict }) => verdict === 'fails');
  const interrupted = signal.aborted;
  return {
    schema: 1,
    scenario: scenario.name,
    seed,
    defects,
    command,
    world: options.world,
    journeys,
    points,
    sample: options.sample,
    unaimed: unaimedOf(prepared),
    rows,
    pairsAsked,
    pairs,
    hollow,
    interrupted,
    wallMillis: options.clock() - began,
    exit: interrupted ? 130 : failed ? 1 : hollow.length > 0 ? 3 : 0,
  };
}

function unaimedOf(prepared: readonly Prepared[]): readonly Unaimed[] {
  const counts = new Map<string, number>();
  for (const { points, aimed } of prepared)
    for (const [index, { fault }] of points.entries()) if (aimed[index] !== true) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([fault, count]) => ({ fault, points: count }));
}

function hollowReasons({ floors }: Scenario, prepared: readonly Prepared[], rows: readonly SweepRow[]): readonly string[] {
  const unknowable = prepared.filter(({ journey }) => journey.verdict === 'unknown');
  const unknown = rows.filter(({ verdict }) => verdict === 'unknown').length;
  return [
    ...unknowable.map(({ journey }) => `nobody can judge journey ${journey.name} where nothing is broken: ${journey.why.join(', ')}`),
    ...(rows.length === 0 ? ['no point was run'] : []),
    ...(rows.length > 0 && (100 * unknown) / rows.length > floors.unknownPercentMax
      ? [`${unknown} of ${rows.length} points are unknown, the ceiling is ${floors.unknownPercentMax} %`]
      : []),
  ];
}

import type { SweepReport } from '../../src/contract/index.js';
import { counted, grouped } from '../story/count-words.js';

/** What a sweep came to: `4,284 of 4,284 single-fault points of 3 journeys recover`; of one that is not complete, also of how many they are. */
export function sweepSentence({ rows, points, journeys, pairs, pairsAsked, world }: SweepReport): string {
  const swept = counted(journeys.filter((journey) => journey.points > 0).length, 'journey');
  const where = world === 'real' ? ' in the real world' : '';
  const single =
    rows.length < points
      ? `${grouped(recovering(rows))} of the ${grouped(rows.length)} single-fault points that were run recover${where}, out of ${grouped(points)} of ${swept}`
      : `${grouped(recovering(rows))} of ${grouped(points)} single-fault points of ${swept} recover${where}`;
  const both = pairsAsked === 0 ? '' : `; so do ${grouped(recovering(pairs))} of ${counted(pairs.length, 'pair')}`;
  return `${single}${both}`;
}

function recovering(rows: SweepReport['rows']): number {
  return rows.filter(({ verdict }) => verdict === 'recovers').length;
}

import type { SweepReport } from '../../src/contract/index.js';
import { counted, grouped } from '../story/count-words.js';

/** What a sweep came to: `4,284 of 4,284 single-fault points of 3 journeys recover`. */
export function sweepSentence({ rows, points, journeys, pairs, pairsAsked }: SweepReport): string {
  const swept = journeys.filter((journey) => journey.points > 0).length;
  const single = `${grouped(recovering(rows))} of ${grouped(points)} single-fault points of ${counted(swept, 'journey')} recover`;
  const stopped = rows.length < points ? `; ${grouped(rows.length)} of them were run` : '';
  const both = pairsAsked === 0 ? '' : `; so do ${grouped(recovering(pairs))} of ${counted(pairs.length, 'pair')}`;
  return `${single}${stopped}${both}`;
}

function recovering(rows: SweepReport['rows']): number {
  return rows.filter(({ verdict }) => verdict === 'recovers').length;
}

// What a sweep says in the terminal: what it is about to do, how far it is, what it came to.
import type { SweepForecast, SweepJourney, SweepReport, SweepRow } from '../../src/contract/index.js';
import { counted } from '../story/count-words.js';
import { clipped } from '../story/plain-text.js';
import { durationWords } from '../story/time-words.js';
import type { Ink } from '../terminal/ink.js';
import { type FailingWay, failingWays } from './failing-ways.js';
import { sweepSentence } from './sweep-sentence.js';
import { sweepTable } from './sweep-table.js';

/** What is shown; all is in the files. */
const groupsMax = 12;
const rowsMax = 4;
const charactersMax = 400;

export function journeyLine({ name, calls, places, points, verdict, why }: SweepJourney): string {
  const what = `${counted(calls, 'call')}, ${counted(places, 'place')}, ${counted(points, 'point')}`;
  return `journey   ${clipped(name, 60)}: ${what}${verdict === 'recovers' ? '' : `; by itself it ${verdict === 'fails' ? 'violates' : 'leaves open'} ${clipped(why.join(', '), 200)}`}`;
}

export function forecastLine({ points, pairs, journeys, sampled, millisPerPoint, jobs, millis }: SweepForecast): string {
  const what = `${counted(points, 'point')} of ${counted(journeys, 'journey')}${pairs === 0 ? '' : ` and ${counted(pairs, 'pair')}`}`;
  const pace = `${durationWords(millisPerPoint * 1_000)} a point on ${counted(jobs, 'thread')}, by a sample of ${sampled}`;
  return `forecast  ${what}: about ${durationWords(millis * 1_000)} (${pace})`;
}

export function sweepLines(report: SweepReport, files: readonly string[], ink: Ink): readonly string[] {
  const ways = failingWays(report);
  const unknown = [...report.rows, ...report.pairs].filter(({ verdict }) => verdict === 'unknown');
  return [
    '',
    ...sweepTable(report),
    '',
    ...ways.slice(0, groupsMax).flatMap((rows) => groupLines(report, rows, ink)),
    ...(ways.length > groupsMax ? ['and more, in report.json', ''] : []),
    ...unknown
      .slice(0, rowsMax)
      .map((row) => `${ink.doubtful('unknown')}   ${clipped(row.where, charactersMax)}: ${clipped(row.why.join(', '), 200)}`),
    ...report.hollow.map((reason) => `${ink.doubtful('hollow')}    ${clipped(reason, charactersMax)}`),
    ...report.unaimed.map(
      ({ fault, points }) => `unaimed   ${clipped(fault, 60)}: ${counted(points, 'point')} that the simulator alone can hit`,
    ),
    sentenceLine(report, ink),
    ...files.map((file) => `report    ${file}`),
    ...replayLine(report, ways.flat(), ink),
  ];
}

function sentenceLine(report: SweepReport, ink: Ink): string {
  const sentence = ink.bold(sweepSentence(report));
  const wall = ` (${durationWords(report.wallMillis * 1_000)})`;
  if (report.exit === 0) return `${ink.good('✓')} ${sentence}${wall}`;
  return report.exit === 1 ? `${ink.bad('✗')} ${sentence}${wall}` : `${ink.doubtful('?')} ${sentence}${wall}`;
}

function groupLines({ journeys }: SweepReport, rows: FailingWay, ink: Ink): readonly string[] {
  const [first] = rows;
  const more = rows.length - rowsMax;
  return [
    `${ink.bad('fails')}     ${clipped(first.why.join(', '), charactersMax)}`,
    `          ${clipped(first.invariants.join(', '), charactersMax)}`,
    ...rows
      .slice(0, rowsMax)
      .flatMap(({ journey, where, file }) => [
        `          journey ${clipped(journeys[journey]?.name ?? '', 60)}: ${clipped(where, charactersMax)}`,
        ...(file === null ? [] : [`            ${clipped(file, 200)}`]),
      ]),
    ...(more > 0 ? [`          and ${counted(more, 'more point')}, in report.json`] : []),
    '',
  ];
}

function replayLine({ journeys }: SweepReport, failing: readonly SweepRow[], ink: Ink): readonly string[] {
  const file = failing.find((row) => row.file !== null)?.file ?? journeys.find((journey) => journey.file !== null)?.file ?? null;
  return file === null ? [] : [`again     ${ink.good(`npx topple replay ${clipped(file, 400)}`)}`];
}

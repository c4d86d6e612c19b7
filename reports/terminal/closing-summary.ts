import type { CampaignStory } from '../story/campaign-story.js';
import { tallyOf } from '../story/campaign-story.js';
import { counted, grouped } from '../story/count-words.js';
import { hitPlace, hitWords } from '../story/hit-example.js';
import { namesUnder } from '../story/names-under.js';
import { clipped } from '../story/plain-text.js';
import { percentile } from '../story/samples.js';
import { durationWords } from '../story/time-words.js';
import { moodOf, verdictSentence } from '../story/verdict-sentence.js';
import type { Ink } from './ink.js';

const charactersMax = 110;
const reasonsMax = 8;

/** What the campaign came to, one text per line; the verdict first, the replay commands last. */
export function closingSummary(story: CampaignStory, reports: readonly string[], ink: Ink): readonly string[] {
  return [
    '',
    verdictLine(story, ink),
    ...totals(story),
    ...hitLines(story, ink),
    ...nodeLines(story),
    ...doubtLines(story, ink),
    ...reportLines(reports),
    ...replayLines(story, ink),
  ];
}

function verdictLine(story: CampaignStory, ink: Ink): string {
  const sentence = verdictSentence(story);
  const mood = moodOf(story);
  if (mood === 'holds') return `${ink.good('✓')} ${ink.bold(sentence)}`;
  return mood === 'violated' ? `${ink.bad('✗')} ${ink.bold(sentence)}` : `${ink.doubtful('?')} ${ink.bold(sentence)}`;
}

function totals(story: CampaignStory): readonly string[] {
  const { sums } = tallyOf(story);
  const sum = (name: string): number => sums.get(name) ?? 0;
  const wall = story.end === null ? '' : ` in ${durationWords(story.end.wallMillis * 1_000)}`;
  const outcomes = `${grouped(sum('outcome/ok'))} ok, ${grouped(sum('outcome/fail'))} refused, ${grouped(sum('outcome/info'))} of unknown outcome`;
  const [p50, p95] = [percentile(story.recoveries, 50), percentile(story.recoveries, 95)];
  const { max } = story.recoveries;
  const recovery =
    p50 === null || p95 === null || max === null
      ? 'no run came to rest'
      : `p50 ${durationWords(p50)}, p95 ${durationWords(p95)}, max ${durationWords(max)}`;
  return [
    row(
      'runs',
      `${counted(story.runs, 'run')}${wall}: ${story.verdicts.holds} hold, ${story.verdicts.violated} violated, ${story.verdicts.unknown} unknown`,
    ),
    row('operations', `${grouped(sum('operations'))}: ${outcomes}`),
    row('faults', `${grouped(sum('faults-hit'))} hit, of ${namesUnder(sums, 'hit').length} kinds`),
    row('recovery', recovery),
  ];
}

function hitLines(story: CampaignStory, ink: Ink): readonly string[] {
  return namesUnder(tallyOf(story).sums, 'hit').map(([kind, count]) => {
    const example = story.hitExamples.get(kind);
    const words =
      example === undefined ? clipped(kind, 40) : `${clipped(hitWords(example), 70)} ${ink.dim(`(${clipped(hitPlace(example), 50)})`)}`;
    return `  ${`${grouped(count)} ×`.padStart(10)}  ${words}`;
  });
}

function nodeLines(story: CampaignStory): readonly string[] {
  const { sums } = tallyOf(story);
  const list = (prefix: string): string =>
    namesUnder(sums, prefix)
      .map(([role, count]) => `${clipped(role, 40)} ${grouped(count)}`)
      .join(', ');
  const [down, paused] = [list('down'), list('paused')];
  return [row('crashes', down === '' ? 'none' : down), row('pauses', paused === '' ? 'none' : paused)];
}

function doubtLines(story: CampaignStory, ink: Ink): readonly string[] {
  const reasons = [...story.unknownReasons.values()].sort((a, b) => b.count - a.count).slice(0, reasonsMax);
  const hollow = story.end?.hollow ?? [];
  return [
    ...reasons.map(({ count, example, run }) =>
      row('unknown', `${counted(count, 'run')}, such as ${run}: ${clipped(example, charactersMax)}`),
    ),
    ...hollow.map((reason) => row('hollow', ink.doubtful(clipped(reason, charactersMax)))),
  ];
}

function reportLines(reports: readonly string[]): readonly string[] {
  return reports.map((file, index) => row(index === 0 ? 'reports' : '', file));
}

function replayLines({ findings }: CampaignStory, ink: Ink): readonly string[] {
  return findings.map(({ replay }, index) => row(index === 0 ? 'again' : '', ink.good(clipped(replay, 400))));
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(12)}${text}`;
}

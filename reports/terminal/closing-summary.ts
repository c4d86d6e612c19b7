import type { CampaignEnd } from '../../src/contract/index.js';
import { type CampaignStory, tallyOf } from '../story/campaign-story.js';
import { counted, grouped } from '../story/count-words.js';
import { type FaultKind, faultKindsOf } from '../story/fault-kinds.js';
import { hitPlace, hitWords } from '../story/hit-example.js';
import { namesUnder } from '../story/names-under.js';
import { clipped } from '../story/plain-text.js';
import { rolesIn } from '../story/roles.js';
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
    ...(story.start === null ? [] : [row('promise', clipped(story.start.claim, 200))]),
    ...totals(story),
    ...hitLines(story, ink),
    ...nodeLines(story),
    ...doubtLines(story, ink),
    ...exitLines(story),
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
  const hits = sum('faults-hit');
  const perRun = story.runs === 0 ? '' : `, ${(hits / story.runs).toFixed(1)} a run`;
  return [
    row(
      'runs',
      `${counted(story.runs, 'run')}${wall}: ${story.verdicts.holds} hold, ${story.verdicts.violated} violated, ${story.verdicts.unknown} unknown${story.excused > 0 ? ` (${story.excused} excused)` : ''}`,
    ),
    row('operations', `${grouped(sum('operations'))}: ${outcomes}`),
    row(
      'faults',
      hits === 0 ? 'none hit anything' : `${grouped(hits)} hit, of ${counted(namesUnder(sums, 'hit').length, 'kind')}${perRun}`,
    ),
    row('recovery', recoveryWords(story)),
  ];
}

function recoveryWords({ recoveries }: CampaignStory): string {
  if (recoveries.max === null) return 'no run came to rest';
  const quantiles = [50, 90, 99].map((percent) => `p${percent} ${durationWords(percentile(recoveries, percent) ?? 0)}`);
  return `${quantiles.join(', ')}, max ${durationWords(recoveries.max)}`;
}

/** One named hit of each kind that hit; kinds that never hit are named together. */
function hitLines(story: CampaignStory, ink: Ink): readonly string[] {
  const kinds = faultKindsOf(story);
  const idle = kinds.filter(({ hit, refused }) => hit === 0 && refused === 0).map(({ kind }) => clipped(kind, 40));
  const lines = kinds.filter(({ hit }) => hit > 0).map((kind) => `  ${`${grouped(kind.hit)} ×`.padStart(10)}  ${hitLine(kind, ink)}`);
  return idle.length === 0 ? lines : [...lines, row('', `never hit anything: ${idle.join(', ')}`)];
}

function hitLine({ kind, example }: FaultKind, ink: Ink): string {
  if (example === null) return clipped(kind, 40);
  return `${clipped(hitWords(example), 70)} ${ink.dim(`(${clipped(hitPlace(example), 50)}, run ${example.run})`)}`;
}

function nodeLines(story: CampaignStory): readonly string[] {
  const roles = rolesIn(tallyOf(story));
  const list = (what: 'crashes' | 'pauses'): string =>
    roles
      .filter((role) => role[what] > 0)
      .map((role) => `${clipped(role.role, 40)} ${grouped(role[what])}`)
      .join(', ') || 'none';
  return [row('crashes', list('crashes')), row('pauses', list('pauses'))];
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

const exits: Readonly<Record<CampaignEnd['exit'], string>> = {
  0: 'nothing was broken, and the floors were reached',
  1: 'a claim was broken',
  2: 'the system could not be tested',
  3: 'hollow: too little was tried to say anything',
  130: 'interrupted',
};

function exitLines({ end }: CampaignStory): readonly string[] {
  return end === null ? [] : [row('exit', `${end.exit}: ${exits[end.exit]}`)];
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

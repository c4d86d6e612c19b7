import type { CampaignStory } from '../story/campaign-story.js';
import { counted, grouped } from '../story/count-words.js';
import { durationWords } from '../story/time-words.js';

/** `12 runs · 340 operations · 1.6 runs/s · 28 faults hit · no findings · 41 s left`. */
export function progressLine(story: CampaignStory, elapsedMillis: number | null): string {
  const sum = (name: string): number => story.sums.get(name) ?? 0;
  const parts = [
    counted(story.runs, 'run'),
    counted(sum('operations'), 'operation'),
    ...paceOf(story.runs, elapsedMillis),
    `${counted(sum('faults-hit'), 'fault')} hit`,
  ];
  if (story.verdicts.unknown > 0) parts.push(`${grouped(story.verdicts.unknown)} unknown`);
  parts.push(story.findings.length === 0 ? 'no findings' : counted(story.findings.length, 'finding'));
  const left = elapsedMillis === null ? null : millisLeft(story, elapsedMillis);
  if (left !== null) parts.push(`${durationWords(Math.max(1_000, Math.round(left / 1_000) * 1_000) * 1_000)} left`);
  return parts.join(' · ');
}

/** Nothing in the first second and before the first run, when it would only be a guess. */
function paceOf(runs: number, elapsed: number | null): readonly string[] {
  if (elapsed === null || elapsed < 1_000 || runs === 0) return [];
  const pace = (1_000 * runs) / elapsed;
  return [`${pace < 9.95 ? pace.toFixed(1) : grouped(Math.round(pace))} runs/s`];
}

/** By the time that was planned, or by the pace so far; null when neither says. */
function millisLeft({ start, runs }: CampaignStory, elapsed: number): number | null {
  if (start === null) return null;
  const byTime = start.timePlanned === null ? null : Math.max(0, start.timePlanned - elapsed);
  const byRuns = start.runsPlanned === null || runs === 0 ? null : Math.max(0, ((start.runsPlanned - runs) * elapsed) / runs);
  if (byTime === null) return byRuns;
  return byRuns === null ? byTime : Math.min(byTime, byRuns);
}

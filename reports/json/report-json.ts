import { join } from 'node:path';
import type { Finding, Reporter, Tally } from '../../src/contract/index.js';
import { type CampaignStory, tallyOf } from '../story/campaign-story.js';
import { eventWords, evidenceOf } from '../story/event-words.js';
import { faultKindsOf } from '../story/fault-kinds.js';
import { floorsReached } from '../story/floors-reached.js';
import { type HitExample, hitPlace, hitWords } from '../story/hit-example.js';
import { judgedIn } from '../story/judged.js';
import { lastLooks } from '../story/last-looks.js';
import { rolesIn } from '../story/roles.js';
import { percentile } from '../story/samples.js';
import { verdictSentence, moodOf } from '../story/verdict-sentence.js';
import { storyFile } from '../story-file.js';

const everyMillis = 3_000;

/**
 * `report.json`: what a campaign came to, for machines. Schema 1: fields are added, never renamed. Times are microseconds unless the name says else.
 * Until the campaign is over it holds what there is so far, and says `partial: true`. `now`: milliseconds since any origin.
 * @throws what the file system throws
 */
export function reportJson(directory: string, now: () => number): Reporter {
  const text = (story: CampaignStory): string => `${JSON.stringify(reportOf(story), null, 2)}\n`;
  return storyFile({ name: 'json', file: join(directory, 'report.json'), text, now, everyMillis });
}

function reportOf(story: CampaignStory) {
  const { end, verdicts, runs } = story;
  const tally = tallyOf(story);
  const sum = (name: string): number => tally.sums.get(name) ?? 0;
  return {
    schema: 1,
    partial: end === null,
    verdict: moodOf(story),
    sentence: verdictSentence(story),
    exit: end?.exit ?? null,
    interrupted: end?.interrupted ?? null,
    ...campaignOf(story),
    runs,
    verdicts: { ...verdicts },
    wallMillis: end === null ? null : Math.round(end.wallMillis),
    operations: sum('operations'),
    outcomes: { ok: sum('outcome/ok'), fail: sum('outcome/fail'), info: sum('outcome/info') },
    faultsHit: sum('faults-hit'),
    faultsHitPerRun: runs === 0 ? 0 : Math.round((100 * sum('faults-hit')) / runs) / 100,
    recovery: recoveryOf(story),
    faults: Object.fromEntries(faultKindsOf(story).map(({ kind, ...counts }) => [kind, { ...counts, example: exampleOf(counts.example) }])),
    nodes: Object.fromEntries(rolesIn(tally).map(({ role, crashes, pauses }) => [role, { crashes, pauses }])),
    invariants: Object.fromEntries(judgedIn(tally).map(({ invariant, ...counts }) => [invariant, counts])),
    floors: Object.fromEntries(floorsReached(story).map(({ name, asked, reached }) => [name, { asked, reached }])),
    hollow: end?.hollow ?? [],
    unknown: [...story.unknownReasons.values()].map(({ example, run, count }) => ({ reason: example, run, count })),
    violations: story.findings.map(violationOf),
    coverage: coverageOf(tally),
  };
}

function campaignOf({ start }: CampaignStory) {
  return {
    seed: start?.seed ?? null,
    scenario: start?.scenario ?? null,
    claim: start?.claim ?? null,
    world: start?.world ?? null,
    defects: start?.defects ?? [],
    configurationHash: start?.configurationHash ?? null,
    command: start?.command ?? null,
    planned: { runs: start?.runsPlanned ?? null, millis: start?.timePlanned ?? null },
  };
}

function recoveryOf({ recoveries }: CampaignStory) {
  const [p50, p90, p99] = [50, 90, 99].map((percent) => percentile(recoveries, percent));
  return { runs: recoveries.seen, p50, p90, p99, max: recoveries.max };
}

function exampleOf(example: HitExample | null) {
  if (example === null) return null;
  const { run, step, on, hits, operation } = example;
  return { run, step, on, place: hitPlace(example), hits, operation, words: hitWords(example) };
}

function coverageOf(tally: Tally): { readonly sums: Record<string, number>; readonly maxima: Record<string, number> } {
  return { sums: Object.fromEntries([...tally.sums].sort(byName)), maxima: Object.fromEntries([...tally.maxima].sort(byName)) };
}

function byName(a: readonly [string, number], b: readonly [string, number]): number {
  return a[0] < b[0] ? -1 : 1;
}

function violationOf(finding: Finding) {
  const { id, invariant, invariantId, violation, run, plan, stepsBefore, evaluations, reproduced, repeats, hash, file, replay, events } =
    finding;
  const evidence = evidenceOf(violation, events).map((event) => ({
    seq: event.seq,
    at: event.at,
    words: eventWords(event, events, violation.subjects),
  }));
  return {
    id,
    invariant,
    invariantId,
    claim: violation.claim,
    signature: violation.signature,
    subjects: violation.subjects,
    evidence,
    looks: lastLooks(violation, events),
    run,
    stepsBefore,
    steps: plan.steps.length,
    evaluations,
    reproduced: `${reproduced}/${repeats}`,
    hash,
    file,
    replay,
    plan,
  };
}

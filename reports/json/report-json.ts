import { join } from 'node:path';
import type { Finding, Reporter, Tally } from '../../src/contract/index.js';
import { type CampaignStory, tallyOf } from '../story/campaign-story.js';
import { eventWords, evidenceOf } from '../story/event-words.js';
import { hitPlace, hitWords } from '../story/hit-example.js';
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
  const { start, end, verdicts, findings } = story;
  const tally = tallyOf(story);
  return {
    schema: 1,
    partial: story.end === null,
    verdict: moodOf(story),
    sentence: verdictSentence(story),
    seed: start?.seed ?? null,
    scenario: start?.scenario ?? null,
    claim: start?.claim ?? null,
    world: start?.world ?? null,
    defects: start?.defects ?? [],
    configurationHash: start?.configurationHash ?? null,
    command: start?.command ?? null,
    planned: { runs: start?.runsPlanned ?? null, millis: start?.timePlanned ?? null },
    floors: start?.floors ?? null,
    runs: story.runs,
    verdicts: { ...verdicts },
    wallMillis: end === null ? null : Math.round(end.wallMillis),
    operations: tally.sums.get('operations') ?? 0,
    faultsHit: tally.sums.get('faults-hit') ?? 0,
    recovery: recoveryOf(story),
    hollow: end?.hollow ?? [],
    unknown: [...story.unknownReasons.values()].map(({ example, run, count }) => ({ reason: example, run, count })),
    interrupted: end?.interrupted ?? true,
    exit: end?.exit ?? null,
    hitExamples: hitExamplesOf(story),
    coverage: coverageOf(tally),
    violations: findings.map(violationOf),
  };
}

function recoveryOf({ recoveries }: CampaignStory) {
  return {
    runs: recoveries.seen,
    p50: percentile(recoveries, 50),
    p95: percentile(recoveries, 95),
    p99: percentile(recoveries, 99),
    max: recoveries.max,
  };
}

function hitExamplesOf({ hitExamples }: CampaignStory) {
  const examples = [...hitExamples.values()].sort((a, b) => (a.fault < b.fault ? -1 : 1));
  return examples.map((example) => ({ ...example, place: hitPlace(example), words: hitWords(example) }));
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

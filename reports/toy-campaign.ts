// A campaign written by hand, for tests: a run that holds, one that proves nothing, one that is violated, and its finding. `word` is as in
// toy-history.ts: a hostile one shows what a report does with it.
import type { CampaignEnd, CampaignEvent, CampaignStart, Finding, RunSummary } from '../src/contract/index.js';
import { toyEvidence, toyHistory, toyPlan } from './toy-history.js';

export function toyFinding(word = 'a'): Finding {
  return {
    id: '1abc',
    scenario: 'locks',
    world: 'sim',
    invariant: 'recoverability/acknowledged-writes-stay',
    invariantId: 'I10',
    violation: {
      claim: `What was acknowledged stays (${word}).`,
      signature: `lost/lock ${word}`,
      subjects: [`/locks/${word}`],
      events: toyEvidence,
    },
    run: 2,
    defects: [],
    plan: toyPlan(word),
    stepsBefore: 30,
    evaluations: 41,
    reproduced: 3,
    repeats: 3,
    hash: 7,
    events: toyHistory(word),
    file: 'topple-report/corpus/1abc.json',
    replay: `npx topple replay topple-report/corpus/1abc.json ${word === 'a' ? '' : word}`.trim(),
  };
}

export function toyRun(index: number, verdict: RunSummary['verdict'], word = 'a'): RunSummary {
  const sums = new Map([
    ['operations', 2], ['faults-hit', 2], ['outcome/ok', 1], ['outcome/fail', 0], ['outcome/info', 1], ['operation/lock.put/201', 1], ['operation/lock.get/timeout', 1],
    ['fault/latency', 1], ['hit/latency', 1], ['fault/crash', 1], ['hit/crash', 1], ['fault/pause', 1], ['refused/loss', 1], ['down/store', 1],
    ['move/lock/-/held', 1], [`judged/recoverability/acknowledged-writes-stay/${verdict}`, 1], ['judged/truth/idle/unknown', 1],
  ]); // biome-ignore format: a table
  const reasons = verdict === 'holds' ? [] : [verdict === 'unknown' ? `lag: ${100 + index} ms ${word}` : `lost/lock ${word}`];
  return {
    index,
    seed: `seed${index}`,
    verdict,
    reasons,
    operations: 2,
    faultsHit: 2,
    recovery: 4_000 * (index + 1),
    hash: index,
    tally: { sums, maxima: new Map([['recovery', 4_000 * (index + 1)]]) },
  };
}

export function toyStart(word = 'a'): CampaignStart {
  return {
    seed: 'feed',
    scenario: 'locks',
    claim: `Locks stay (${word}).`,
    world: 'sim',
    defects: [],
    configurationHash: 'c0ffee',
    runsPlanned: 3,
    timePlanned: null,
    command: `topple run locks --seed feed ${word}`,
    floors: { operations: 5, acceptedPercent: 20, faultKinds: 3, unknownPercentMax: 10 },
  };
}

/** The end of three toy runs. */
export function toyEnd(change: Partial<CampaignEnd> = {}): CampaignEnd {
  const sums = new Map(
    [...toyRun(0, 'holds').tally.sums].map(([name, count]) => [name, name.startsWith('judged/recover') ? 1 : 3 * count]),
  );
  for (const verdict of ['unknown', 'violated']) sums.set(`judged/recoverability/acknowledged-writes-stay/${verdict}`, 1);
  return {
    runs: 3,
    wallMillis: 1_500,
    tally: { sums, maxima: new Map([['recovery', 12_000]]) },
    findings: 1,
    hollow: ['2 kinds of fault hit, the floor is 3'],
    interrupted: false,
    exit: 1,
    ...change,
  };
}

/** The whole stream: three runs, the last of them violated and shrunk. */
export function toyCampaign(word = 'a'): readonly CampaignEvent[] {
  const ran = (index: number, verdict: RunSummary['verdict']): CampaignEvent => ({
    is: 'run-end',
    run: toyRun(index, verdict, word),
    events: toyHistory(word),
  });
  return [
    { is: 'campaign-start', ...toyStart(word) },
    ran(0, 'holds'),
    ran(1, 'unknown'),
    ran(2, 'violated'),
    { is: 'shrinking', invariant: 'recoverability/acknowledged-writes-stay', steps: 12, evaluations: 7 },
    { is: 'finding', finding: toyFinding(word) },
    { is: 'campaign-end', ...toyEnd({ hollow: [`2 kinds of fault hit, the floor is 3${word === 'a' ? '' : word}`] }) },
  ];
}

/** A campaign in which nothing was broken: one run, and the end. */
export function toyQuietCampaign(): readonly CampaignEvent[] {
  return [
    { is: 'campaign-start', ...toyStart() },
    { is: 'run-end', run: toyRun(0, 'holds'), events: toyHistory() },
    { is: 'campaign-end', ...toyEnd({ runs: 1, tally: toyRun(0, 'holds').tally, findings: 0, hollow: [], exit: 0 }) },
  ];
}

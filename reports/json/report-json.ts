import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CampaignEvent, CampaignStart, Finding, Reporter, Tally } from '../../src/contract/index.js';

interface Folded {
  start: CampaignStart | null;
  readonly findings: Finding[];
  runs: number;
}

/** `report.json`: what a campaign came to, for machines. Schema 1: fields are added, never renamed. */
export function reportJson(directory: string): Reporter {
  const folded: Folded = { start: null, findings: [], runs: 0 };
  return {
    name: 'json',
    on: (event) => {
      if (event.is === 'campaign-start') folded.start = event;
      if (event.is === 'finding') folded.findings.push(event.finding);
      if (event.is === 'run-end') folded.runs++;
      if (event.is === 'campaign-end') write(directory, folded, event);
    },
    close: () => undefined,
  };
}

function write(directory: string, folded: Folded, end: CampaignEvent & { is: 'campaign-end' }): void {
  mkdirSync(directory, { recursive: true });
  const { start, findings } = folded;
  const report = {
    schema: 1,
    seed: start?.seed ?? null,
    scenario: start?.scenario ?? null,
    world: start?.world ?? null,
    defects: start?.defects ?? [],
    configurationHash: start?.configurationHash ?? null,
    command: start?.command ?? null,
    runs: end.runs,
    wallMillis: end.wallMillis,
    operations: end.tally.sums.get('operations') ?? 0,
    faultsHit: end.tally.sums.get('faults-hit') ?? 0,
    hollow: end.hollow,
    interrupted: end.interrupted,
    exit: end.exit,
    coverage: coverageOf(end.tally),
    violations: findings.map(violationOf),
  };
  writeFileSync(join(directory, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
}

function coverageOf(tally: Tally): { readonly sums: Record<string, number>; readonly maxima: Record<string, number> } {
  return { sums: Object.fromEntries([...tally.sums].sort(byName)), maxima: Object.fromEntries([...tally.maxima].sort(byName)) };
}

function byName(a: readonly [string, number], b: readonly [string, number]): number {
  return a[0] < b[0] ? -1 : 1;
}

function violationOf(finding: Finding) {
  const { id, invariant, invariantId, violation, run, plan, stepsBefore, evaluations, reproduced, repeats, hash, file, replay } = finding;
  return { id, invariant, invariantId, claim: violation.claim, signature: violation.signature, subjects: violation.subjects, run, stepsBefore, steps: plan.steps.length, evaluations, reproduced: `${reproduced}/${repeats}`, hash, file, replay, plan };
}

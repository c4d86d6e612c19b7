import type { Defect } from '../../src/orchestrator/index.js';

/** What became of one planted fault: one line of the scoreboard's file. */
export interface ScoreRow {
  /** As `--defect` takes it: `mutant:NAME` where it is a mutant. */
  readonly name: string;
  /** Of the catalogue; `M`: a mutant. */
  readonly number: string;
  readonly class: string;
  readonly found: boolean;
  /** From the start of the process to the first violation that it kept, start-up included; null: none. */
  readonly seconds: number | null;
  /** Runs that ended, the one that was violated among them. */
  readonly runs: number;
  readonly invariantId: string | null;
  readonly invariant: string | null;
  /** The judge is one that the fault names. A mutant names none. Null: not found, or a mutant. */
  readonly isDeclared: boolean | null;
  /** What is left of the plan after shrinking. */
  readonly steps: number | null;
  /** These three are the same in all rows of a file: figures are compared within one configuration only. */
  readonly seed: string;
  readonly time: string;
  readonly configuration: string;
}

/** Of `report.json` (docs/reports.md), what a row needs. */
export interface CampaignReport {
  readonly exit: number | null;
  readonly runs: number;
  readonly configurationHash: string | null;
  readonly violations: readonly { readonly invariantId: string | null; readonly invariant: string; readonly steps: number }[];
}

/** What was asked of all campaigns alike. */
export interface Terms {
  readonly seed: string;
  /** As the command line takes it: `60s`. */
  readonly time: string;
}

/** @throws RangeError when the report is that of a campaign that came to no end of its own */
export function scoreRow(fault: Defect, report: CampaignReport, foundSeconds: number | null, { seed, time }: Terms): ScoreRow {
  const [violation] = report.violations;
  if (report.configurationHash === null) throw new RangeError('the report names no configuration');
  if (violation === undefined && report.exit !== 0 && report.exit !== 3) throw new RangeError(`the campaign ended with ${report.exit}`);
  return {
    name: fault.name,
    number: fault.number,
    class: fault.class,
    found: violation !== undefined,
    seconds: violation === undefined || foundSeconds === null ? null : Math.round(foundSeconds * 10) / 10,
    runs: report.runs,
    invariantId: violation?.invariantId ?? null,
    invariant: violation?.invariant ?? null,
    isDeclared: violation === undefined || fault.invariants.length === 0 ? null : declares(fault, violation),
    steps: violation?.steps ?? null,
    seed,
    time,
    configuration: report.configurationHash,
  };
}

/** True when the fault names the judge, by its number or by what it claims. */
export function declares(fault: Defect, judge: { readonly invariantId: string | null; readonly invariant: string | null }): boolean {
  const claim = judge.invariant?.split('/').at(-1);
  return fault.invariants.some((each) => each === judge.invariantId || each === judge.invariant || each === claim);
}

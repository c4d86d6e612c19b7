// What a campaign came to so far: the one fold that the terminal, the page and the machine-readable report share. It keeps counts, one example of each
// kind of fault, the findings and the events of one run; everything is bounded, so a campaign of any length can be told.
import {
  type CampaignEnd,
  type CampaignEvent,
  type CampaignStart,
  type Event,
  excuseMark,
  type Finding,
  type RunSummary,
  type Tally,
} from '../../src/contract/index.js';
import type { Micros } from '../../src/world/index.js';
import { type HitExample, hitsIn } from './hit-example.js';
import { addSample, noSamples, type Samples } from './samples.js';

/** One run, as small as it can be told. */
export interface RunCell {
  readonly index: number;
  readonly verdict: RunSummary['verdict'];
  readonly operations: number;
  readonly faultsHit: number;
  readonly recovery: Micros | null;
  /** The first reason of a run that does not hold. */
  readonly reason: string | null;
}

/** A reason why runs were unknown, figures aside. */
export interface Reason {
  readonly example: string;
  readonly run: number;
  count: number;
}

export interface CampaignStory {
  start: CampaignStart | null;
  end: CampaignEnd | null;
  runs: number;
  readonly verdicts: Record<RunSummary['verdict'], number>;
  /** Of the unknown: runs in which more befell the system than it need stand. */
  excused: number;
  readonly sums: Map<string, number>;
  readonly maxima: Map<string, number>;
  readonly recoveries: Samples;
  readonly cells: RunCell[];
  readonly hitExamples: Map<string, HitExample>;
  readonly hitSearches: Map<string, number>;
  readonly unknownReasons: Map<string, Reason>;
  readonly findings: Finding[];
  /** The run that the most faults hit, with its history. */
  busiest: { readonly run: RunSummary; readonly events: readonly Event[] } | null;
}

/** A run more is a cell only when it does not hold, up to the second limit. */
export const cellsMax = 2_000;
const troubledCellsMax = 2_500;
/** Distinct names of counts; a system with more has unbounded names in them. */
const namesMax = 5_000;
const reasonsMax = 50;
export const findingsMax = 200;
/** Runs searched for an example of a fault that met an operation; some faults only ever meet messages. */
const searchesMax = 20;

export function newStory(): CampaignStory {
  return {
    start: null,
    end: null,
    runs: 0,
    verdicts: { holds: 0, unknown: 0, violated: 0 },
    excused: 0,
    sums: new Map(),
    maxima: new Map(),
    recoveries: noSamples(),
    cells: [],
    hitExamples: new Map(),
    hitSearches: new Map(),
    unknownReasons: new Map(),
    findings: [],
    busiest: null,
  };
}

/** Folds one event of the stream into the story, which it edits. */
export function tellStory(story: CampaignStory, event: CampaignEvent): void {
  if (event.is === 'campaign-start') story.start = event;
  if (event.is === 'campaign-end') story.end = event;
  if (event.is === 'finding' && story.findings.length < findingsMax) story.findings.push(event.finding);
  if (event.is === 'run-end') tellRun(story, event.run, event.events);
}

/** The counts of the whole campaign: its own at the end, what was added up so far before that. */
export function tallyOf(story: CampaignStory): Tally {
  return story.end?.tally ?? story;
}

function tellRun(story: CampaignStory, run: RunSummary, events: readonly Event[]): void {
  story.runs++;
  story.verdicts[run.verdict]++;
  if (run.verdict === 'unknown' && run.reasons[0]?.startsWith(excuseMark) === true) story.excused++;
  for (const [name, count] of run.tally.sums) bounded(story.sums, name, (story.sums.get(name) ?? 0) + count);
  for (const [name, value] of run.tally.maxima) bounded(story.maxima, name, Math.max(story.maxima.get(name) ?? value, value));
  if (run.recovery !== null) addSample(story.recoveries, run.recovery);
  addCell(story, run);
  if (run.verdict === 'unknown') for (const reason of run.reasons) addReason(story, run.index, reason);
  findExamples(story, run, events);
  if (events.length > 0 && run.faultsHit > (story.busiest?.run.faultsHit ?? -1)) story.busiest = { run, events };
}

function bounded(counts: Map<string, number>, name: string, value: number): void {
  if (counts.has(name) || counts.size < namesMax) counts.set(name, value);
}

function addCell(story: CampaignStory, { index, verdict, operations, faultsHit, recovery, reasons }: RunSummary): void {
  const room = story.cells.length < (verdict === 'holds' ? cellsMax : troubledCellsMax);
  if (room)
    story.cells.push({ index, verdict, operations, faultsHit, recovery, reason: verdict === 'holds' ? null : (reasons[0] ?? null) });
}

function addReason(story: CampaignStory, run: number, example: string): void {
  const name = example.replace(/\d+(\.\d+)?/g, '#');
  const known = story.unknownReasons.get(name);
  if (known !== undefined) known.count++;
  else if (story.unknownReasons.size < reasonsMax) story.unknownReasons.set(name, { example, run, count: 1 });
}

/** Looks through a history only when it holds a kind of fault that still lacks an example that met an operation. */
function findExamples(story: CampaignStory, run: RunSummary, events: readonly Event[]): void {
  const wanted = new Set<string>();
  for (const name of run.tally.sums.keys()) {
    if (!name.startsWith('hit/')) continue;
    const kind = name.slice(4);
    const searches = story.hitSearches.get(kind) ?? 0;
    if ((story.hitExamples.get(kind)?.operation ?? null) === null && searches < searchesMax) wanted.add(kind);
    bounded(story.hitSearches, kind, searches + 1);
  }
  if (wanted.size === 0) return;
  for (const example of hitsIn(run.index, events)) {
    const known = story.hitExamples.get(example.fault);
    if (wanted.has(example.fault) && (known === undefined || (known.operation === null && example.operation !== null)))
      story.hitExamples.set(example.fault, example);
  }
}

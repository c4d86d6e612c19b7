import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { forecastLine, inkOf, journeyLine, sweepHtml, sweepLines, sweepSentence, wantsColour } from '../../reports/index.js';
import type { SweepEvent, SweepReport, World } from '../contract/index.js';
import { encodeCase } from '../core/corpus/index.js';
import { runSweep } from '../core/sweep/index.js';
import { sweepThreads } from '../core/workers/index.js';
import { scenarioGiven, type Wish } from './given.js';
import { checkStart } from './scenario-named.js';
import { usage } from './usage.js';

/** What `topple sweep` was told. */
export interface SweepCommand extends Omit<Wish, 'onlyFaults'> {
  /** The names of the journeys that are swept; null: all. */
  readonly journeys: readonly string[] | null;
  readonly world: World;
  readonly seed: string;
  /** Points that are run, from all over; null: all. */
  readonly sample: number | null;
  readonly timeMillis: number | null;
  readonly pairs: number;
  readonly defects: readonly string[];
  /** Points at once; null: one a core. */
  readonly jobs: number | null;
  readonly out: string;
  readonly quiet: boolean;
  readonly signal: AbortSignal;
  readonly command: string;
}

/** Between two states of the live line, and between two lines where there is none. */
const liveMillis = 1_000;
const heartbeatMillis = 30_000;

/** Sweeps the journeys of a scenario; answers the exit code. */
export async function sweepCommand(options: SweepCommand): Promise<number> {
  const { scenario, given } = scenarioGiven({ ...options, onlyFaults: null });
  checkStart(scenario, options.world, options.defects);
  if (options.world === 'real' && options.pairs > 0)
    throw usage('--pairs are for the simulator: the second fault hits what is seen there after the first');
  const { world, sample, seed, journeys, timeMillis, pairs, defects, out, signal, command } = options;
  const corpus = join(out, 'corpus');
  mkdirSync(corpus, { recursive: true });
  print(
    `sweep     ${scenario.name}${world === 'real' ? ', on real processes' : ''}, seed ${seed}${defects.length === 0 ? '' : `, with ${defects.join(', ')}`}`,
  );
  const screen = progress(options.quiet);
  const report = await runSweep({
    scenario,
    world,
    seed,
    journeys,
    sample,
    timeMillis,
    pairs,
    defects,
    command,
    on: screen.on,
    save: (found) => {
      const file = join(corpus, `${found.id}.json`);
      writeFileSync(file, encodeCase(found));
      return relative(process.cwd(), file);
    },
    jobs: options.jobs ?? availableParallelism(),
    threads: (crew) => sweepThreads(crew, new URL('../../scenarios/index.js', import.meta.url).href, given),
    breathe: () => setImmediate(),
    clock: () => performance.now(),
    signal,
    directory: out,
  });
  screen.end();
  const file = join(out, 'report.json');
  writeFileSync(file, `${JSON.stringify(forMachines(report), null, 2)}\n`);
  for (const line of sweepLines(report, [file, sweepHtml(out, report)], inkOf(wantsColour(process.env, process.stdout.isTTY)))) print(line);
  return report.exit;
}

/** The sentence first; every row is in it. */
function forMachines({ schema, ...report }: SweepReport) {
  return { schema, sentence: sweepSentence({ schema, ...report }), ...report };
}

/** Journeys and the forecast as lines of their own; how far it is on one that is written over, or where that cannot be, on one now and then. */
function progress(quiet: boolean): { readonly on: (event: SweepEvent) => void; readonly end: () => void } {
  const isLive = process.stdout.isTTY && !quiet;
  const everyMillis = isLive ? liveMillis : heartbeatMillis;
  let shownAt = isLive ? 0 : performance.now();
  const wipe = (): void => void (isLive && process.stdout.write('\r\u001b[K'));
  const on = (event: SweepEvent): void => {
    if (event.is === 'journey') return print(journeyLine(event.journey));
    if (event.is === 'forecast') {
      wipe();
      return print(forecastLine(event.forecast));
    }
    if (quiet || performance.now() - shownAt < everyMillis) return;
    shownAt = performance.now();
    const line = `${event.done} of ${event.of}`;
    if (isLive) process.stdout.write(`\r\u001b[K${line}`);
    else print(line);
  };
  return { on, end: wipe };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

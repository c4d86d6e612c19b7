// `npm run score`: how many of the planted defects, or of the mutants, one configuration finds, how fast, by which judge, and how small. It may be interrupted
// at any time and goes on where it stopped. Exit codes: 0 all measured, 1 some campaign came to no end, 2 usage or rows that do not agree, 130 interrupted.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { rootAbove } from '../../scripts/tidy/root-above.js';
import { mutantMark, mutantNames } from '../../src/orchestrator/mutants/index.js';
import { millisOf } from './campaign-child.js';
import { chosenFaults } from './chosen-faults.js';
import { everyDefect } from './every-defect.js';
import { measureAll } from './measure-all.js';
import { readResults, resultFiles } from './read-results.js';
import { resultsOf, resultsText } from './results.js';
import { closingLine, rowLine } from './row-line.js';
import { ScoreFile } from './score-file.js';

interface Flags {
  readonly mutants: boolean;
  readonly only?: string;
  readonly sample?: number;
  readonly time: string;
  readonly atOnce: number;
  readonly seed: string;
  readonly out?: string;
  readonly record: boolean;
}

function asked(): Flags {
  return new Command('score')
    .description('start the orchestrator with each planted defect in turn and see what a campaign finds')
    .option('--mutants', 'mutants, and not defects', false)
    .option('--only <names>', 'these alone, with commas between them')
    .option('--sample <n>', 'the first n, of mutants in an order that the seed draws', whole)
    .option('--time <duration>', 'how long each campaign searches: 60s', timeText, '60s')
    .option('--at-once <n>', 'campaigns at once', whole, 2)
    .option('--seed <seed>', 'the seed of every campaign', 'score')
    .option('--out <file>', 'where rows go, and what is gone on with (default: one for each seed in topple-report)')
    .option('--record', 'keep what was measured for docs/scoreboard.md, in bench/score/results', false)
    .exitOverride()
    .parse()
    .opts<Flags>();
}

async function score(flags: Flags, signal: AbortSignal): Promise<number> {
  const { mutants, seed, time } = flags;
  const defects = await everyDefect();
  const faults = chosenFaults(defects, { mutants, seed, only: flags.only?.split(',') ?? null, sample: flags.sample ?? null });
  const what = mutants ? 'mutants' : 'defects';
  const file = new ScoreFile(flags.out ?? join('topple-report', `score-${what}-${seed}.ndjson`), { seed, time });
  const there = file.rows.length;
  let failed = 0;
  if (there > 0) say(`${there} rows are in ${file.path} already`);
  await measureAll(faults, {
    terms: { seed, time },
    atOnce: flags.atOnce,
    file,
    signal,
    onRow: (row) => say(`${String(file.rows.length).padStart(4)} ${rowLine(row)}`),
    onFailure: ({ name }, cause) => {
      failed++;
      process.stderr.write(`${name} has no row: ${cause instanceof Error ? cause.message : String(cause)}\n`);
    },
  });
  say(`${closingLine(file.rows)}; rows in ${file.path}`);
  if (signal.aborted) return 130;
  if (flags.record) record(what, file, mutants ? mutantNames().map((name) => mutantMark + name) : defects.map(({ name }) => name));
  return failed === 0 ? 0 : 1;
}

function record(what: keyof typeof resultFiles, file: ScoreFile, known: readonly string[]): void {
  const root = rootAbove(import.meta.url);
  const path = join(root, resultFiles[what]);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, resultsText(resultsOf(file.rows, readResults(root, what), known)));
  say(`kept in ${resultFiles[what]}; \`npm run docs\` makes docs/scoreboard.md of it`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('a whole number of at least 1 is wanted.');
  return Number(text);
}

function timeText(text: string): string {
  try {
    millisOf(text);
  } catch (cause) {
    throw new InvalidArgumentError(cause instanceof Error ? cause.message : '');
  }
  return text;
}

const abort = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => abort.abort());
process.stdout.on('error', () => undefined);
try {
  process.exitCode = await score(asked(), abort.signal);
} catch (error) {
  if (!(error instanceof CommanderError)) process.stderr.write(`score: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
}

#!/usr/bin/env node
// The command line: turns words into options and errors into exit codes. 0 clean, 1 a violation, 2 usage, 3 hollow, 130 interrupted.
import { randomBytes } from 'node:crypto';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { scenarios } from '../../scenarios/index.js';
import type { Intensity, World } from '../contract/index.js';
import { replayCommand } from './replay-command.js';
import { runCommand } from './run-command.js';
import { UsageError } from './usage.js';

const abort = new AbortController();

/** The first Ctrl-C ends the campaign with a partial report; the second ends it at once. */
function onSignal(): void {
  if (abort.signal.aborted) process.exit(130);
  abort.abort();
}

interface RunFlags {
  readonly world: World;
  readonly seed?: string;
  readonly runs?: number;
  readonly time?: number;
  readonly defect?: readonly string[];
  readonly faults: Intensity;
  readonly shard: { readonly index: number; readonly count: number };
  readonly maxFailures: number;
  readonly jobs?: number;
  readonly out: string;
  readonly quiet?: boolean;
}

function program(): Command {
  const topple = new Command('topple').description('Knock it over; see whether it gets up.').exitOverride().showSuggestionAfterError();
  topple
    .command('run [scenario]')
    .description('run a campaign: generated calls, faults, heal, judge, report')
    .addOption(new Option('--world <world>', 'where the system runs').choices(['sim', 'real']).default('real'))
    .option('--seed <seed>', 'what every draw depends on (default: a new one, printed first)')
    .option('--runs <n>', 'number of runs', whole)
    .option('--time <duration>', 'stop after this long: 60s, 5m, 500ms', duration)
    .option('--defect <name...>', 'start the system with these planted defects')
    .addOption(new Option('--faults <intensity>', 'how many faults a run has').choices(['none', 'light', 'heavy']).default('light'))
    .option('--shard <i/n>', 'only every nth run, counted from 1', shard, { index: 0, count: 1 })
    .option('--max-failures <n>', 'stop after this many distinct findings', whole, 1)
    .option('--jobs <n>', 'runs at once (default: sim one a core, real two a core)', whole)
    .option('--out <dir>', 'where the report goes', 'topple-report')
    .option('--quiet', 'no live line')
    .action(async (scenario: string | undefined, flags: RunFlags) => {
      process.exitCode = await runCommand({
        scenario,
        world: flags.world,
        seed: flags.seed ?? randomBytes(8).toString('hex'),
        runs: flags.runs ?? null,
        timeMillis: flags.time ?? null,
        defects: flags.defect ?? [],
        intensity: flags.faults,
        shard: flags.shard,
        findingsMax: flags.maxFailures,
        jobs: flags.jobs ?? null,
        out: flags.out,
        quiet: flags.quiet ?? false,
        signal: abort.signal,
        command: `topple ${process.argv.slice(2).join(' ')}`,
      });
    });
  topple
    .command('replay <plan>')
    .description('run one saved plan again: a file, or the id of a finding')
    .option('--times <n>', 'how often', whole, 1)
    .option('--out <dir>', 'where the last report is', 'topple-report')
    .action(async (file: string, flags: { readonly times: number; readonly out: string }) => {
      process.exitCode = await replayCommand({ file, times: flags.times, out: flags.out, signal: abort.signal });
    });
  topple
    .command('list')
    .description('the scenarios')
    .action(() => {
      for (const scenario of scenarios) process.stdout.write(`${scenario.name.padEnd(28)}${scenario.claim}\n`);
    });
  return topple;
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number of at least 1 is wanted.');
  return value;
}

function duration(text: string): number {
  const match = /^(\d+)(ms|s|m|h)?$/.exec(text);
  if (match === null) throw new InvalidArgumentError('a duration is wanted: 500ms, 60s, 5m, 1h.');
  const unit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[match[2] ?? 's'] ?? 1_000;
  return Number(match[1]) * unit;
}

function shard(text: string): { readonly index: number; readonly count: number } {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index < 1 || index > count) throw new InvalidArgumentError('i/n with 1 ≤ i ≤ n is wanted.');
  return { index: index - 1, count };
}

/** The exit code of an error, after saying what it was. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError || error instanceof RangeError) process.stderr.write(`topple: ${error.message}\n`);
  else process.stderr.write(`topple: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 2;
}

process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

#!/usr/bin/env node
// The command line: turns words into options and errors into exit codes. 0 clean, 1 a violation, 2 usage, 3 hollow, 130 interrupted.
// A command is loaded when it is called: help and mistakes are told at once, and Ctrl-C is heard from the first moment.
import { randomBytes } from 'node:crypto';
import { Command, CommanderError, Option } from 'commander';
import type { Intensity, World } from '../contract/index.js';
import { duration, port, shard, whole } from './option-values.js';
import type { ToxiproxyCommand } from './toxiproxy-command.js';
import { UsageError } from './usage.js';

const abort = new AbortController();

/** The first Ctrl-C ends what is under way, a campaign with a partial report; the second ends it at once. */
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
  readonly onlyFaults?: readonly string[];
  readonly file?: string;
  readonly shard: { readonly index: number; readonly count: number };
  readonly maxFailures: number;
  readonly jobs?: number;
  readonly out: string;
  readonly quiet?: boolean;
}

function program(): Command {
  const topple = new Command('topple').description('Knock it over; see whether it gets up.').exitOverride().showSuggestionAfterError();
  topple.addHelpText('after', examples('topple run', 'topple run --help') + exitCodes);
  addRun(topple);
  addSweep(topple);
  addReplay(topple);
  addCheck(topple);
  addServers(topple);
  topple
    .command('list')
    .description('the scenarios, with the defects that their systems can be started with')
    .addHelpText('after', examples('topple list'))
    .action(async () => (await import('./list-command.js')).listCommand());
  topple
    .command('doctor')
    .description('what is installed, what is used of it, and what is skipped')
    .addHelpText('after', examples('topple doctor', 'TOXIPROXY_URL=http://127.0.0.1:8474 topple doctor'))
    .action(async () => (await import('./doctor-command.js')).doctorCommand());
  return topple;
}

function addRun(topple: Command): void {
  topple
    .command('run [scenario]')
    .description('run a campaign: generated calls, faults, heal, judge, report')
    .addOption(new Option('--world <world>', 'where the system runs').choices(['sim', 'real']).default('real'))
    .option('--seed <seed>', 'what every draw depends on (default: a new one, printed first)')
    .option('--runs <n>', 'number of runs', whole)
    .option('--time <duration>', 'stop after this long: 60s, 5m, 500ms', duration)
    .option('--defect <name...>', 'start the system with these planted defects')
    .addOption(new Option('--faults <intensity>', 'how many faults a run has').choices(['none', 'light', 'heavy']).default('light'))
    .option('--only-faults <name...>', 'draw these kinds of fault and no others')
    .option('--file <yaml>', 'the journey that the scenario journeys walks: in its order with --faults none, else out of order')
    .addOption(
      new Option('--shard <i/n>', 'only every nth run, counted from 1')
        .argParser(shard)
        .default({ index: 0, count: 1 }, 'all of them: 1/1'),
    )
    .option('--max-failures <n>', 'stop after this many distinct findings', whole, 1)
    .option('--jobs <n>', 'runs at once (default: sim one a core, real two a core)', whole)
    .option('--out <dir>', 'where the report goes', 'topple-report')
    .option('--quiet', 'no live line')
    .addHelpText(
      'after',
      examples(
        'topple run',
        'topple run --world sim --runs 1000',
        'topple run pair --world sim --defect ack-before-persist --seed 7',
        'topple run --world sim --only-faults pause black-hole --faults heavy --runs 200',
        'topple run journeys --file examples/journeys/shop.yaml --faults none --runs 1',
      ),
    )
    .action(async (scenario: string | undefined, flags: RunFlags) => {
      const { runCommand } = await import('./run-command.js');
      process.exitCode = await runCommand({
        scenario,
        file: flags.file ?? null,
        onlyFaults: flags.onlyFaults ?? null,
        world: flags.world,
        seed: flags.seed ?? newSeed(),
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
}

interface SweepFlags {
  readonly world: World;
  readonly sample?: number;
  readonly seed: string;
  readonly time?: number;
  readonly pairs?: number;
  readonly defect?: readonly string[];
  readonly file?: string;
  readonly journey?: readonly string[];
  readonly jobs?: number;
  readonly out: string;
  readonly quiet?: boolean;
}

function addSweep(topple: Command): void {
  topple
    .command('sweep [scenario]')
    .description('break one thing at every point of passing journeys')
    .addOption(new Option('--world <world>', 'where points are run').choices(['sim', 'real']).default('sim'))
    .option('--sample <n>', 'only this many points, drawn from the seed and from all over', whole)
    .option('--file <yaml>', 'the journey that the scenario journeys walks')
    .option('--journey <name...>', 'only these journeys of the scenario')
    .option('--time <duration>', 'stop after this long, with what there is: 60s, 5m, 500ms', duration)
    .option('--jobs <n>', 'points at once (default: one a core)', whole)
    .option('--defect <name...>', 'start the system with these planted defects')
    .option('--pairs <n>', 'also this many pairs of faults, drawn from the seed', whole)
    .option('--seed <seed>', 'what pairs, samples, and journeys that are drawn, depend on', '0')
    .option('--out <dir>', 'where the report goes', 'topple-report')
    .option('--quiet', 'no live line')
    .addHelpText(
      'after',
      examples(
        'topple sweep pair',
        'topple sweep --time 60s',
        'topple sweep reference --world real --sample 100 --seed 7',
        'topple sweep journeys --file examples/journeys/shop.yaml',
        'topple sweep pair --defect ack-before-persist --pairs 100 --seed 7',
      ),
    )
    .action(async (scenario: string | undefined, flags: SweepFlags) => {
      const { sweepCommand } = await import('./sweep-command.js');
      process.exitCode = await sweepCommand({
        scenario,
        file: flags.file ?? null,
        journeys: flags.journey ?? null,
        world: flags.world,
        sample: flags.sample ?? null,
        seed: flags.seed,
        timeMillis: flags.time ?? null,
        pairs: flags.pairs ?? 0,
        defects: flags.defect ?? [],
        jobs: flags.jobs ?? null,
        out: flags.out,
        quiet: flags.quiet ?? false,
        signal: abort.signal,
        command: `topple ${process.argv.slice(2).join(' ')}`,
      });
    });
}

function addReplay(topple: Command): void {
  topple
    .command('replay <plan>')
    .description('run one saved plan again: a file, or the id of a finding')
    .option('--times <n>', 'at most so often, until it fails (default: sim 1, real 5)', whole)
    .option('--out <dir>', 'where the last report is', 'topple-report')
    .addHelpText('after', examples('topple replay 0wbdcmc --times 10', 'topple replay topple-report/corpus/0wbdcmc.json'))
    .action(async (file: string, flags: { readonly times?: number; readonly out: string }) => {
      const { replayCommand } = await import('./replay-command.js');
      process.exitCode = await replayCommand({ file, times: flags.times ?? null, out: flags.out, signal: abort.signal });
    });
}

function addCheck(topple: Command): void {
  topple
    .command('check <file>')
    .description('judge a recorded history, of JSON lines or EDN: is it linearizable?')
    .requiredOption('--model <model>', 'what was called: register, cas-register, kv-append, set, queue or lock')
    .option('--independent', 'values are pairs of a key and a value', false)
    .option('--steps <n>', 'what may be tried for a key before it is unknown (default: 5000000)', whole)
    .addHelpText(
      'after',
      examples('topple check history.jsonl --model cas-register', 'topple check history.edn --model queue --independent'),
    )
    .action(async (file: string, flags: { readonly model: string; readonly independent: boolean; readonly steps?: number }) => {
      const { checkCommand } = await import('./check-command.js');
      process.exitCode = checkCommand({ file, model: flags.model, independent: flags.independent, steps: flags.steps ?? null });
    });
}

function addServers(topple: Command): void {
  topple
    .command('up [scenario]')
    .description('start the system of a scenario as real processes with their proxies, print the addresses, stay')
    .option('--defect <name...>', 'start it with these planted defects')
    .addHelpText('after', examples('topple up', 'topple up pair --defect ack-before-persist'))
    .action(async (scenario: string | undefined, flags: { readonly defect?: readonly string[] }) => {
      const { upCommand } = await import('./up-command.js');
      process.exitCode = await upCommand({ scenario, defects: flags.defect ?? [], seed: newSeed(), signal: abort.signal });
    });
  topple
    .command('toxiproxy')
    .description('serve the embedded Toxiproxy alone')
    .option('--host <host>', 'where it listens', '127.0.0.1')
    .option('--port <port>', 'its port, 0 for any free one', port, 8474)
    .option('--seed <seed>', 'what its draws depend on', '0')
    .option('--config <file>', 'proxies to begin with, with their toxics, as JSON')
    .option('--strict', 'do as Toxiproxy 2.12 does, and know nothing more', false)
    .option('--proxy-metrics', 'serve /metrics, with the bytes of proxies', false)
    .option('--runtime-metrics', 'serve /metrics, with memory and time of this process', false)
    .addHelpText('after', examples('topple toxiproxy', 'topple toxiproxy --port 8475 --seed 7 --config proxies.json'))
    .action(async ({ config, ...flags }: Omit<ToxiproxyCommand, 'config' | 'signal'> & { readonly config?: string }) => {
      const { toxiproxyCommand } = await import('./toxiproxy-command.js');
      process.exitCode = await toxiproxyCommand({ ...flags, config, signal: abort.signal });
    });
}

function newSeed(): string {
  return randomBytes(8).toString('hex');
}

const exitCodes = `
Exit codes:
  0 clean  1 a violation  2 usage  3 too little happened  130 interrupted
`;

function examples(...commands: readonly string[]): string {
  return `\nExamples:\n${commands.map((command) => `  ${command}\n`).join('')}`;
}

/** The exit code of an error, after saying what it was. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError || error instanceof RangeError) process.stderr.write(`topple: ${error.message}\n`);
  else process.stderr.write(`topple: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 2;
}

// Who reads along may leave (`topple run | head`); the campaign and its files go on.
process.stdout.on('error', () => undefined);
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

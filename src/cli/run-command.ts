import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { CampaignEvent, Intensity, Reporter, Scenario, World } from '../contract/index.js';
import { runCampaign } from '../core/campaign/index.js';
import { encodeCase } from '../core/corpus/index.js';
import { crewOfThreads } from '../core/workers/index.js';
import { hashJson, type Json } from '../world/index.js';
import { scenarioGiven, type Wish } from './given.js';
import { reportersOf } from './reporters.js';
import { checkStart } from './scenario-named.js';

/** What `topple run` was told. */
export interface RunCommand extends Wish {
  readonly world: World;
  readonly seed: string;
  readonly runs: number | null;
  readonly timeMillis: number | null;
  readonly defects: readonly string[];
  readonly intensity: Intensity;
  readonly shard: { readonly index: number; readonly count: number };
  readonly findingsMax: number;
  /** Runs at once; null: as many as suit the world. */
  readonly jobs: number | null;
  readonly out: string;
  readonly quiet: boolean;
  readonly signal: AbortSignal;
  readonly command: string;
}

/** A simulated run keeps a core busy; a real one waits most of the time, for time-outs and for rest. */
const jobsDefault: Readonly<Record<World, () => number>> = { sim: availableParallelism, real: () => 2 * availableParallelism() };

/** Runs a campaign with its reports; answers the exit code. */
export async function runCommand(options: RunCommand): Promise<number> {
  const { scenario, given } = scenarioGiven(options);
  checkStart(scenario, options.world, options.defects);
  const { world, seed, defects, intensity, shard, findingsMax, out, signal, command } = options;
  const reporters = reportersOf(out, options.quiet);
  const corpus = join(out, 'corpus');
  try {
    const result = await runCampaign({
      scenario,
      world,
      seed,
      runs: options.runs ?? (options.timeMillis === null ? scenario.runs[world] : null),
      timeMillis: options.timeMillis,
      intensity,
      defects,
      shard,
      findingsMax,
      command,
      configurationHash: configurationHash(scenario, intensity),
      on: fanOut(reporters),
      save: (found) => {
        mkdirSync(corpus, { recursive: true });
        const file = join(corpus, `${found.id}.json`);
        writeFileSync(file, encodeCase(found));
        return relative(process.cwd(), file);
      },
      directory: out,
      jobs: options.jobs ?? jobsDefault[world](),
      threads: (crew) => crewOfThreads(crew, new URL('../../scenarios/index.js', import.meta.url).href, given),
      breathe: () => setImmediate(),
      clock: () => performance.now(),
      signal,
    });
    return result.exit;
  } finally {
    for (const reporter of reporters) await reporter.close();
  }
}

/** One hash of all that decides what is tried, the same for every defect and world. */
export function configurationHash(scenario: Scenario, intensity: Intensity): string {
  const parts: Json = [
    scenario.name,
    intensity,
    scenario.configuration,
    scenario.faults.map((fault) => [fault.name, fault.weight]),
    scenario.invariants.map((invariant) => invariant.name),
  ];
  return (hashJson(0x70b1e, parts) >>> 0).toString(16).padStart(8, '0');
}

/** One stream in, many reporters; one that throws never stops a run. */
function fanOut(reporters: readonly Reporter[]): (event: CampaignEvent) => void {
  const silent = new Set<Reporter>();
  return (event) => {
    for (const reporter of reporters) {
      if (silent.has(reporter)) continue;
      try {
        reporter.on(event);
      } catch (cause) {
        silent.add(reporter);
        process.stderr.write(`the ${reporter.name} report stopped: ${String(cause)}\n`);
      }
    }
  };
}

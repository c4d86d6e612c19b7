import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../contract/index.js';
import { fails, runPlan, violationsOf } from '../core/campaign/index.js';
import { type Case, decodeCase } from '../core/corpus/index.js';
import { checkCase } from './check-case.js';
import { checkStart, scenarioNamed } from './scenario-named.js';
import { usage } from './usage.js';

export interface ReplayCommand {
  /** A file, or the id of a case in `corpus/` or in the last report. */
  readonly file: string;
  /** At most so often, until it fails; null: once in the simulator, five times in the real world. */
  readonly times: number | null;
  readonly out: string;
  readonly signal: AbortSignal;
}

/** Real processes are never quite as fast as they were. */
const timesDefault: Readonly<Record<World, number>> = { sim: 1, real: 5 };

/** Runs one saved plan again until it fails: exit 1 when it fails as it did, 0 when it does not, 130 when it was interrupted. */
export async function replayCommand(options: ReplayCommand): Promise<number> {
  const { signal } = options;
  const found = read(options);
  const times = options.times ?? timesDefault[found.world];
  for (let time = 1; time <= times && !signal.aborted; time++) {
    if (!(await replayOnce(found, options))) continue;
    print(`${found.id}: ${found.signature} fails again, in run ${time}`);
    return 1;
  }
  if (signal.aborted) return 130;
  print(`${found.id}: ${found.signature} did not fail in ${times} ${times === 1 ? 'run' : 'runs'}`);
  return 0;
}

async function replayOnce(found: Case, { out, signal }: ReplayCommand): Promise<boolean> {
  const { world, defects, plan, signature, hash } = found;
  const { system, faults, invariants } = scenarioNamed(found.scenario);
  const result = await runPlan({ world, system, plan, faults, invariants, defects, directory: out, signal });
  for (const { violation } of violationsOf(result))
    print(`violated  ${violation.signature}: ${violation.claim} (${violation.subjects.join(', ')})`);
  if (world === 'sim' && hash !== null && !result.interrupted)
    print(result.hash === hash ? `hash ${hash} as recorded` : `hash ${String(result.hash)} differs from the recorded ${hash}`);
  return fails(result, signature);
}

/** @throws UsageError in one line, whatever is wrong with the file */
function read(options: ReplayCommand): Case {
  const file = fileOf(options);
  try {
    const found = decodeCase(readFileSync(file, 'utf8'));
    if (typeof found.scenario !== 'string') throw usage('"scenario" must be the name of one');
    const scenario = scenarioNamed(found.scenario);
    checkStart(scenario, found.world, found.defects);
    checkCase(found, scenario);
    return found;
  } catch (cause) {
    throw usage(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function fileOf({ file, out }: ReplayCommand): string {
  const places = [file, join('corpus', `${file}.json`), join(out, 'corpus', `${file}.json`)];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw usage(`there is no plan at ${places.join(', nor at ')}`);
  return found;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

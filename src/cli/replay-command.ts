import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fails, runPlan, violationsOf } from '../core/campaign/index.js';
import { decodeCase } from '../core/corpus/index.js';
import { scenarioNamed } from './run-command.js';
import { usage } from './usage.js';

export interface ReplayCommand {
  /** A file, or the id of a case in `corpus/` or in the last report. */
  readonly file: string;
  readonly times: number;
  readonly out: string;
  readonly signal: AbortSignal;
}

/** Runs one saved plan again: exit 1 when it fails as it did, 0 when it does not. */
export async function replayCommand(options: ReplayCommand): Promise<number> {
  const found = decodeCase(readFileSync(fileOf(options), 'utf8'));
  const scenario = scenarioNamed(found.scenario);
  const { world, defects, plan, signature } = found;
  let failed = 0;
  for (let time = 0; time < options.times && !options.signal.aborted; time++) {
    const result = await runPlan({
      world,
      system: scenario.system,
      plan,
      faults: scenario.faults,
      invariants: scenario.invariants,
      defects,
      directory: join(options.out, 'runs'),
      signal: options.signal,
    });
    if (fails(result, signature)) failed++;
    for (const { violation } of violationsOf(result))
      print(`violated  ${violation.signature}: ${violation.claim} (${violation.subjects.join(', ')})`);
    if (world === 'sim' && found.hash !== null)
      print(
        result.hash === found.hash
          ? `hash ${found.hash} as recorded`
          : `hash ${String(result.hash)} differs from the recorded ${found.hash}`,
      );
  }
  print(`${found.id}: ${signature} failed ${failed}/${options.times}`);
  return failed > 0 ? 1 : 0;
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

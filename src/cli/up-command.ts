import { once } from 'node:events';
import { tmpdir } from 'node:os';
import type { Plan } from '../contract/index.js';
import { exampleCalls } from './example-calls.js';
import { checkStart, scenarioNamed } from './scenario-named.js';

export interface UpCommand {
  readonly scenario: string | undefined;
  readonly defects: readonly string[];
  readonly seed: string;
  readonly signal: AbortSignal;
}

/** Starts a scenario's system as real processes, prints its addresses, and stays until it is interrupted. */
export async function upCommand({ scenario: name, defects, seed, signal }: UpCommand): Promise<number> {
  const scenario = scenarioNamed(name);
  checkStart(scenario, 'real', defects);
  const plan: Plan = { schema: 1, scenario: scenario.name, system: scenario.system.name, seed, knobs: {}, steps: [] };
  const trial = await scenario.system.open('real', plan, { defects, directory: tmpdir() });
  try {
    for (const [what, url] of trial.addresses ?? []) process.stdout.write(`${what.padEnd(28)}${url}\n`);
    const calls = exampleCalls(scenario.system, trial.addresses ?? new Map());
    if (calls.length > 0)
      process.stdout.write(`\nTry, through the proxy; no user or token is asked for:\n${calls.map((call) => `  ${call}\n`).join('')}`);
    process.stdout.write(`\nThe arrows are proxies. Ctrl-C ends it all.\n`);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await trial.close();
  }
  return 130;
}

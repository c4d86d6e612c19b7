import { setImmediate } from 'node:timers/promises';
import { scenarios } from '../scenarios/index.js';
import { runCampaign } from '../src/core/campaign/index.js';
import { percentile, type Row } from './row.js';

const runsMax = 600;

/** Each planted defect once: runs until it is found, evaluations of the shrinker, and what is left. */
export async function shrinking(): Promise<readonly Row[]> {
  const scenario = scenarios.find(({ name }) => name === 'reference');
  if (scenario === undefined) throw new RangeError('there is a scenario called reference');
  const found: { readonly evaluations: number; readonly steps: number }[] = [];
  const rows: Row[] = [];
  for (const defect of scenario.system.defects) {
    const begun = performance.now();
    const { findings, runs } = await runCampaign({
      scenario,
      world: 'sim',
      seed: 'bench',
      runs: runsMax,
      timeMillis: null,
      intensity: 'light',
      defects: [defect],
      shard: { index: 0, count: 1 },
      findingsMax: 1,
      command: '',
      configurationHash: '',
      on: () => undefined,
      save: () => '',
      directory: '',
      jobs: 1,
      clock: () => performance.now(),
      signal: new AbortController().signal,
      breathe: () => setImmediate(),
    });
    for (const { evaluations, plan } of findings) found.push({ evaluations, steps: plan.steps.length });
    const seconds = (performance.now() - begun) / 1_000;
    rows.push({
      what: `${defect}: ${findings.length === 0 ? 'not found in' : 'found, shrunk and repeated after'} ${runs} runs`,
      value: seconds,
      unit: 's',
      target: '≤ 30',
    });
  }
  return [
    ...rows,
    {
      what: 'evaluations of one shrink, median',
      value: percentile(
        found.map(({ evaluations }) => evaluations),
        50,
      ),
      unit: '',
      target: '≤ 60',
    },
    {
      what: 'steps that are left, median',
      value: percentile(
        found.map(({ steps }) => steps),
        50,
      ),
      unit: '',
      target: null,
    },
  ];
}

// `npm run bench -- [NAME…] [--rounds N] [--minutes N]`: the figures in the design, on this machine, as a table and as JSON; without a name, all of them that
// do not take minutes. Figures are compared within one run only.
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Row } from './row.js';
import { realRuns } from './real-runs.js';
import { realStart } from './real-start.js';
import { shrinking } from './shrinking.js';
import { simCluster } from './sim-cluster.js';
import { stalledReader, toxiproxyBeside, toxiproxySoak } from './toxiproxy/index.js';
import { wholeRuns } from './whole-runs.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' }, minutes: { type: 'string', default: '10' } },
});
const benches: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  'sim-cluster': simCluster,
  'whole-runs': wholeRuns,
  shrinking,
  toxiproxy: async () => [...(await toxiproxyBeside(Number(values.rounds))), ...(await stalledReader())],
  'real-start': realStart,
  'real-runs': realRuns,
};
/** These take minutes, and run only when they are named. */
const longBenches: typeof benches = { 'toxiproxy-soak': () => toxiproxySoak(Number(values.minutes)) };

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version, load: loadavg()[0] ?? 0 };
process.stdout.write(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${rounded(machine.load)} before the start\n\n`);
const rows: Row[] = [];
for (const name of positionals.length === 0 ? Object.keys(benches) : positionals) {
  const bench = benches[name] ?? longBenches[name];
  if (bench === undefined)
    throw new RangeError(`no bench is called ${name}; there are ${Object.keys({ ...benches, ...longBenches }).join(', ')}`);
  for (const row of await bench()) {
    rows.push(row);
    const { what, value, unit, target } = row;
    process.stdout.write(
      `${what.padEnd(64)}${rounded(value).padStart(12)} ${unit.padEnd(14)}${target === null ? '' : `to reach: ${target}`}\n`,
    );
  }
}
process.stdout.write(`\n${JSON.stringify({ machine, rows })}\n`);

function rounded(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 4 });
}

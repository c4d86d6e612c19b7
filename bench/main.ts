// `npm run bench`: what exists so far of the figures in the design, on this machine, as a table and as JSON. Figures are compared within one run only.
import { cpus, loadavg } from 'node:os';
import type { Row } from './row.js';
import { realRuns } from './real-runs.js';
import { realStart } from './real-start.js';
import { shrinking } from './shrinking.js';
import { simCluster } from './sim-cluster.js';
import { toxiproxyBeside } from './toxiproxy-beside.js';
import { wholeRuns } from './whole-runs.js';

const benches: readonly (() => Promise<readonly Row[]>)[] = [simCluster, wholeRuns, shrinking, toxiproxyBeside, realStart, realRuns];

const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version, load: loadavg()[0] ?? 0 };
process.stdout.write(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${rounded(machine.load)} before the start\n\n`);
const rows: Row[] = [];
for (const bench of benches) {
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

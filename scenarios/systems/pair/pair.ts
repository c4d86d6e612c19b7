import { fileURLToPath } from 'node:url';
import type { OpenOptions, Plan, System, Topology, Trial, World } from '../../../src/contract/index.js';
import { startProcesses } from '../../../src/core/processes/index.js';
import { hostOf, simulate } from '../../../src/core/simulator/index.js';
import { defectFile, defectNames, loadDefects } from '../defect-files.js';
import type { PairBuild } from './pair-log.js';
import { correctPairRules, pairMachine, type PairRules } from './pair-machine.js';
import { factsOf, pairOperations } from './pair-operations.js';

const folder = new URL('./defects/', import.meta.url);
const second = 1_000_000;

const topology: Topology = {
  nodes: [
    { id: 'primary1', role: 'primary' },
    { id: 'backup1', role: 'backup' },
  ],
  links: [
    { from: 'client', to: 'primary1', kind: 'stream' },
    { from: 'primary1', to: 'backup1', kind: 'lossy' },
    { from: 'backup1', to: 'primary1', kind: 'lossy' },
  ],
  envelope: [],
  builds: [
    { role: 'primary', build: 'previous' },
    { role: 'backup', build: 'previous' },
  ],
};

/** A primary and its backup: the smallest system that is worth breaking. */
export const pair: System = {
  name: 'pair',
  worlds: ['sim', 'real'],
  kinds: [{ name: 'value', parent: null, refs: [] }],
  operations: pairOperations,
  topology: () => topology,
  observe: () => [
    { layer: 'intent', looks: [{ op: 'values.list', args: {}, to: null }], read: ([answer]) => factsOf('intent', answer) },
    { layer: 'actual', looks: [{ op: 'copies.list', args: {}, to: null }], read: ([answer]) => factsOf('actual', answer) },
  ],
  leader: null,
  setUp: () => [],
  canary: (name) => [
    { op: 'value.put', args: { name, value: 1 }, makes: null, rest: false },
    { op: 'value.get', args: { name }, makes: null, rest: false },
    { op: 'value.delete', args: { name }, makes: null, rest: true },
  ],
  janitor: (facts) =>
    facts
      .filter((fact) => fact.layer === 'intent')
      .map((fact) => ({ op: 'value.delete', args: { name: fact.key.slice('/values/'.length) }, makes: null, rest: false })),
  defects: defectNames(folder),
  bounds: { settle: 10 * second, stay: 300_000, slo: 2 * second, keyLife: 600 * second, lag: 2 * second },
  open,
};

async function open(world: World, plan: Plan, options: OpenOptions): Promise<Trial> {
  const defects = await loadDefects<{ replace(rules: PairRules): PairRules }>(folder, options.defects);
  const rules = defects.reduce((made, defect) => defect.replace(made), correctPairRules);
  const host = (build: PairBuild) => () => hostOf(pairMachine(rules, build));
  const peers: Readonly<Record<string, string>> = { primary1: 'backup1', backup1: 'primary1' };
  const nodes = topology.nodes.map(({ id, role }) => ({ id, role, config: { role, peer: peers[id] ?? '' } }));
  const own = host('present');
  const previous = host('previous');
  if (world === 'sim')
    return simulate({ topology, seed: plan.seed, nodes: nodes.map((node) => ({ ...node, open: own, builds: { previous } })) });
  const main = fileURLToPath(new URL('./main.js', import.meta.url));
  const files = options.defects.flatMap((name) => ['--rules', defectFile(folder, name)]);
  const command = [process.execPath, main, ...files];
  const builds = { previous: { command: [...command, '--build', 'previous'], hosted: previous } };
  const processes = nodes.map((node) => ({ ...node, command, serves: { http: true, message: true }, hosted: own, builds }));
  return startProcesses({ topology, nodes: processes, seed: plan.seed, directory: options.directory, toxiproxy: 'auto' });
}

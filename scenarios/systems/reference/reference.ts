// The bundled orchestrator as a system under test: a gateway, three managers, two syncers, two edge clusters.
import { fileURLToPath } from 'node:url';
import type { Errand, OpenOptions, Plan, System, Topology, Trial, World } from '../../../src/contract/index.js';
import { startProcesses } from '../../../src/core/processes/index.js';
import { hostOf, simulate } from '../../../src/core/simulator/index.js';
import {
  type Config,
  correctRules,
  type Defect,
  limitsDefault,
  machineOf,
  type Role,
  timingsDefault,
  timingsReal,
} from '../../../src/orchestrator/index.js';
import { mutant, mutantMark, mutantNames } from '../../../src/orchestrator/mutants/index.js';
import { asObject, type Json } from '../../../src/world/index.js';
import { defectFile, defectNames, loadDefects } from '../defect-files.js';
import { observationsOf } from './reference-facts.js';
import { teardownOf } from './reference-janitor.js';
import { levels, setUpOf, shortLifeOf } from './reference-life.js';
import { nextOf } from './reference-more.js';
import { referenceKinds } from './reference-kinds.js';
import { referenceOperations } from './reference-operations.js';
import { moveIn } from './reference-tenants.js';
import { namesOf } from './reference-world.js';

/** Defects are named here by their files alone. */
export const defectsFolder = new URL('../../../src/orchestrator/defects/', import.meta.url);
const second = 1_000_000;

const managers = ['manager1', 'manager2', 'manager3'];
const syncers = ['syncer1', 'syncer2'];
const clusters = ['cluster1', 'cluster2'];

const lossy = (from: string, to: string) => ({ from, to, kind: 'lossy' as const });
const stream = (from: string, to: string) => ({ from, to, kind: 'stream' as const });
const both = (one: string, other: string) => [lossy(one, other), lossy(other, one)];

const topology: Topology = {
  nodes: [
    { id: 'gateway1', role: 'gateway' },
    ...managers.map((id) => ({ id, role: 'manager' })),
    ...syncers.map((id) => ({ id, role: 'syncer' })),
    ...clusters.map((id) => ({ id, role: 'cluster' })),
  ],
  links: [
    stream('client', 'gateway1'),
    ...managers.flatMap((manager) => both('gateway1', manager)),
    ...managers.flatMap((one) => managers.filter((other) => other !== one).map((other) => lossy(one, other))),
    ...syncers.flatMap((syncer) => managers.flatMap((manager) => both(syncer, manager))),
    ...syncers.flatMap((syncer) => clusters.map((cluster) => stream(syncer, cluster))),
  ],
  // A manager checks every line of its files, and refuses to start with a rotten one: the others go on. A cluster checks nothing. Gateways and syncers keep nothing.
  envelope: [
    { role: 'manager', downMax: 3, lostMax: 1, lieMax: 0 },
    { role: 'cluster', downMax: 2, lostMax: 0, lieMax: 0 },
  ],
};

export const reference: System = {
  name: 'reference',
  worlds: ['sim', 'real'],
  kinds: referenceKinds,
  operations: referenceOperations,
  topology: () => topology,
  observe: observationsOf,
  leader: { role: 'manager', mark: 'became-leader' },
  setUp: (knobs) => {
    const level = asObject(knobs)?.['setUp'];
    if (Array.isArray(level)) return level as unknown as readonly Errand[];
    const done = levels.slice(1, levels.findIndex((each) => each === level) + 1);
    const names = namesOf('');
    const stages: Readonly<Record<string, readonly Errand[]>> = setUpOf(names);
    const besides: Readonly<Record<string, readonly Errand[]>> = { next: nextOf(names), neighbours: moveIn(names) };
    return [...done.flatMap((stage) => stages[stage] ?? []), ...(besides[String(asObject(knobs)?.['besides'])] ?? [])];
  },
  canary: (name) => shortLifeOf(namesOf(name)),
  janitor: teardownOf,
  // stay: longest retry of a syncer and its sweep, both 1-2 s; slo: a gateway tries for 3 s before it says that it cannot; lease: that of a syncer, in real.
  bounds: { settle: 30 * second, stay: 2_500_000, slo: 4 * second, keyLife: 600 * second, lease: 3 * second, lag: 2 * second },
  defects: defectNames(defectsFolder),
  mutants: mutantNames().map((name) => mutantMark + name),
  open,
};

async function open(world: World, plan: Plan, options: OpenOptions): Promise<Trial> {
  const defects = await Promise.all(options.defects.map(loadDefect));
  const rules = defects.reduce((made, defect) => defect.replace(made), correctRules);
  const timings = world === 'sim' ? timingsDefault : timingsReal;
  const limits = { ...limitsDefault, ...limitsIn(plan.knobs) };
  const nodes = topology.nodes.map(({ id, role }) => {
    const config: Config = { id, managers, timings, limits };
    return { id, role, config: config as unknown as Json, host: () => hostOf(machineOf(role as Role, rules)) };
  });
  if (world === 'sim') return simulate({ topology, seed: plan.seed, nodes: nodes.map(({ host, ...node }) => ({ ...node, open: host })) });
  const main = fileURLToPath(new URL('../../../src/orchestrator/main/node.js', import.meta.url));
  const files = options.defects.flatMap((name) => ['--rules', rulesFile(name)]);
  const processes = nodes.map(({ host, ...node }) => ({
    ...node,
    command: [process.execPath, main, '--role', node.role, ...files],
    serves: { http: true, message: node.role !== 'cluster' },
    hosted: host,
  }));
  return startProcesses({ topology, nodes: processes, seed: plan.seed, directory: options.directory, toxiproxy: 'auto' });
}

/** A short log makes snapshots within one run. */
function limitsIn(knobs: Json): Pick<Config['limits'], 'logEntriesMax'> | null {
  const logEntriesMax = asObject(knobs)?.['logEntriesMax'];
  return typeof logEntriesMax === 'number' ? { logEntriesMax } : null;
}

async function loadDefect(name: string): Promise<Defect> {
  if (name.startsWith(mutantMark)) return mutant(name);
  const [defect] = await loadDefects<Defect>(defectsFolder, [name]);
  return defect as Defect;
}

/** What a node's process is told to load. */
function rulesFile(name: string): string {
  if (!name.startsWith(mutantMark)) return defectFile(defectsFolder, name);
  return `${fileURLToPath(new URL('../mutants/index.js', defectsFolder))}#${name}`;
}

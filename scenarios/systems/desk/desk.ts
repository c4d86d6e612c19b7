// A service that nobody here wrote, as far as the harness can tell: a program with an HTTP API, told by its command line where to listen.
import { fileURLToPath } from 'node:url';
import type { Errand, Fact, OpenOptions, Plan, System, Topology, Trial, World } from '../../../src/contract/index.js';
import { startProcesses } from '../../../src/core/processes/index.js';
import { defectNames, loadDefects } from '../defect-files.js';
import { deskOperations, volumesOf } from './desk-operations.js';

const folder = new URL('./defects/', import.meta.url);
const second = 1_000_000;

const topology: Topology = {
  nodes: [{ id: 'desk1', role: 'desk' }],
  links: [{ from: 'client', to: 'desk1', kind: 'stream' }],
  envelope: [],
};

/** A volume from nothing to nothing. With `patience` each step waits until the one before is done; without, the calls come as fast as they are answered. */
export function volumeLife(name: string, patience: boolean): readonly Errand[] {
  return [
    { op: 'volume.create', args: { name }, makes: null, rest: false },
    { op: 'volume.attach', args: { name, server: 'server1' }, makes: null, rest: false },
    { op: 'volume.detach', args: { name }, makes: null, rest: patience },
    { op: 'volume.delete', args: { name }, makes: null, rest: patience },
  ];
}

/** The volume desk: one process, one link, no model. */
export const desk: System = {
  name: 'desk',
  worlds: ['real'],
  kinds: [{ name: 'volume', parent: null, refs: [] }],
  operations: deskOperations,
  topology: () => topology,
  observe: () => [{ layer: 'intent', looks: [{ op: 'volumes.list', args: {}, to: null }], read: ([answer]) => volumesOf(answer) }],
  leader: null,
  setUp: () => [],
  canary: (name) => volumeLife(name, true),
  janitor: (facts) => facts.flatMap(nextErrandOf),
  // An attach and the detach that waits for it take 0.8 s; the rest is for a machine that has other things to do.
  bounds: { settle: 3 * second, stay: second / 2, slo: second, keyLife: 600 * second, lag: 2 * second },
  defects: defectNames(folder),
  open,
};

/** A volume that is in use is detached, one that is free is deleted; one that is on its way is waited for. */
function nextErrandOf({ state, body }: Fact): readonly Errand[] {
  if (state === 'in-use') return [{ op: 'volume.detach', args: body, makes: null, rest: false }];
  return state === 'available' ? [{ op: 'volume.delete', args: body, makes: null, rest: false }] : [];
}

async function open(world: World, plan: Plan, options: OpenOptions): Promise<Trial> {
  if (world === 'sim')
    throw new RangeError('the desk is a program with sockets of its own: it runs in the real world alone (--world real)');
  const defects = await loadDefects<{ readonly arguments: readonly string[] }>(folder, options.defects);
  const program = fileURLToPath(new URL('./desk-service.js', import.meta.url));
  const listen = ['--port', '{port:http}', '--file', '{directory}/desk.json'];
  const node = {
    id: 'desk1',
    role: 'desk',
    command: [process.execPath, program, ...listen, ...defects.flatMap((defect) => defect.arguments)],
    config: null,
    serves: { http: true, message: false },
    hosted: null,
    foreign: { readyPath: '/volumes' },
  };
  return startProcesses({ topology, nodes: [node], seed: plan.seed, directory: options.directory, toxiproxy: 'auto' });
}

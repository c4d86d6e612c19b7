// etcd, as Debian ships it, and two holders of its lock. None of the three programs knows of the harness; it stands between them and breaks their links.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Errand, Fact, OpenOptions, Plan, System, Topology, Trial, World } from '../../../src/contract/index.js';
import { startProcesses } from '../../../src/core/processes/index.js';
import { defectNames, loadDefects } from '../defect-files.js';
import { etcdOperations, holdersOf, keysOf } from './etcd-operations.js';

const folder = new URL('./defects/', import.meta.url);
const second = 1_000_000;

export const holders: readonly string[] = ['holder1', 'holder2'];

const topology: Topology = {
  nodes: [{ id: 'etcd1', role: 'etcd' }, ...holders.map((id) => ({ id, role: 'holder' }))],
  links: [
    { from: 'client', to: 'etcd1', kind: 'stream' },
    ...holders.map((to) => ({ from: 'client', to, kind: 'stream' as const })),
    ...holders.map((from) => ({ from, to: 'etcd1', kind: 'stream' as const })),
  ],
  envelope: [],
};

/** A holder takes the lock, writes, and lets go. */
export function holderLife(holder: string, value: string): readonly Errand[] {
  return ['lock.acquire', 'register.write', 'lock.release'].map((op) => ({ op, args: { holder, value }, makes: null, rest: false }));
}

/** etcd with two clients that guard a register with its lock. */
export const etcd: System = {
  name: 'etcd',
  worlds: ['real'],
  kinds: [
    { name: 'lock', parent: null, refs: [] },
    { name: 'register', parent: null, refs: [] },
  ],
  operations: etcdOperations,
  topology: () => topology,
  observe: () => [
    {
      layer: 'intent',
      looks: holders.map((to) => ({ op: 'holder.look', args: { holder: to }, to })),
      read: (answers) => holdersOf(holders, answers),
    },
    { layer: 'actual', looks: [{ op: 'keys.list', args: {}, to: null }], read: ([answer]) => keysOf(answer) },
  ],
  leader: null,
  setUp: () => [],
  canary: (name) => holders.flatMap((holder) => holderLife(holder, name)),
  janitor: (facts) => facts.flatMap(errandOf),
  // A holder that waits for the lock gives up after 2.5 s; a lease that nobody renews lasts 1 s and at most 1 s more.
  bounds: { settle: 10 * second, stay: 600_000, slo: 4 * second, keyLife: 600 * second, lag: 2 * second },
  defects: defectNames(folder),
  missing: () => (isEtcdOnPath() ? null : 'etcd is not on PATH'),
  open,
};

/** Whether Debian's etcd, or another, can be started here. */
export function isEtcdOnPath(): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((place) => {
    try {
      accessSync(join(place, 'etcd'), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function errandOf({ key, state, body }: Fact): readonly Errand[] {
  if (state === 'holding') return [{ op: 'lock.release', args: body, makes: null, rest: false }];
  return key === '/register' ? [{ op: 'register.delete', args: {}, makes: null, rest: false }] : [];
}

/** A lease of one second needs short heartbeats: etcd's shortest is one and a half elections. */
const etcdCommand: readonly string[] = [
  'etcd',
  ...['--listen-client-urls', 'http://127.0.0.1:{port:http}', '--advertise-client-urls', 'http://127.0.0.1:{port:http}'],
  ...['--listen-peer-urls', 'http://127.0.0.1:{port:peer}', '--initial-advertise-peer-urls', 'http://127.0.0.1:{port:peer}'],
  ...['--initial-cluster', 'default=http://127.0.0.1:{port:peer}', '--data-dir', '{directory}/etcd'],
  ...['--heartbeat-interval', '50', '--election-timeout', '500', '--logger', 'zap', '--log-level', 'error'],
];

async function open(world: World, plan: Plan, options: OpenOptions): Promise<Trial> {
  if (world === 'sim') throw new RangeError('etcd is a program with sockets of its own: it runs in the real world alone (--world real)');
  if (!isEtcdOnPath()) throw new RangeError('skipped, because etcd is not on PATH');
  const defects = await loadDefects<{ readonly arguments: readonly string[] }>(folder, options.defects);
  const program = fileURLToPath(new URL('./holder.js', import.meta.url));
  const holderCommand = [
    process.execPath,
    program,
    '--port',
    '{port:http}',
    '--etcd',
    '{peer:etcd1}',
    ...defects.flatMap((defect) => defect.arguments),
  ];
  const nodes = topology.nodes.map(({ id, role }) => ({
    id,
    role,
    command: role === 'etcd' ? etcdCommand : holderCommand,
    config: null,
    serves: { http: true, message: false },
    hosted: null,
    foreign: { readyPath: role === 'etcd' ? '/health' : '/state' },
  }));
  return startProcesses({ topology, nodes, seed: plan.seed, directory: options.directory, toxiproxy: 'auto' });
}

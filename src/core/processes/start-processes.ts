import { rmSync } from 'node:fs';
import type { Reexecution, Topology, Trial } from '../../contract/index.js';
import { Clock } from '../../world/node/index.js';
import { asBuilt } from './as-built.js';
import { Guard } from './guard.js';
import { folderOf, recordOf } from './launch-of.js';
import { NodeGroup } from './node-group.js';
import { findPlace, makeDirectory, type Place } from './place.js';
import { PortBlocks } from './port-blocks.js';
import type { ProcessNode } from './process-node.js';
import { ProcessTrial } from './process-trial.js';
import { Proxies } from './proxies.js';
import { type Flight, reexecute } from './reexecute.js';
import { startToxiproxyServer, type ToxiproxyServer } from './toxiproxy-server.js';

export interface ProcessesOptions {
  readonly topology: Topology;
  readonly nodes: readonly ProcessNode[];
  /** Decides the draws of our nodes and of the embedded Toxiproxy. */
  readonly seed: string;
  /** Where the trial makes a folder of its own, which it removes at its end (recordings that differed stay); null: among temporary files. */
  readonly directory: string | null;
  /** `auto`: `TOXIPROXY_URL`, else `toxiproxy-server` on PATH, else the embedded one; `embedded`; or an address. */
  readonly toxiproxy: 'auto' | 'embedded' | (string & {});
}

/** What has to be ended, in the order in which it came to be. */
class Holdings {
  readonly guard = new Guard();
  readonly blocks = new PortBlocks();
  readonly directory: string;
  readonly #ends: (() => Promise<void>)[] = [];

  constructor(directory: string | null) {
    this.directory = makeDirectory(directory);
    this.guard.tell({ what: 'directory', path: this.directory });
  }

  /** Last come, first ended. */
  onClose(end: () => Promise<void>): void {
    this.#ends.unshift(end);
  }

  async endAll(): Promise<void> {
    for (const end of this.#ends.splice(0)) await end();
    await this.blocks.close();
  }

  async dismissGuard(): Promise<void> {
    this.guard.tell({ what: 'directory-gone', path: this.directory });
    await this.guard.dismiss();
  }
}

/**
 * Starts every node as a process, with a proxy on every link, and answers when all are up. Whatever ends the harness, a guardian ends the rest.
 *
 * @throws Error when a node or the Toxiproxy server cannot be started; nothing is left then
 */
export async function startProcesses(options: ProcessesOptions): Promise<Trial> {
  const holdings = new Holdings(options.directory);
  try {
    return await assemble(options, holdings);
  } catch (error) {
    await holdings.endAll();
    rmSync(holdings.directory, { recursive: true, force: true });
    await holdings.dismissGuard();
    throw error;
  }
}

async function assemble({ topology, nodes, seed, toxiproxy }: ProcessesOptions, holdings: Holdings): Promise<Trial> {
  const { guard, blocks, directory } = holdings;
  const clock = new Clock(null);
  const starting = startToxiproxyServer(toxiproxy, seed, guard, blocks);
  starting.catch(() => undefined);
  holdings.onClose(async () => (await starting.catch(() => null))?.end());
  const place = await findPlace(topology, nodes, directory, blocks);
  let isReady = (): void => undefined;
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  const group = new NodeGroup({ place, nodes, guard, clock, seed, ready });
  holdings.onClose(() => group.close());
  group.start();
  const server = await starting;
  const proxies = new Proxies(server.url);
  await makeProxies(server, proxies, place, holdings);
  const { counts, toxics } = await proxies.capabilities();
  const close = (): Promise<Reexecution | null> => closeAll(holdings, place, nodes);
  const foreign = new Set(nodes.filter(({ hosted }) => hosted === null).map(({ id }) => id));
  const hasBuilds = nodes.some(({ builds }) => builds !== undefined);
  const trial = new ProcessTrial({ clock, place, group, proxies, counts, toxics, foreign, hasBuilds, lost: server.lost, close });
  isReady();
  await group.allUp();
  return trial;
}

/** A server that was there before us keeps nothing of ours. */
async function makeProxies(server: ToxiproxyServer, proxies: Proxies, place: Place, holdings: Holdings): Promise<void> {
  if (!server.isOurs) {
    for (const proxy of place.proxies) holdings.guard.tell({ what: 'proxy', url: proxies.pathOf(proxy) });
    holdings.onClose(() => proxies.remove(place.proxies));
  }
  await proxies.create(place.proxies);
}

/** One for each build. */
function flightsOf(place: Place, node: ProcessNode): readonly Flight[] {
  return [null, ...Object.keys(node.builds ?? {})].flatMap((build) => {
    const { hosted } = asBuilt(node, build);
    return hosted === null ? [] : [{ node: node.id, record: recordOf(place, node, build), open: hosted }];
  });
}

async function closeAll(holdings: Holdings, place: Place, nodes: readonly ProcessNode[]): Promise<Reexecution | null> {
  try {
    await holdings.endAll();
    const flights = nodes.flatMap((node) => flightsOf(place, node));
    const found = flights.length === 0 ? null : await reexecute(flights);
    for (const node of nodes) rmSync(folderOf(place, node), { recursive: true, force: true });
    if (found === null || found.differences.length === 0) rmSync(place.directory, { recursive: true, force: true });
    return found;
  } finally {
    await holdings.dismissGuard();
  }
}

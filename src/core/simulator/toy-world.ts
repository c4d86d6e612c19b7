// For tests of the simulator: worlds of two toy stores, and a client that asks them.
import type { Happening, Host, Send, Topology, Trial } from '../../contract/index.js';
import { bytesOf, type Micros, type NodeId } from '../../world/index.js';
import { hostOf } from './machine-host.js';
import { type SimulatedTrial, type SimulatorOptions, simulate } from './simulate.js';
import { toyStore } from './toy-store.js';

export const toyTopology: Topology = {
  nodes: [
    { id: 'a', role: 'store' },
    { id: 'b', role: 'store' },
  ],
  links: [
    { from: 'a', to: 'b', kind: 'lossy' },
    { from: 'b', to: 'a', kind: 'lossy' },
    { from: 'client', to: 'a', kind: 'stream' },
    { from: 'client', to: 'b', kind: 'stream' },
  ],
  envelope: [{ role: 'store', downMax: 2, lostMax: 0, lieMax: 0 }],
};

export function toyWorld(options: Partial<SimulatorOptions> = {}, open: () => Host = () => hostOf(toyStore)): SimulatedTrial {
  const node = (id: NodeId, peer: NodeId) => ({ id, role: 'store', config: { peer }, open });
  return simulate({ topology: toyTopology, nodes: [node('a', 'b'), node('b', 'a')], seed: '1', freeze: true, ...options });
}

export function put(id: number, to: NodeId, key: string, value: string, timeout: Micros = 1_000_000): Send {
  return { do: 'request', id, to, request: { method: 'PUT', path: `/${key}`, headers: {}, body: bytesOf(value) }, timeout, direct: false };
}

export function get(id: number, to: NodeId, key: string): Send {
  return { do: 'request', id, to, request: { method: 'GET', path: `/${key}`, headers: {}, body: null }, timeout: 1_000_000, direct: true };
}

/** Everything that happens up to `until`. */
export function watch(trial: Trial, until: Micros): readonly Happening[] {
  const seen: Happening[] = [];
  for (;;) {
    const happening = trial.next(until);
    if (happening instanceof Promise) throw new Error('this world answers at once');
    if (happening.is === 'tick') return seen;
    seen.push(happening);
  }
}

/** The same for a world that answers later. */
export async function watchLater(trial: Trial, until: Micros): Promise<readonly Happening[]> {
  const seen: Happening[] = [];
  for (;;) {
    const happening = await trial.next(until);
    if (happening.is === 'tick') return seen;
    seen.push(happening);
  }
}

/** How request `id` was answered. */
export function answerTo(id: number, happenings: readonly Happening[]) {
  for (const happening of happenings) if (happening.is === 'answer' && happening.id === id) return happening.answer;
  return null;
}

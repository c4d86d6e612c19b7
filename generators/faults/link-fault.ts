import type { Break, Fault, Hand, LinkFault, Topology } from '../../src/contract/index.js';
import { type Draw, type Json, type Micros, type NodeId, pick } from '../../src/world/index.js';

export interface LinkFaultOptions {
  readonly name: string;
  readonly weight: number;
  /** Which links it may be put on. */
  readonly links: 'any' | 'lossy' | 'stream';
  readonly needs?: readonly string[];
  /** Draws how strong it is. */
  readonly strength: (draw: Draw) => Json;
  readonly effect: (strength: Json) => LinkFault;
  readonly streams: (draw: Draw) => readonly ('upstream' | 'downstream')[];
  /** Both ways: also on the link back, where there is one. */
  readonly bothWays: boolean;
  readonly lastsMax: Micros;
}

interface Args {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly streams: readonly ('upstream' | 'downstream')[];
  readonly strength: Json;
}

/** A fault of one link (or both directions of it): drawn, injected and healed. */
export function linkFault(options: LinkFaultOptions): Fault {
  return {
    name: options.name,
    needs: options.needs ?? [],
    weight: options.weight,
    draw: (draw, topology) => drawBreak(options, draw, topology),
    weaken: (broken) => shorter(broken),
    inject: (broken, _on, topology) => hands(options, broken, topology, false),
    heal: (broken, _on, topology) => hands(options, broken, topology, true),
  };
}

function drawBreak(options: LinkFaultOptions, draw: Draw, topology: Topology): Pick<Break, 'on' | 'args' | 'lasts'> | null {
  const links = topology.links.filter((link) => options.links === 'any' || link.kind === options.links);
  if (links.length === 0) return null;
  const { from, to } = pick(draw, 'link', links);
  const args = { from, to, streams: options.streams(draw), strength: options.strength(draw) };
  return { on: [], args, lasts: lasting(draw, options.lastsMax) };
}

/** Most faults are short, some last: half of the draws are below an eighth of the longest. */
export function lasting(draw: Draw, longest: Micros): Micros {
  const scale = pick(draw, 'scale', [8, 8, 4, 2, 1]);
  return 20_000 + draw('lasts', Math.floor(longest / scale));
}

/** The same fault for a quarter of the time, then for half of it. */
export function shorter(broken: Break): readonly Break[] {
  return [4, 2].map((part) => ({ ...broken, lasts: Math.floor(broken.lasts / part) })).filter((milder) => milder.lasts >= 20_000);
}

function hands(options: LinkFaultOptions, broken: Break, topology: Topology, off: boolean): readonly Hand[] {
  const { from, to, streams, strength } = broken.args as unknown as Args;
  const fault = off ? null : options.effect(strength);
  const ways = options.bothWays ? [[from, to] as const, [to, from] as const] : [[from, to] as const];
  const there = ways.filter(([a, b]) => topology.links.some((link) => link.from === a && link.to === b));
  return there.flatMap(([a, b]) => streams.map((stream): Hand => ({ do: 'link', from: a, to: b, name: broken.id, fault, stream })));
}

import type { AimBounds, Aimed, Break, Fault, Hand, LinkFault, Place, Target, Topology } from '../../src/contract/index.js';
import { type Draw, type Json, type Micros, type NodeId, pick } from '../../src/world/index.js';
import { drawTarget } from './draw-target.js';

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
  /** What it makes of a single thing that goes over a link; absent: it is not aimed. */
  readonly aim?: (place: Place, bounds: AimBounds) => readonly LinkAim[];
}

export interface LinkAim extends Pick<Aimed, 'how' | 'lasts'> {
  readonly stream: 'upstream' | 'downstream';
  readonly strength: Json;
}

/** An instant: the microsecond of the place. */
export const instant: Micros = 1;

interface Args {
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
    aim: (place, bounds) => aimed(options, place, bounds),
    inject: (broken, on, topology) => hands(options, { broken, on, topology }, false),
    heal: (broken, on, topology) => hands(options, { broken, on, topology }, true),
  };
}

function drawBreak(options: LinkFaultOptions, draw: Draw, topology: Topology): Pick<Break, 'on' | 'args' | 'lasts'> | null {
  const links = topology.links.filter((link) => options.links === 'any' || link.kind === options.links);
  if (links.length === 0) return null;
  const args = { streams: options.streams(draw), strength: options.strength(draw) };
  return { on: drawEnds(draw, topology, links), args, lasts: lasting(draw, options.lastsMax) };
}

/** An answer goes back on the link of whoever asked. */
function aimed({ links, aim }: LinkFaultOptions, place: Place, bounds: AimBounds): readonly Aimed[] {
  const { node, peer, link, passing } = place;
  if (aim === undefined || peer === null || passing === 'part' || (links !== 'any' && links !== link)) return [];
  const on = passing === 'reply' ? [peer, node] : [node, peer];
  return aim(place, bounds).map(({ how, lasts, stream, strength }) => ({
    how,
    on,
    args: { streams: [stream], strength },

    lasts,
  }));
}

/** Pairs of roles are equally likely, whatever their sizes: a mesh of managers does not hide the one link of the client. */
function drawEnds(draw: Draw, { nodes }: Topology, links: Topology['links']): readonly [Target, Target] {
  const roles = new Map(nodes.map(({ id, role }) => [id, role]));
  const pairs = new Map(
    links.map(({ from, to }) => [
      `${roles.get(from) ?? from} ${roles.get(to) ?? to}`,
      [roles.get(from) ?? from, roles.get(to) ?? to] as const,
    ]),
  );
  const [from, to] = pick(draw, 'pair', [...pairs.values()]);
  if (from !== to) return [drawTarget(draw, nodes, from), drawTarget(draw, nodes, to)];
  const ends: readonly [Target, Target] = [drawTarget(draw, nodes, from), { role: to, pick: draw('node', nodes.length) }];
  return draw('turn', 2) === 0 ? ends : [ends[1], ends[0]];
}

/** Most faults are short, some last. */
export function lasting(draw: Draw, longest: Micros): Micros {
  const scale = pick(draw, 'scale', [8, 4, 2, 2, 1]);
  return 100_000 + draw('lasts', Math.floor(longest / scale));
}

/** The same fault for a quarter of the time, then for half of it. */
export function shorter(broken: Break): readonly Break[] {
  return [4, 2].map((part) => ({ ...broken, lasts: Math.floor(broken.lasts / part) })).filter((milder) => milder.lasts >= 20_000);
}

function hands(options: LinkFaultOptions, { broken, on, topology }: Broken, off: boolean): readonly Hand[] {
  const { streams, strength } = broken.args as unknown as Args;
  const [from, to] = on;
  if (from === undefined || to === undefined) return [];
  const fault = off ? null : options.effect(strength);
  const ways = options.bothWays ? [[from, to] as const, [to, from] as const] : [[from, to] as const];
  const there = ways.filter(([a, b]) => isLinked(topology, a, b));
  return there.flatMap(([a, b]) => streams.map((stream): Hand => ({ do: 'link', from: a, to: b, name: broken.id, fault, stream })));
}

interface Broken {
  readonly broken: Break;
  readonly on: readonly NodeId[];
  readonly topology: Topology;
}

function isLinked({ links }: Topology, from: NodeId, to: NodeId): boolean {
  return links.some((link) => link.from === from && link.to === to);
}

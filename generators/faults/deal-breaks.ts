import type { Break, Call, Described, Fault, Topology } from '../../src/contract/index.js';
import type { Draw } from '../../src/world/index.js';
import { movesAmong } from './aim-breaks.js';
import { anchorOf } from './draw-breaks.js';

/** A kind of fault, and the role that it is to be on; null: wherever it is drawn. */
interface Card {
  readonly fault: Fault;
  readonly role: string | null;
}

export interface DealOptions {
  /** Faults that are dealt once for every role. */
  readonly perRole: readonly Fault[];
  /** Faults that are dealt once in a round. */
  readonly others: readonly Fault[];
  readonly system: Pick<Described, 'operations' | 'topology'>;
  readonly calls: readonly Call[];
  /** Number of the run: each run gets the next cards of the deck. */
  readonly index: number;
  /** Cards of one run. Whole, ≥ 0. */
  readonly cards: number;
}

/**
 * The faults that are this run's turn, beside those that are drawn. A short campaign meets every kind, and every role with a crash and a pause, by
 * arithmetic; drawn alone that takes several times as many runs (the coupon collector's problem).
 */
export function dealBreaks(draw: Draw, options: DealOptions): readonly Break[] {
  const { system, calls, index, cards } = options;
  const topology = system.topology({});
  const deck = deckOf(options, topology);
  const moves = movesAmong(calls, system);
  if (deck.length === 0 || calls.length === 0) return [];
  const breaks: Break[] = [];
  for (let place = 0; place < cards; place++) {
    const card = deck[(index * cards + place) % deck.length];
    const drawn = card === undefined ? null : card.fault.draw(draw, card.role === null ? nearOf(topology) : onlyOf(topology, card.role));
    const busy = moves.length > 0 && draw('busy', 3) > 0;
    if (card !== undefined && drawn !== null)
      breaks.push({ is: 'break', id: `d${place + 1}`, fault: card.fault.name, ...drawn, from: anchorOf(draw, busy ? moves : calls) });
  }
  return breaks;
}

function deckOf({ perRole, others }: DealOptions, topology: Topology): readonly Card[] {
  const roles = [...new Set(topology.nodes.map((node) => node.role))];
  // Neighbours in the deck meet in one run: two faults on one node hide each other.
  return [...perRole.flatMap((fault) => roles.map((role) => ({ fault, role }))), ...others.map((fault) => ({ fault, role: null }))];
}

function onlyOf(topology: Topology, role: string): Topology {
  return { ...topology, nodes: topology.nodes.filter((node) => node.role === role) };
}

/** Only the links that calls pass first: those of the client, and of the nodes that it talks to. Deeper ones are often idle, and left to chance. */
function nearOf(topology: Topology): Topology {
  const doors = new Set(topology.links.flatMap(({ from, to }) => (from === 'client' ? [from, to] : [])));
  return { ...topology, links: topology.links.filter(({ from, to }) => doors.has(from) || doors.has(to)) };
}

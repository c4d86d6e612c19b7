import type { Break, Call, Fault, Topology } from '../../src/contract/index.js';
import type { Draw } from '../../src/world/index.js';
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
  readonly topology: Topology;
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
  const { topology, calls, index, cards } = options;
  const deck = deckOf(options);
  if (deck.length === 0 || calls.length === 0) return [];
  const breaks: Break[] = [];
  for (let place = 0; place < cards; place++) {
    const card = deck[(index * cards + place) % deck.length];
    const drawn = card === undefined ? null : card.fault.draw(draw, onlyOf(topology, card.role));
    if (card !== undefined && drawn !== null)
      breaks.push({ is: 'break', id: `d${place + 1}`, fault: card.fault.name, ...drawn, from: anchorOf(draw, calls) });
  }
  return breaks;
}

function deckOf({ perRole, others, topology }: DealOptions): readonly Card[] {
  const roles = [...new Set(topology.nodes.map((node) => node.role))];
  return [...roles.flatMap((role) => perRole.map((fault) => ({ fault, role }))), ...others.map((fault) => ({ fault, role: null }))];
}

function onlyOf(topology: Topology, role: string | null): Topology {
  return role === null ? topology : { ...topology, nodes: topology.nodes.filter((node) => node.role === role) };
}

import type { Break, Call, Described, Fault } from '../../src/contract/index.js';
import { type Draw, pick } from '../../src/world/index.js';

export interface AimOptions {
  readonly fault: Fault;
  readonly system: Pick<Described, 'operations' | 'leader' | 'topology'>;
  readonly calls: readonly Call[];
}

/** Micros. Long enough for others to take over; a node that is back before that carries on with what it had. */
const takeOver = 2_000_000;

/**
 * A fault in the middle of a move: on the nodes that lead, from the moment in which a call that moves a life cycle is sent. Windows between two effects
 * are a few effects wide, and most effects of a run belong to no move; drawn anywhere, one run in hundreds meets such a window.
 */
export function aimBreak(draw: Draw, { fault, system, calls }: AimOptions): Break | null {
  const aims = movesAmong(calls, system);
  if (aims.length === 0) return null;
  const drawn = fault.draw(draw, system.topology({}));
  if (drawn === null) return null;
  const on = system.leader === null ? drawn.on : [{ role: system.leader.role, pick: 'leader' as const }];
  const lasts = pick(draw, 'lasts', [drawn.lasts, takeOver, takeOver]);
  return {
    is: 'break',
    id: 'a1',
    fault: fault.name,
    ...drawn,
    on,
    lasts,
    from: { step: pick(draw, 'aim', aims).id, phase: 'sent', plus: 0 },
  };
}

/** The calls that move a life cycle: what they begin goes on after their answer. */
export function movesAmong(calls: readonly Call[], { operations }: Pick<Described, 'operations'>): readonly Call[] {
  const moves = new Set(operations.filter((operation) => operation.verb === 'move').map((operation) => operation.name));
  return calls.filter((call) => moves.has(call.op));
}

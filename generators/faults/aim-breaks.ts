import type { Break, Call, Described, Fault } from '../../src/contract/index.js';
import { type Draw, type Micros, pick } from '../../src/world/index.js';

export interface AimOptions {
  /** Each of them once. */
  readonly aims: readonly { readonly fault: Fault; readonly atLeader: boolean }[];
  readonly system: Pick<Described, 'operations' | 'leader' | 'topology'>;
  readonly calls: readonly Call[];
}

/** Long enough for others to take over; a node that is back before that carries on with what it had. */
const takeOver: Micros = 2_000_000;

/**
 * Faults in the middle of a move: each from the moment in which a call that moves a life cycle is sent, each at a move of its own while there are enough.
 * Windows between two effects are a few effects wide, and most effects of a run belong to no move; drawn anywhere, one run in hundreds meets such a window.
 */
export function aimBreaks(draw: Draw, { aims, system, calls }: AimOptions): readonly Break[] {
  const moves = [...movesAmong(calls, system)];
  const breaks: Break[] = [];
  for (const [nth, { fault, atLeader }] of aims.entries()) {
    const drawn = fault.draw(draw, system.topology({}));
    if (moves.length === 0 || drawn === null) break;
    const [call] = moves.splice(draw('aim', moves.length), 1);
    const on = atLeader && system.leader !== null ? [{ role: system.leader.role, pick: 'leader' as const }] : drawn.on;
    const lasts = pick(draw, 'lasts', [drawn.lasts, takeOver, takeOver]);
    if (call !== undefined)
      breaks.push({
        is: 'break',
        id: `a${nth + 1}`,
        fault: fault.name,
        ...drawn,
        on,
        lasts,
        from: { step: call.id, phase: 'sent', plus: 0 },
      });
  }
  return breaks;
}

/** The calls that move a life cycle: what they begin goes on after their answer. */
export function movesAmong(calls: readonly Call[], { operations }: Pick<Described, 'operations'>): readonly Call[] {
  const moves = new Set(operations.filter((operation) => operation.verb === 'move').map((operation) => operation.name));
  return calls.filter((call) => moves.has(call.op));
}

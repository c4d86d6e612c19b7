import type { Aimed, Break, Fault, Place, When } from '../../contract/index.js';
import type { Micros } from '../../world/index.js';
import type { Anchor, Recorded } from './record-journey.js';
import type { Traced } from './tracer.js';

/** One fault at one place of a journey: a break that any plan may hold. */
export interface Point {
  readonly traced: Traced;
  readonly fault: string;
  /** `before it`, `it is lost`. */
  readonly how: string;
  readonly broken: Break;
  /** Before this turn of the undisturbed run nothing of it shows. */
  readonly turn: number;
}

export interface PointsOptions {
  readonly faults: readonly Fault[];
  /** How long a fault lasts that is to outlast leases and retries. */
  readonly stay: Micros;
  /** What the break is called in the plan. */
  readonly id: string;
}

/** Every fault that can be aimed, at every place that was recorded; what would be the very same break is there once. */
export function pointsOf({ anchors, traced }: Pick<Recorded, 'anchors' | 'traced'>, options: PointsOptions): readonly Point[] {
  const seen = new Set<string>();
  return traced.flatMap((each) => {
    const anchor = anchorFor(anchors, each);
    return anchor === null ? [] : aimedAt(each, anchor, options).filter(({ broken }) => isNew(seen, broken));
  });
}

interface Hung {
  readonly from: When;
  readonly turn: number;
}

function aimedAt(traced: Traced, { from, turn }: Hung, { faults, stay, id }: PointsOptions): readonly Point[] {
  return faults.flatMap((fault) =>
    (fault.aim?.(traced.place, { stay }) ?? []).map(({ how, on, args, lasts }: Aimed) => ({
      traced,
      fault: fault.name,
      how,
      broken: { is: 'break' as const, id, fault: fault.name, on, args, from, lasts },
      turn,
    })),
  );
}

/** Just before the microsecond of a place: what happens at one place only must not begin earlier. */
function anchorFor(anchors: readonly Anchor[], { at, place }: Traced): Hung | null {
  const own = isRequest(place) ? anchors.filter((anchor) => anchor.phase === 'before' && anchor.at === at)[place.nth - 1] : undefined;
  if (own !== undefined) return { from: { step: own.step, phase: 'before', plus: 0 }, turn: own.turn };
  const last = anchors.findLast((anchor) => anchor.phase === 'sent' && anchor.at < at);
  return last === undefined ? null : { from: { step: last.step, phase: 'sent', plus: at - 1 - last.at }, turn: last.turn };
}

function isRequest({ node }: Place): boolean {
  return node.role === 'client';
}

function isNew(seen: Set<string>, broken: Break): boolean {
  const name = JSON.stringify([broken.fault, broken.on, broken.args, broken.from, broken.lasts]);
  if (seen.has(name)) return false;
  seen.add(name);
  return true;
}

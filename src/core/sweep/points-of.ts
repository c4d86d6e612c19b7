import type { Aimed, Break, Fault, Place, Plan, StepId, When } from '../../contract/index.js';
import type { Micros, NodeId } from '../../world/index.js';
import { restId } from './journeys.js';
import type { Anchor, Recorded } from './record-journey.js';
import type { Traced } from './tracer.js';

/** One fault at one place of a journey: a break that any plan may hold. */
export interface Point {
  readonly traced: Traced;
  readonly fault: string;
  /** `before it`, `it is lost`. */
  readonly how: string;
  /** Null: nothing breaks, and the journey ends after this place. */
  readonly broken: Break | null;
  /** The call that the point belongs to: it was the last that was sent. */
  readonly step: StepId;
  /** Before this turn of the undisturbed run nothing of it shows. */
  readonly turn: number;
  /** Who led when the call was sent. */
  readonly leader: NodeId | null;
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
    return anchor === null ? [] : aimedAt(each, anchor, options).filter(({ broken }) => broken !== null && isNew(seen, broken));
  });
}

/**
 * A journey may end after any of its calls: what it leaves then must be as sound as what it leaves at its end. Only where it has one lane: else what comes
 * before a call is no plan of its own.
 */
export function endsOf({ anchors, traced }: Pick<Recorded, 'anchors' | 'traced'>, { steps }: Plan): readonly Point[] {
  const calls = steps.filter((step) => step.is === 'call');
  if (new Set(calls.map(({ lane }) => lane)).size !== 1) return [];
  const early = new Set(
    calls
      .filter(({ id }) => id !== restId)
      .slice(0, -1)
      .map(({ id }) => id),
  );
  return traced.flatMap((each) => {
    const hung = isRequest(each.place) ? anchorFor(anchors, each) : null;
    return hung !== null && early.has(hung.step) && hung.phase === 'before'
      ? [{ traced: each, fault: 'nothing', how: 'it is the last', broken: null, step: hung.step, turn: hung.turn, leader: hung.leader }]
      : [];
  });
}

interface Hung {
  readonly step: StepId;
  readonly phase: Anchor['phase'];
  readonly from: When;
  readonly turn: number;
  readonly leader: NodeId | null;
}

function aimedAt(traced: Traced, { from, step, turn, leader }: Hung, { faults, stay, id }: PointsOptions): readonly Point[] {
  return faults.flatMap((fault) =>
    (fault.aim?.(traced.place, { stay }) ?? []).map(({ how, on, args, lasts }: Aimed) => ({
      traced,
      fault: fault.name,
      how,
      broken: { is: 'break' as const, id, fault: fault.name, on, args, from, lasts },
      step,
      turn,
      leader,
    })),
  );
}

/** Just before the microsecond of a place: what happens at one place only must not begin earlier. */
function anchorFor(anchors: readonly Anchor[], { at, place }: Traced): Hung | null {
  const own = isRequest(place) ? anchors.filter((anchor) => anchor.phase === 'before' && anchor.at === at)[place.nth - 1] : undefined;
  if (own !== undefined) return { ...own, from: { step: own.step, phase: 'before', plus: 0 } };
  const last = anchors.findLast((anchor) => anchor.phase === 'sent' && anchor.at < at);
  return last === undefined ? null : { ...last, from: { step: last.step, phase: 'sent', plus: at - 1 - last.at } };
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

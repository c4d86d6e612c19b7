// How a point is aimed where no microsecond can be hit: a trap counts the effects of its node from the moment in which the call is sent, whoever leads is called
// the leader, and what would last for an instant lasts long enough to meet something.
import type { Break, Plan, System, Target } from '../../contract/index.js';
import { asObject, type Micros } from '../../world/index.js';
import { nodeWords } from './point-words.js';
import type { Point } from './points-of.js';

/** Longer than a call and its answer take. */
const instant: Micros = 100_000;

/** The break of a point as a real world can have it; null where nothing breaks. */
export function inReal({ broken, traced, step, leader }: Point, system: System, plan: Plan): Break | null {
  if (broken === null) return null;
  const on = broken.on.map((target) => byOffice(target, { leader, system, plan }));
  const trap = trapOf(broken);
  if (trap === null) return { ...broken, on, lasts: Math.max(broken.lasts, instant) };
  return { ...broken, on, args: { ...trap, nth: traced.since }, from: { step, phase: 'before', plus: 0 } };
}

/** `crash-at-effect, before it: manager 2 (leads), 5th send since s7 (group.instantiate) was sent`. */
export function realWords(point: Point, plan: Plan, words: string): string {
  const { broken, traced, step } = point;
  if (broken === null || trapOf(broken) === null) return words;
  const op = plan.steps.find((each) => each.id === step);
  const called = op?.is === 'call' ? ` (${op.op})` : '';
  return `${point.fault}, ${point.how}: ${nodeWords(traced.place.node)}, ${traced.place.passing} ${traced.since} since ${step}${called} was sent (in the simulator: ${traced.words})`;
}

interface Office {
  readonly leader: string | null;
  readonly system: System;
  readonly plan: Plan;
}

/** Whoever leads in one run follows in another. */
function byOffice(target: Target, { leader, system, plan }: Office): Target {
  if (leader === null || target.role !== system.leader?.role || typeof target.pick !== 'number') return target;
  const nodes = system.topology(plan.knobs).nodes.filter(({ role }) => role === target.role);
  const id = nodes[target.pick]?.id;
  if (id === leader) return { ...target, pick: 'leader' };
  const place = nodes.filter((node) => node.id !== leader).findIndex((node) => node.id === id);
  return { ...target, pick: place === 0 ? 'follower' : 'other' };
}

function trapOf({ args }: Break) {
  const trap = asObject(args);
  return trap !== null && 'effect' in trap && 'nth' in trap ? trap : null;
}

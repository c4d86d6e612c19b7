import type { Break, Call, Fault, Intensity, Topology, When } from '../../src/contract/index.js';
import { type Draw, pick } from '../../src/world/index.js';

export interface DrawBreaksOptions {
  readonly faults: readonly Fault[];
  readonly topology: Topology;
  /** The calls that faults may be anchored to. */
  readonly calls: readonly Call[];
  readonly intensity: Intensity;
  /** Whether some kinds are switched off for this plan; absent: yes. */
  readonly swarm?: boolean;
}

const counts: Readonly<Record<Intensity, readonly number[]>> = { none: [0], light: [0, 1, 1, 2, 3], heavy: [4, 5, 6, 8, 10] };

/**
 * The faults of one plan. Swarm: about a third of the kinds are switched off for this plan. Each is anchored to a step of the plan (just before, once
 * sent, or when done) with a small offset, so that a plan survives shrinking and a change of world.
 */
export function drawBreaks(draw: Draw, options: DrawBreaksOptions): readonly Break[] {
  const { faults, topology, calls, intensity, swarm = true } = options;
  const kinds = swarm ? faults.filter(() => draw('swarm', 3) > 0) : faults;
  const count = pick(draw, 'faults', counts[intensity]);
  if (kinds.length === 0 || calls.length === 0) return [];
  const breaks: Break[] = [];
  for (let index = 0; index < count; index++) {
    const fault = weighted(draw, kinds);
    const drawn = fault.draw(draw, topology);
    if (drawn !== null) breaks.push({ is: 'break', id: `f${index + 1}`, fault: fault.name, ...drawn, from: anchorOf(draw, calls) });
  }
  return breaks;
}

/** A moment at, or a little after, a call of the plan. */
export function anchorOf(draw: Draw, calls: readonly Call[]): When {
  const step = pick(draw, 'anchor', calls).id;
  const phase = pick(draw, 'phase', ['before', 'sent', 'done'] as const);
  return { step, phase, plus: pick(draw, 'plus', [0, 0, 1_000, 5_000, 20_000, 200_000]) };
}

function weighted(draw: Draw, faults: readonly Fault[]): Fault {
  let left = draw(
    'kind',
    faults.reduce((sum, fault) => sum + fault.weight, 0),
  );
  for (const fault of faults) {
    if (left < fault.weight) return fault;
    left -= fault.weight;
  }
  return pick(draw, 'kind', faults);
}

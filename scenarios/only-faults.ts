import { drawBreaks } from '../generators/index.js';
import type { Scenario } from '../src/contract/index.js';

/** The same calls, broken by these kinds of fault alone. Names that the scenario does not know are left out. The others stay known: a fault may be weakened to one. */
export function onlyFaults(scenario: Scenario, names: readonly string[]): Scenario {
  const faults = scenario.faults.filter(({ name }) => names.includes(name));
  return {
    ...scenario,
    configuration: { of: scenario.configuration, onlyFaults: faults.map(({ name }) => name) },
    plan: (draw, seed, intensity, index) => {
      const calm = scenario.plan(draw, seed, 'none', index);
      const calls = calm.steps.filter((step) => step.is === 'call');
      const topology = scenario.system.topology(calm.knobs);
      return { ...calm, steps: [...calm.steps, ...drawBreaks(draw, { faults, topology, calls, intensity, swarm: false })] };
    },
    floors: { ...scenario.floors, faultKinds: Math.min(scenario.floors.faultKinds, faults.length) },
  };
}

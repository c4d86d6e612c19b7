// The pair with the mistake that determinism is checked for: its nodes look at the real clock, once in a while and where nobody sees it from outside.
import type { Scenario } from '../../src/contract/index.js';
import { hostOf, simulate } from '../../src/core/simulator/index.js';
import type { Effect, Machine } from '../../src/world/index.js';
import { pairScenario } from '../../scenarios/pair.scenario.js';
import { correctPairRules, pairMachine, type PairState } from '../../scenarios/systems/pair/pair-machine.js';

const correct = pairMachine(correctPairRules);
const peers: Readonly<Record<string, string>> = { primary1: 'backup1', backup1: 'primary1' };

/** A timer that is set by a few microseconds too late, as the real clock has it. */
function late(effect: Effect): Effect {
  return effect.do === 'timer' && effect.after !== null ? { ...effect, after: effect.after + (Date.now() % 50) } : effect;
}

const machine: Machine<PairState> = { ...correct, step: (state, input, env) => correct.step(state, input, env).map(late) };

export const latePair: Scenario = {
  ...pairScenario,
  name: 'late-pair',
  system: {
    ...pairScenario.system,
    open(_world, { seed, knobs }) {
      const topology = pairScenario.system.topology(knobs);
      const nodes = topology.nodes.map(({ id, role }) => ({
        id,
        role,
        config: { role, peer: peers[id] ?? '' },
        open: () => hostOf(machine),
      }));
      return simulate({ topology, seed, nodes });
    },
  },
};

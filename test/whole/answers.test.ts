// Goal: whatever happens in a run, what the gateway answers is what the OpenAPI document says.
// Method: runs of the reference orchestrator in the simulator, with faults, disorder and wrong bodies; every answer of the gateway is held against the document.
import { expect } from 'chai';
import { scenarios } from '../../scenarios/index.js';
import { openapi } from '../../spec/emco/index.js';
import type { System } from '../../src/contract/index.js';
import { planOf, runPlan } from '../../src/core/campaign/index.js';
import { hostOf, simulate } from '../../src/core/simulator/index.js';
import { type Config, correctRules, limitsDefault, machineOf, type Role, timingsDefault } from '../../src/orchestrator/index.js';
import { type Effect, type Input, type Json, type Machine, type Request, textOf } from '../../src/world/index.js';
import { answerChecker, type Exchange } from '../house/answer-checker.js';

const runs = 12;

/** The same machine, each request to which is told with its answer. */
function watched<State>(machine: Machine<State>, tell: (exchange: Exchange) => void): Machine<State> {
  const open = new Map<number, Request>();
  const close = (effect: Effect): void => {
    if (effect.do !== 'reply' || effect.part === 'broken' || effect.part.head === null) return;
    const request = open.get(effect.call);
    if (request === undefined) return;
    open.delete(effect.call);
    tell({ method: request.method, path: request.path, ...effect.part.head, text: textOf(effect.part.bytes) });
  };
  const step: Machine<State>['step'] = (state, input: Input, env) => {
    if (input.on === 'request') open.set(input.call, input.request);
    const effects = machine.step(state, input, env);
    effects.forEach(close);
    return effects;
  };
  return { ...machine, step };
}

/** The system with a watched gateway. */
function watchedSystem(system: System, tell: (exchange: Exchange) => void): System {
  return {
    ...system,
    open(_world, { seed, knobs }) {
      const topology = system.topology(knobs);
      const managers = topology.nodes.filter(({ role }) => role === 'manager').map(({ id }) => id);
      const nodes = topology.nodes.map(({ id, role }) => {
        const config: Config = { id, managers, timings: timingsDefault, limits: limitsDefault };
        const machine = machineOf(role as Role, correctRules);
        return { id, role, config: config as unknown as Json, open: () => hostOf(role === 'gateway' ? watched(machine, tell) : machine) };
      });
      return simulate({ topology, seed, nodes });
    },
  };
}

describe('answers of whole runs', () => {
  it('are as the OpenAPI document says', async () => {
    const scenario = scenarios.find(({ name }) => name === 'reference');
    if (scenario === undefined) throw new RangeError('there is a scenario called reference');
    const faultOf = answerChecker(openapi());
    const faults = new Set<string>();
    const statuses = new Map<number, number>();
    const system = watchedSystem(scenario.system, (exchange) => {
      const fault = faultOf(exchange);
      if (fault !== '') faults.add(`${exchange.method} ${exchange.path}: ${fault}`);
      statuses.set(exchange.status, (statuses.get(exchange.status) ?? 0) + 1);
    });
    for (let index = 0; index < runs; index++) {
      const plan = planOf(scenario, 'answers', index, 'light');
      await runPlan({ world: 'sim', system, faults: scenario.faults, invariants: [], defects: [], directory: '', plan });
    }
    expect([...faults].slice(0, 5)).to.deep.equal([]);
    expect([...statuses.keys()]).to.include.members([200, 201, 202, 204, 404, 409, 422]);
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).to.be.above(runs * 50);
  });
});

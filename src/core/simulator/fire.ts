// What happens when an entry of the heap comes up.
import type { Host } from '../../contract/index.js';
import { type Effect, type Env, type Input, mixIn } from '../../world/index.js';
import { closeCaller, closeServer, hangUp, sever, turnAway } from './call.js';
import { contents } from './disk.js';
import { rotAtBoot } from './disk-trouble.js';
import { DUE, type Due } from './due.js';
import { absorb, spring, synced, trapAround } from './effects.js';
import { guarded } from './guard.js';
import { quickBytes, quickJson, quickText } from './hashing.js';
import { deliverToHarness, giveUp } from './harness.js';
import { die, liftTrouble, miss, troubleOf } from './mortality.js';
import { BentEnv } from './bent-env.js';
import { StepEnv } from './step-env.js';
import { type Call, harnessIndex, type Node, type Simulation } from './simulation.js';
import { openHost } from './taped-host.js';
import { forgetTimer, timerThatFires } from './timer.js';

type Done = Promise<void> | undefined;

/** Does what is due. A promise when a host answers later: nothing else may happen before it is kept. */
export function fire(sim: Simulation, due: Due): Done {
  const node = sim.nodes[due.node];
  if (node === undefined) return fireOutside(sim, due);
  if (node.paused && due.kind !== DUE.boot) {
    miss(sim, node, due);
    node.inbox.push(due);
    return undefined;
  }
  switch (due.kind) {
    case DUE.message:
      if (node.host === null) miss(sim, node, due);
      else return deliver(sim, node, due.input as Input, due.hash);
      return undefined;
    case DUE.timer:
      return fireTimer(sim, node, due);
    case DUE.synced:
      if (due.token === node.life) synced(sim, node);
      return undefined;
    case DUE.boot:
      return due.token === node.life ? boot(sim, node) : undefined;
    case DUE.end:
      return due.token === node.life ? deliver(sim, node, due.input as Input, due.hash) : undefined;
    case DUE.cutShort:
      if (due.token === node.life) die(sim, node, 'end', 'took too long to end', troubleOf(node));
      return undefined;
    default:
      return fireCall(sim, node, due);
  }
}

function fireTimer(sim: Simulation, node: Node, due: Due): Done {
  const timer = timerThatFires(sim, node, due);
  if (timer === null) return undefined;
  const done = deliver(sim, node, timer.input, timer.hash);
  if (done !== undefined) return done.then(() => forgetTimer(node, timer));
  return void forgetTimer(node, timer);
}

function fireCall(sim: Simulation, node: Node, due: Due): Done {
  const call = sim.calls.get(due.call);
  if (call === undefined) return undefined;
  switch (due.kind) {
    case DUE.request:
      if (call.server !== 'coming') return undefined;
      if (node.host === null) {
        miss(sim, node, due);
        turnAway(sim, call);
        return undefined;
      }
      call.server = 'open';
      return deliver(sim, node, due.input as Input, due.hash);
    case DUE.hangUp:
      if (call.server !== 'open') return undefined;
      closeServer(sim, call);
      return deliver(sim, node, due.input as Input, due.hash);
    case DUE.part:
      return firePart(sim, node, call, due);
    default:
      return fireSilence(sim, node, call, due);
  }
}

function firePart(sim: Simulation, node: Node, call: Call, { input, hash }: Due): Done {
  if (!call.callerOpen || input?.on !== 'part') return undefined;
  if (input.part === 'broken' || input.part.end) closeCaller(sim, call);
  else if (call.timeout !== null) call.deadline = sim.now + call.timeout;
  const before = trapAround(node, 'part', 'before');
  if (before !== null) return void spring(sim, node, before);
  const { life } = node;
  const done = deliver(sim, node, input, hash);
  if (done !== undefined) return done.then(() => closeTrap(sim, node, life));
  return void closeTrap(sim, node, life);
}

function closeTrap(sim: Simulation, node: Node, life: number): void {
  const after = node.life === life ? trapAround(node, 'part', 'after') : null;
  if (after !== null) spring(sim, node, after);
}

function fireSilence(sim: Simulation, node: Node, call: Call, due: Due): Done {
  if (!call.callerOpen) return undefined;
  if (call.deadline > sim.now) return void sim.heap.push(call.deadline, due);
  hangUp(sim, call);
  return deliver(sim, node, { on: 'part', call: call.number, part: 'broken' }, mixIn(0x91, call.number));
}

function fireOutside(sim: Simulation, due: Due): Done {
  const call = sim.calls.get(due.call);
  if (call === undefined) return undefined;
  if (due.kind === DUE.severed) {
    if (due.token === call.severToken) sever(sim, call);
  } else if (due.kind === DUE.part && due.input?.on === 'part') deliverToHarness(sim, call, due.input.part);
  else if (due.kind === DUE.silence && due.node === harnessIndex(sim.setup)) giveUp(sim, call);
  return undefined;
}

function boot(sim: Simulation, node: Node): Done {
  const { config, open, builds } = sim.setup.nodes[node.index] as Simulation['setup']['nodes'][number];
  node.starting = false;
  node.host = openHost(builds?.[node.build ?? ''] ?? open);
  liftTrouble(sim, node);
  if (node.life > 1) sim.happenings.push({ at: sim.now, is: 'up', node: node.id });
  if (node.diskTroubles.length > 0) rotAtBoot(sim, node);
  const disk = contents(node.disk);
  let hash = quickJson(node.life, config);
  for (const [file, bytes] of disk) hash = quickBytes(quickText(hash, file), bytes);
  return deliver(sim, node, { on: 'boot', config, disk }, hash);
}

function deliver(sim: Simulation, node: Node, input: Input, hash: number): Done {
  const { host, life } = node;
  if (host === null) return undefined;
  sim.steps++;
  if (sim.setup.hashing) sim.hash = mixIn(mixIn(mixIn(sim.hash, sim.now), node.index), hash);
  const env = node.clock === null ? new StepEnv(sim, node.index) : new BentEnv(sim, node, node.clock, input);
  let effects: readonly Effect[] | Promise<readonly Effect[]>;
  try {
    effects = sim.setup.guard ? guardedStep(host, input, env) : host.deliver(input, env);
  } catch (error) {
    return void crash(sim, node, life, error);
  }
  if (!(effects instanceof Promise)) return void take(sim, node, input, effects);
  return takeLater(sim, node, life, input, effects);
}

function take(sim: Simulation, node: Node, input: Input, effects: readonly Effect[]): void {
  sim.watcher?.stepped(sim.now, node.id, input, effects);
  absorb(sim, node, effects);
}

function guardedStep(host: Host, input: Input, env: Env): ReturnType<Host['deliver']> {
  return guarded(() => host.deliver(input, env));
}

function takeLater(sim: Simulation, node: Node, life: number, input: Input, effects: Promise<readonly Effect[]>): Promise<void> {
  return effects.then(
    (later) => (node.life === life ? take(sim, node, input, later) : undefined),
    (error: unknown) => crash(sim, node, life, error),
  );
}

/** A node that throws is gone, as a process would be; under test options it stops the test instead. */
function crash(sim: Simulation, node: Node, life: number, error: unknown): void {
  if (sim.setup.freeze || sim.setup.guard) throw error;
  if (node.life === life) die(sim, node, 'exit', error instanceof Error ? `${error.name}: ${error.message}` : String(error), null);
}

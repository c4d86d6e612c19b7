// Named timers. Each has one entry in the heap at most: moving a deadline later costs nothing, the entry goes on when it comes up early.
import { assert, type Micros, type NodeClock, shownAt, timeOfShown } from '../../world/index.js';
import { trueLength } from './clock-hits.js';
import { DUE, type Due, dueOf } from './due.js';
import { quickText } from './hashing.js';
import { never, type Node, type Simulation, type Timer } from './simulation.js';

/** Sets, moves or (null) unsets a timer. */
export function setTimer(sim: Simulation, node: Node, name: string, after: Micros | null): void {
  let timer = node.timers.get(name);
  if (after === null) {
    if (timer !== undefined) timer.deadline = never;
    return;
  }
  assert(Number.isInteger(after) && after >= 0, 'effects: a timer is set to whole microseconds from now');
  if (timer === undefined) {
    timer = { deadline: never, due: never, token: 0, input: { on: 'timer', name }, hash: quickText(0x71, name) };
    node.timers.set(name, timer);
  }
  timer.deadline = sim.now + (node.clock === null ? after : trueLength(sim, node.clock, after));
  if (timer.due > timer.deadline) enter(sim, node, timer);
}

/** The timer whose entry came up, when it is to fire now. */
export function timerThatFires(sim: Simulation, node: Node, due: Due): Timer | null {
  if (due.input?.on !== 'timer') return null;
  const timer = node.timers.get(due.input.name);
  if (timer === undefined || timer.token !== due.token) return null;
  timer.due = never;
  if (timer.deadline === never) node.timers.delete(due.input.name);
  else if (timer.deadline > sim.now) enter(sim, node, timer);
  else {
    timer.deadline = never;
    return timer;
  }
  return null;
}

/** Called when the step for a fired timer is over: what was not set again is forgotten. */
export function forgetTimer(node: Node, timer: Timer): void {
  if (timer.due === never && timer.input.on === 'timer') node.timers.delete(timer.input.name);
}

/** The rate of a node's clock has changed: its timers fire when the clock shows what it was to show. */
export function retimeTimers(sim: Simulation, node: Node, before: NodeClock, after: NodeClock): void {
  for (const timer of node.timers.values()) {
    if (timer.deadline === never || timer.deadline <= sim.now) continue;
    timer.deadline = timeOfShown(after, shownAt(before, timer.deadline));
    if (timer.due > timer.deadline) enter(sim, node, timer);
  }
}

function enter(sim: Simulation, node: Node, timer: Timer): void {
  timer.due = timer.deadline;
  timer.token = ++sim.tokens;
  sim.heap.push(timer.due, dueOf(DUE.timer, node.index, 0, timer.token, timer.hash, timer.input));
}

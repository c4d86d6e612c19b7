// The effect queue of a node: effects are carried out in order, a write holds up what follows until it is durable, a crash or a trap cuts the queue.
import { counts, type Effect, type FailingWrite, mixIn, type Passing } from '../../world/index.js';
import { answer, closeServer, hangUp, openCall } from './call.js';
import { drawDisk } from './chance.js';
import { trueLength } from './clock-hits.js';
import { write } from './disk.js';
import { failingOf, slowness } from './disk-trouble.js';
import { DUE, dueOf } from './due.js';
import { quickBytes, quickJson, quickPart, quickText } from './hashing.js';
import { touch } from './hits.js';
import { sendMessage } from './message.js';
import { die, troubleOf } from './mortality.js';
import type { Node, Simulation, Trap } from './simulation.js';
import { setTimer } from './timer.js';

/** Effects that may wait in one node. */
const queueMax = 100_000;

const nothing: readonly Effect[] = [];

/** Takes what a step returned: carries it out, or puts it behind what still waits. */
export function absorb(sim: Simulation, node: Node, effects: readonly Effect[]): void {
  if (node.writing.length === 0) return carryOut(sim, node, effects, 0);
  const waiting = node.head === 0 ? node.queue : node.queue.slice(node.head);
  if (waiting.length > queueMax) return die(sim, node, 'exit', `more than ${queueMax} effects wait`, null);
  node.queue = waiting.length === 0 ? effects.slice() : waiting.concat(effects);
  node.head = 0;
}

/** The writes of a node are durable: goes on with what waited. */
export function synced(sim: Simulation, node: Node): void {
  if (node.diskTroubles.length > 0) {
    const failing = failingOf(node);
    if (failing !== null) return failWrites(sim, node, failing);
  }
  for (const persist of node.writing) write(node.disk, persist);
  node.writing = [];
  const trap = node.closing;
  if (trap !== null) return spring(sim, node, trap);
  const { queue, head } = node;
  node.queue = nothing;
  node.head = 0;
  carryOut(sim, node, queue, head);
}

/** What waited for the write that failed is gone. */
function failWrites(sim: Simulation, node: Node, { index, code, name }: FailingWrite): void {
  for (const persist of node.writing.slice(0, index)) write(node.disk, persist);
  const file = node.writing[index]?.file ?? '';
  node.writing = [];
  node.closing = null;
  node.queue = nothing;
  node.head = 0;
  touch(sim, name, null);
  sim.heap.push(
    sim.now,
    dueOf(DUE.message, node.index, 0, 0, quickText(code === 'EIO' ? 0xd15 : 0xd16, file), { on: 'disk-failed', file, code }),
  );
}

/** The trap that closes around an effect of this kind now, taken off. Each effect counts once. */
export function trapAround(node: Node, passing: Passing, phase: Trap['phase'], file: string | null = null): Trap | null {
  if (node.traps.length === 0) return null;
  let sprung: Trap | null = null;
  for (const trap of node.traps) {
    if (trap.phase !== phase || (trap.file !== null && trap.file !== file)) continue;
    if (counts(trap.effect, passing) && --trap.left === 0) sprung ??= trap;
  }
  if (sprung !== null) node.traps = node.traps.filter((trap) => trap.left > 0);
  return sprung;
}

export function spring(sim: Simulation, node: Node, trap: Trap): void {
  die(sim, node, 'trap', trap.name, trap.name);
}

function carryOut(sim: Simulation, node: Node, effects: readonly Effect[], from: number): void {
  const { life } = node;
  for (let i = from; i < effects.length; i++) {
    const effect = effects[i] as Effect;
    const before = trapAround(node, effect.do, 'before', effect.do === 'persist' ? effect.file : null);
    if (before !== null) return spring(sim, node, before);
    if (effect.do === 'persist') return beginWriting(sim, node, effects, i);
    sim.watcher?.passed(sim.now, node.id, effect);
    const hash = perform(sim, node, effect);
    if (sim.setup.hashing) sim.hash = mixIn(sim.hash, hash);
    if (node.life !== life) return;
    const after = trapAround(node, effect.do, 'after');
    if (after !== null) return spring(sim, node, after);
  }
}

/** One fsync for the writes that stand together. */
function beginWriting(sim: Simulation, node: Node, effects: readonly Effect[], from: number): void {
  let next = from;
  for (; next < effects.length && node.closing === null; next++) {
    const effect = effects[next] as Effect;
    if (effect.do !== 'persist') break;
    if (next > from) {
      const before = trapAround(node, 'persist', 'before', effect.file);
      if (before !== null) return spring(sim, node, before);
    }
    if (sim.setup.hashing) sim.hash = quickBytes(quickText(sim.hash ^ effect.edit.length, effect.file), effect.bytes);
    sim.watcher?.passed(sim.now, node.id, effect);
    node.writing.push(effect);
    const within = trapAround(node, 'persist', 'within', effect.file);
    if (within !== null) return spring(sim, node, within);
    node.closing = trapAround(node, 'persist', 'after', effect.file);
  }
  node.queue = next === effects.length ? nothing : effects.slice(next);
  node.head = 0;
  const { least, most } = sim.setup.sync;
  let at = sim.now + least + drawDisk(sim.chance, node.index, most - least + 1);
  if (node.diskTroubles.length > 0) at += slowness(sim, node);
  sim.heap.push(at, dueOf(DUE.synced, node.index, 0, node.life, 0, null));
}

/** Carries one effect out and gives its hash. */
function perform(sim: Simulation, node: Node, effect: Exclude<Effect, { do: 'persist' }>): number {
  switch (effect.do) {
    case 'send':
      return sendMessage(sim, node, effect.to, effect.body);
    case 'timer':
      setTimer(sim, node, effect.name, effect.after);
      return quickText(effect.after ?? -1, effect.name);
    case 'call': {
      const { clock } = node;
      const timeout = clock === null || effect.timeout === null ? effect.timeout : trueLength(sim, clock, effect.timeout);
      const call = openCall(sim, node.index, sim.setup.index.get(effect.to), effect.call, effect.request, timeout, false);
      node.calls.set(effect.call, call.id);
      return mixIn(call.hash, effect.call);
    }
    case 'reply':
      return effect.call > 0 ? abort(sim, node, effect.call) : reply(sim, node, effect);
    case 'mark':
      sim.happenings.push({ at: sim.now, is: 'mark', node: node.id, name: effect.name, data: effect.data });
      return sim.setup.hashing ? quickJson(quickText(5, effect.name), effect.data) : 0;
    case 'halt':
      die(sim, node, node.ending ? 'end' : 'halt', effect.reason, node.ending ? troubleOf(node) : null);
      return quickText(6, effect.reason);
  }
}

function abort(sim: Simulation, node: Node, number: number): number {
  const call = sim.calls.get(node.calls.get(number) ?? 0);
  if (call !== undefined) hangUp(sim, call);
  return number;
}

/** Answers that come too late, or after an end, go nowhere. */
function reply(sim: Simulation, node: Node, effect: Effect & { do: 'reply' }): number {
  const call = sim.calls.get(-effect.call);
  if (call === undefined || call.to !== node.index || call.server !== 'open')
    return sim.setup.hashing ? quickPart(effect.call, effect.part) : 0;
  if (call.callerOpen) return answer(sim, call, effect.part);
  if (effect.part === 'broken' || effect.part.end) closeServer(sim, call);
  return sim.setup.hashing ? quickPart(effect.call, effect.part) : 0;
}

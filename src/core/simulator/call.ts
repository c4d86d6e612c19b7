// Streams: a request one way, the parts of its answer the other way, both in order, and the ways in which they break.
import type { Micros, Part, Request } from '../../world/index.js';
import { drawHop } from './chance.js';
import { DUE, type Due, dueOf } from './due.js';
import { freeze, frozenPart } from './freeze.js';
import { quickPart, quickRequest } from './hashing.js';
import { touch } from './hits.js';
import { type ActiveFault, type Fate, fateOf } from './link-fault.js';
import { piecesOf, sizeOfPart, sizeOfRequest } from './pieces.js';
import { type Call, harnessIndex, linkIndex, type Simulation } from './simulation.js';

/** A clean hop past the proxies. */
const directHop: Micros = 200;

/** Opens a call from actor `from`; `to` is undefined when nobody has that name. */
export function openCall(
  sim: Simulation,
  from: number,
  to: number | undefined,
  number: number,
  request: Request,
  timeout: Micros | null,
  direct: boolean,
): Call {
  const { setup } = sim;
  if (setup.freeze) freeze(request);
  const hash = setup.hashing ? quickRequest(from, request) : 0;
  const call: Call = {
    id: ++sim.callCount,
    from,
    to: to ?? -1,
    number,
    request,
    hash,
    timeout,
    direct,
    twin: false,
    partner: null,
    callerOpen: true,
    server: 'coming',
    refused: false,
    deadline: timeout === null ? Infinity : sim.now + timeout,
    upAt: 0,
    downAt: 0,
    upBytes: 0,
    downBytes: 0,
    severToken: 0,
    head: null,
    pieces: [],
  };
  sim.calls.set(call.id, call);
  if (timeout !== null) sim.heap.push(call.deadline, dueOf(DUE.silence, from, call.id, 0, 0, null));
  if (to === undefined) refuse(sim, call);
  else {
    severIdle(sim, call);
    travel(sim, call, dueOf(DUE.request, to, call.id, 0, hash, { on: 'request', call: -call.id, request }));
  }
  return call;
}

/** The server's next part. */
export function answer(sim: Simulation, call: Call, part: Part): number {
  if (sim.setup.freeze) frozenPart(part);
  const hash = sim.setup.hashing ? quickPart(call.number, part) : 0;
  if (part === 'broken' || part.end) call.server = 'closed';
  travel(sim, call, dueOf(DUE.part, call.from, call.id, 0, hash, { on: 'part', call: call.number, part }));
  forget(sim, call);
  return hash;
}

/** Nobody listens, or the server dies. */
export function refuse(sim: Simulation, call: Call): void {
  call.refused ||= call.server === 'coming';
  answer(sim, call, 'broken');
}

/**
 * Nobody listens when the request comes. What would deliver it twice has no connection then, and nothing to deliver once more; where one delivery has come
 * already, it may have been carried out.
 */
export function turnAway(sim: Simulation, call: Call): void {
  const partner = sim.calls.get(call.partner ?? 0);
  if (call.partner !== null && partner?.server !== 'coming') call.server = 'open';
  refuse(sim, call);
  if (partner?.server === 'coming') refuse(sim, partner);
}

/** The caller wants no more of it: gives up, dies or aborts. */
export function hangUp(sim: Simulation, call: Call): void {
  closeCaller(sim, call);
  if (call.server !== 'closed') travel(sim, call, hangUpOf(call));
}

/** The caller has seen the end. */
export function closeCaller(sim: Simulation, call: Call): void {
  call.callerOpen = false;
  sim.nodes[call.from]?.calls.delete(call.number);
  forget(sim, call);
}

/** The server has seen the end. */
export function closeServer(sim: Simulation, call: Call): void {
  call.server = 'closed';
  forget(sim, call);
}

/** The connection between the two ends now: both are told, past all faults. */
export function sever(sim: Simulation, call: Call): void {
  if (call.callerOpen) arrive(sim, call, brokenOf(call), 0);
  if (call.server !== 'closed') arrive(sim, call, hangUpOf(call), 0);
}

/** The same after a time, unless it is put off again. */
export function severLater(sim: Simulation, call: Call, after: Micros): void {
  call.severToken = ++sim.tokens;
  sim.heap.push(sim.now + after, dueOf(DUE.severed, harnessIndex(sim.setup), call.id, call.severToken, 0, null));
}

/** Sends a piece of a call along its link, past the faults in force on it. */
export function travel(sim: Simulation, call: Call, piece: Due): void {
  const faults = call.direct || call.to < 0 ? undefined : sim.faults.get(linkIndex(sim.setup, call.from, call.to));
  if (faults === undefined) arrive(sim, call, piece, 0);
  else travelFaulted(sim, call, piece, faults);
}

function travelFaulted(sim: Simulation, call: Call, piece: Due, faults: readonly ActiveFault[]): void {
  const isAnswer = piece.kind === DUE.part;
  const part = piece.input?.on === 'part' ? piece.input.part : null;
  const size = part !== null ? sizeOfPart(part) : piece.kind === DUE.request ? sizeOfRequest(call.request) : 0;
  const closes = piece.kind === DUE.hangUp || part === 'broken' || (part !== null && part.end);
  const cargo = {
    stream: streamOf(sim, call, isAnswer),
    size,
    isMessage: false,
    closes,
    before: isAnswer ? call.downBytes : call.upBytes,
    call: call.id,
    request: piece.kind === DUE.request ? call.request : null,
    part,
  };
  const fate = fateOf(sim, faults, cargo, (name) => touch(sim, name, call.from === harnessIndex(sim.setup) ? call.number : null));
  if (fate.severAfter !== null) severLater(sim, call, fate.severAfter);
  if (fate.holder !== null) fate.holder.held.push(piece);
  else if (fate.lost || (fate.passes < size && !isAnswer)) lose(sim, call, piece, faults);
  else pass(sim, call, piece, fate, size);
  if (fate.own !== null) arrive(sim, call, partOf(sim, call, fate.own), fate.delay);
}

function lose(sim: Simulation, call: Call, piece: Due, faults: readonly ActiveFault[]): void {
  if (piece.kind !== DUE.request) return;
  call.server = 'closed';
  call.refused = faults.some(({ fault }) => fault.kind === 'cut');
  forget(sim, call);
}

function pass(sim: Simulation, call: Call, piece: Due, fate: Fate, size: number): void {
  if (piece.input?.on !== 'part') {
    call.upBytes += size;
    const slicing = fate.slices === null ? 0 : Math.floor(size / fate.slices.bytes) * fate.slices.delay;
    const delay = fate.delay + slicing + fate.closeDelay;
    return fate.twin === null ? arrive(sim, call, piece, delay) : arriveTwice(sim, call, piece, delay, fate.twin);
  }
  call.downBytes += size;
  for (const { part, delay } of piecesOf(piece.input.part, fate)) {
    const hash = sim.setup.hashing ? quickPart(call.number, part) : 0;
    const cut = dueOf(piece.kind, piece.node, piece.call, piece.token, hash, { on: 'part', call: call.number, part });
    arrive(sim, call, cut, fate.delay + delay);
  }
}

/** The other one goes past all faults, and nobody waits for its answer; it is the first where the caller gets the last. */
function arriveTwice(sim: Simulation, call: Call, piece: Due, delay: Micros, { gap, answer: which }: NonNullable<Fate['twin']>): void {
  const twin: Call = { ...call, id: ++sim.callCount, direct: true, twin: true, partner: call.id, callerOpen: false, pieces: [] };
  call.partner = twin.id;
  sim.calls.set(twin.id, twin);
  const other = dueOf(DUE.request, twin.to, twin.id, 0, twin.hash, { on: 'request', call: -twin.id, request: twin.request });
  if (which === 'first') {
    arrive(sim, call, piece, delay);
    twin.upAt = call.upAt;
    arrive(sim, twin, other, delay + gap);
  } else {
    arrive(sim, twin, other, delay);
    call.upAt = twin.upAt;
    arrive(sim, call, piece, delay + gap);
  }
}

/** Puts a piece of a call on its way, past all faults. */
export function arrive(sim: Simulation, call: Call, piece: Due, delay: Micros): void {
  const isAnswer = piece.kind === DUE.part;
  const hop = call.direct
    ? directHop
    : call.to < 0
      ? sim.setup.hop.least
      : drawHop(sim.chance, streamOf(sim, call, isAnswer), sim.setup.hop);
  const at = Math.max(sim.now + hop + delay, (isAnswer ? call.downAt : call.upAt) + 1);
  if (isAnswer) call.downAt = at;
  else call.upAt = at;
  sim.heap.push(at, piece);
}

/** A `timeout` fault also ends connections on which nothing moves. */
function severIdle(sim: Simulation, call: Call): void {
  if (call.direct) return;
  for (const { fault } of sim.faults.get(linkIndex(sim.setup, call.from, call.to)) ?? []) {
    if (fault.kind === 'timeout' && fault.after > 0) severLater(sim, call, fault.after);
  }
}

function forget(sim: Simulation, call: Call): void {
  if (!call.callerOpen && call.server === 'closed') sim.calls.delete(call.id);
}

function brokenOf(call: Call): Due {
  return dueOf(DUE.part, call.from, call.id, 0, quickPart(call.number, 'broken'), { on: 'part', call: call.number, part: 'broken' });
}

function partOf(sim: Simulation, call: Call, part: Part): Due {
  const hash = sim.setup.hashing ? quickPart(call.number, part) : 0;
  return dueOf(DUE.part, call.from, call.id, 0, hash, { on: 'part', call: call.number, part });
}

function hangUpOf(call: Call): Due {
  return dueOf(DUE.hangUp, call.to, call.id, 0, quickPart(-call.id, 'broken'), { on: 'part', call: -call.id, part: 'broken' });
}

function streamOf(sim: Simulation, call: Call, isAnswer: boolean): number {
  return 2 * linkIndex(sim.setup, call.from, call.to) + (isAnswer ? 1 : 0);
}

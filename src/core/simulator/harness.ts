// The harness as a caller: its requests, and the answers that it gets.
import type { Answer, Send } from '../../contract/index.js';
import { type Head, joinBytes, type Json, jsonOfBytes, type Part, textOf } from '../../world/index.js';
import { closeCaller, hangUp, openCall } from './call.js';
import { type Call, harnessIndex, type Simulation } from './simulation.js';

/** Sends a request; its answer, or how it failed, is a happening. */
export function sendRequest(sim: Simulation, send: Send): void {
  const { id, to, request, timeout, direct } = send;
  sim.watcher?.asked(sim.now, send);
  openCall(sim, harnessIndex(sim.setup), sim.setup.index.get(to), id, request, timeout, direct);
}

export function deliverToHarness(sim: Simulation, call: Call, part: Part): void {
  if (!call.callerOpen) return;
  if (part === 'broken') {
    closeCaller(sim, call);
    return tell(sim, call, call.refused ? 'refused' : 'reset');
  }
  call.head ??= part.head;
  if (part.bytes !== null) call.pieces.push(part.bytes);
  if (!part.end) return;
  closeCaller(sim, call);
  tell(sim, call, null);
}

/** The time-out of a harness request is for the whole answer. */
export function giveUp(sim: Simulation, call: Call): void {
  if (!call.callerOpen) return;
  hangUp(sim, call);
  tell(sim, call, 'timeout');
}

function tell(sim: Simulation, call: Call, failure: Answer['failure']): void {
  const { head, number, pieces } = call;
  const answer =
    failure === null ? answerOf(head, pieces) : { status: head?.status ?? null, headers: head?.headers ?? {}, body: null, failure };
  sim.happenings.push({ at: sim.now, is: 'answer', id: number, answer });
}

/** Short answers are read faster than found. */
const keptFrom = 1_024;
const read = new WeakMap<Uint8Array, Answer>();

/** The very answer of before where a node sent the same bytes again under an equal head: it is parsed once, and whoever reads it can tell. */
function answerOf(head: Head | null, pieces: readonly Uint8Array[]): Answer {
  const [only] = pieces;
  const known = only === undefined || pieces.length > 1 || only.length < keptFrom ? undefined : read.get(only);
  if (known !== undefined && head !== null && known.status === head.status && isEqual(known.headers, head.headers)) return known;
  const answer: Answer = { status: head?.status ?? null, headers: head?.headers ?? {}, body: bodyOf(pieces), failure: null };
  if (only !== undefined && pieces.length === 1 && only.length >= keptFrom) read.set(only, answer);
  return answer;
}

function isEqual(one: Head['headers'], other: Head['headers']): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

function bodyOf(pieces: readonly Uint8Array[]): Json {
  if (pieces.length === 0) return null;
  const bytes = joinBytes(pieces);
  const json = jsonOfBytes(bytes);
  if (json !== undefined) return json;
  return bytes.length === 0 ? null : textOf(bytes);
}

import { joinBytes, type Part, type Request } from '../../world/index.js';
import { countCall, verbOf } from './syncer-counts.js';
import type { CallRole, PendingCall } from './syncer-state.js';
import type { Turn } from './turn.js';

/** An answer longer than this is treated as a broken call. */
const ANSWER_BYTES_MAX = 16_777_216;
const NOTHING = new Uint8Array(0);

/** Calls a cluster. @returns the number of the call */
export function startCall({ state, effects }: Turn, server: string, role: CallRole, request: Request, silence: number): number {
  const call = state.callNext++;
  state.calls.set(call, { server, role, verb: verbOf(role, request), status: 0, bytes: NOTHING });
  effects.push({ do: 'call', call, to: server, request, timeout: silence });
  return call;
}

/** Takes in a part of an answer. @returns the call with all that has come, and whether it is over (`broken` calls have status 0); null when nobody waits for it */
export function takePart(
  { state, effects }: Turn,
  call: number,
  part: Part,
): { readonly pending: PendingCall; readonly over: boolean } | null {
  const known = state.calls.get(call);
  if (known === undefined) return null;
  if (part === 'broken') {
    countCall(state.counts, known.verb, 0);
    return state.calls.delete(call) ? { pending: { ...known, status: 0 }, over: true } : null;
  }
  const bytes = part.bytes === null ? known.bytes : joinBytes([known.bytes, part.bytes]);
  const pending = { ...known, status: part.head?.status ?? known.status, bytes };
  if (bytes.length > ANSWER_BYTES_MAX) {
    effects.push({ do: 'reply', call, part: 'broken' });
    countCall(state.counts, known.verb, 0);
    return state.calls.delete(call) ? { pending: { ...known, status: 0, bytes: NOTHING }, over: true } : null;
  }
  if (part.end) {
    state.calls.delete(call);
    countCall(state.counts, known.verb, pending.status);
  } else state.calls.set(call, pending);
  return { pending, over: part.end };
}

/** Hangs up every call to a server. */
export function hangUp({ state, effects }: Turn, server: string): void {
  for (const [call, pending] of state.calls) {
    if (pending.server !== server) continue;
    state.calls.delete(call);
    countCall(state.counts, pending.verb, null);
    effects.push({ do: 'reply', call, part: 'broken' });
  }
}

import type { Turn } from './gateway-state.js';

/** Takes nothing new, and lets nobody wait for news any longer. */
export function beginEnd({ state }: Turn): void {
  state.isEnding = true;
  for (const [call, pending] of state.pending)
    if (pending.manner.waitUntil !== undefined) state.pending.set(call, { ...pending, manner: { ...pending.manner, waitUntil: 0 } });
}

/** Halts once every call that was in flight is answered. Called at the end of each step. */
export function endIfDone({ state, effects }: Turn): void {
  if (state.isEnding && state.pending.size === 0) effects.push({ do: 'halt', reason: 'asked to end' });
}

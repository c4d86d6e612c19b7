// How a syncer ends when it is asked to: it stops all work, gives its servers back so that others may claim them at once, and halts. What it had begun is
// shut out by the fence of whoever comes next.
import type { Answer, Server } from '../wire/command.js';
import { askManager } from './ask.js';
import { giveUp } from './holding.js';
import type { Turn } from './turn.js';

export function beginEnd(turn: Turn): void {
  const { state, env } = turn;
  if (state.ending !== null) return;
  state.ending = { by: env.now + state.timings.leaseLife, releasing: new Map() };
  goOnEnding(turn);
}

/** Gives back what is held, also what was granted meanwhile; halts when nothing is left, or when the leases are over anyway. */
export function goOnEnding(turn: Turn): void {
  const { state, env, effects } = turn;
  if (state.ending === null) return;
  const held = [...state.holdings.values()].map(({ server, epoch }) => [server, epoch] as const);
  for (const [server] of held) giveUp(turn, server);
  const releasing = new Map([...state.ending.releasing, ...held]);
  state.ending = { ...state.ending, releasing };
  for (const [server, epoch] of releasing) release(turn, server, epoch);
  if ((releasing.size === 0 && !state.asks.has('claim')) || env.now >= state.ending.by)
    effects.push({ do: 'halt', reason: 'asked to end' });
}

function release(turn: Turn, server: Server, epoch: number): void {
  const command = { do: 'release', server, holder: turn.state.id, epoch } as const;
  askManager(turn, `release ${server}`, { type: 'command', key: null, digest: 0, command });
}

/** Refused is as good as given back: somebody else has it. */
export function takeReleased({ state }: Turn, server: Server, { status }: Answer): void {
  if (state.ending === null || status === 503) return;
  const releasing = new Map(state.ending.releasing);
  releasing.delete(server);
  state.ending = { ...state.ending, releasing };
}

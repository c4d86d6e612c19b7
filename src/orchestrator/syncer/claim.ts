import type { Answer, ServerWork } from '../wire/command.js';
import { asObject } from '../../world/index.js';
import { askManager } from './ask.js';
import { giveUp } from './holding.js';
import { newHolding } from './syncer-state.js';
import type { Turn } from './turn.js';

/** Beyond its share a syncer claims only what stayed free for so many ticks. */
const PATIENCE_TICKS = 2;

/** Claims one server at most: first those that it held before a restart (their sequences died with it), then its share of the free ones, then what nobody takes. */
export function claimFree(turn: Turn): void {
  const { state, env } = turn;
  noteFree(turn);
  const unheld = state.listed.filter(({ server }) => !state.holdings.has(server));
  const own = unheld.find(({ holder }) => holder === state.id);
  if (own !== undefined) return claim(turn, own);
  const free = unheld.filter(isFree);
  const share = Math.ceil(state.listed.length / syncersSeen(turn));
  const patience = PATIENCE_TICKS * state.timings.syncTick;
  const open =
    state.holdings.size < share ? free : free.filter(({ server }) => env.now - (state.freeSince.get(server) ?? env.now) >= patience);
  const choice = open.length === 0 ? undefined : open[env.draw('claim', open.length)];
  if (choice !== undefined) claim(turn, choice);
}

const isFree = ({ holder, free }: ServerWork): boolean => free || holder === null;

function noteFree({ state, env }: Turn): void {
  for (const work of state.listed) {
    if (!isFree(work)) state.freeSince.delete(work.server);
    else if (!state.freeSince.has(work.server)) state.freeSince.set(work.server, env.now);
  }
}

/** This one and those that hold something now, but two at least: nobody else may have been granted anything yet. */
function syncersSeen({ state }: Turn): number {
  const holders = new Set(state.listed.filter((work) => !isFree(work)).map(({ holder }) => holder));
  return Math.max(2, holders.add(state.id).size);
}

/** Without a key: a claim that is repeated must not be granted the same epoch again. */
function claim(turn: Turn, { server, epoch }: ServerWork): void {
  askManager(turn, 'claim', { type: 'command', key: null, digest: 0, command: { do: 'claim', server, holder: turn.state.id, epoch } });
}

/** Starts to work a server that was granted; a refused claim is tried anew at a later tick, if it is still free. */
export function takeGrant(turn: Turn, server: string, answer: Answer): void {
  const epoch = asObject(answer.body)?.['epoch'];
  if (answer.status !== 200 || typeof epoch !== 'number') return;
  const held = turn.state.holdings.get(server);
  if (held !== undefined && held.epoch >= epoch) return;
  giveUp(turn, server);
  turn.state.holdings.set(server, { ...newHolding(server, epoch, turn.env.now), barrier: turn.rules.needsBarrier('grant') });
  turn.state.freeSince.delete(server);
  turn.state.counts.grants += 1;
}

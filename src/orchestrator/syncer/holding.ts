import type { ServerWork } from '../wire/command.js';
import { hangUp } from './call.js';
import { type Holding, itemKey } from './syncer-state.js';
import { ASK_TIMER } from './ask.js';
import type { Turn } from './turn.js';

/** Stops all work on a server. What was begun is shut out by the fence of whoever is granted it next. */
export function giveUp(turn: Turn, server: string): void {
  const { state, effects } = turn;
  if (!state.holdings.delete(server)) return;
  state.counts.losses += 1;
  hangUp(turn, server);
  for (const purpose of [`report ${server}`, `sweep ${server}`] as const) {
    if (state.asks.delete(purpose)) effects.push({ do: 'timer', name: ASK_TIMER + purpose, after: null });
  }
}

/** Takes over what the managers want now, as answered to ask number `ask`, and begins a new pass. Everything remembered about other items is forgotten. */
export function takeItems(holding: Holding, work: ServerWork, ask: number): void {
  holding.items = work.items;
  holding.tried.clear();
  const current = new Map(work.items.map((item) => [itemKey(item), item]));
  for (const [key, told] of holding.told) {
    const item = current.get(key);
    const settled = told.until !== null && ask >= told.until;
    const achieved = told.status === 'Applied' || told.status === 'Deleted';
    if ((item === undefined && settled) || (item !== undefined && item.version !== told.version) || (settled && achieved))
      holding.told.delete(key);
  }
  for (const key of holding.setbacks.keys()) if (!current.has(key)) holding.setbacks.delete(key);
  const gated = new Set(work.items.map(({ context, order }) => `${context} ${order}`));
  for (const key of holding.openSince.keys()) if (!gated.has(key)) holding.openSince.delete(key);
  for (const key of holding.going) if (current.get(key)?.want !== 'absent') holding.going.delete(key);
}

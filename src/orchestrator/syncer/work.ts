import type { Answer, ServerWork } from '../wire/command.js';
import { askManager, serversOf } from './ask.js';
import { claimFree } from './claim.js';
import { drive } from './drive.js';
import { giveUp, takeItems } from './holding.js';
import { newHolding } from './syncer-state.js';
import type { Turn } from './turn.js';

export function askWork(turn: Turn): void {
  askManager(turn, 'work', { type: 'query', query: { ask: 'work', holder: turn.state.id } });
}

/** One pass over everything that is wanted, as answered to ask number `ask`. */
export function takeWork(turn: Turn, answer: Answer, ask: number): void {
  const servers = serversOf(answer);
  if (servers === null) return;
  const { state, rules, env } = turn;
  state.listed = servers;
  dropLost(turn, servers);
  for (const work of servers) {
    if (work.holder !== state.id) continue;
    let holding = state.holdings.get(work.server);
    if (holding === undefined && rules.mayWork(null, work.epoch)) {
      holding = newHolding(work.server, work.epoch, env.now);
      state.holdings.set(work.server, holding);
    }
    if (holding === undefined || !rules.mayWork(holding.epoch, work.epoch)) {
      if (rules.afterIdle === 'stop') return;
      continue;
    }
    takeItems(holding, work, ask);
    drive(turn, holding);
  }
  claimFree(turn);
}

/** Gives up what is gone or was granted to somebody else. An answer older than our own grant says nothing. */
function dropLost(turn: Turn, servers: readonly ServerWork[]): void {
  const listed = new Map(servers.map((work) => [work.server, work]));
  for (const holding of [...turn.state.holdings.values()]) {
    const work = listed.get(holding.server);
    if (work === undefined || turn.rules.loses(holding.epoch, work.epoch)) giveUp(turn, holding.server);
  }
  for (const server of turn.state.freeSince.keys()) if (!listed.has(server)) turn.state.freeSince.delete(server);
}

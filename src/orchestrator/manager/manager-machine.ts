import type { Effect, Env, Input, Machine } from '../../world/index.js';
import { newLog, newRaft, type RaftMessage, startRaft, takeRaftMessage, takeRaftTimer } from '../raft/index.js';
import type { Rules } from '../rules/index.js';
import { emptyState, stateOf } from '../state/index.js';
import type { Config } from '../wire/config.js';
import type { Ask } from '../wire/message.js';
import { carryOut } from './carry-out.js';
import { type Loaded, load, saveMeta, wholeLog } from './manager-disk.js';
import { beginEnd, endIfDone, endTimer, goOnEnding } from './end.js';
import { noCounts } from './manager-counts.js';
import { cloneManager, digestManager, type ManagerState } from './manager-state.js';
import { serveManagerVitals } from './manager-vitals.js';
import { newTurn } from './manager-turn.js';
import { takeAsk } from './serve-asks.js';

/** A member of the replicated state machine: Raft below, the orchestrator's state above. */
export function managerMachine(rules: Rules): Machine<ManagerState> {
  return {
    boot: (input, env) => boot(input, env, rules),
    step: (manager, input, env) => step(manager, input, env, rules),
    clone: cloneManager,
    digest: digestManager,
  };
}

function boot(input: Input & { on: 'boot' }, env: Env, rules: Rules): readonly [ManagerState, readonly Effect[]] {
  const config = input.config as unknown as Config;
  const loaded = load(input.disk, rules.manager);
  if (typeof loaded === 'string') return [managerOf(config, null, rules), [{ do: 'halt', reason: `disk: ${loaded}` }]];
  const manager = managerOf(config, loaded, rules);
  const turn = newTurn(manager, env, rules);
  // The entries first: a durable index that is ahead of its log would look like rot. One that is behind, as a crash between the two leaves it, would
  // let rot pass for a torn write, though the entries are told to others from now on.
  if (loaded.dirty) turn.effects.push(wholeLog(manager));
  if (loaded.dirty || loaded.durable !== manager.durable) turn.effects.push(saveMeta(manager));
  startRaft(turn.raftTurn);
  carryOut(turn);
  return [manager, turn.effects];
}

function managerOf(config: Config, loaded: Loaded | null, rules: Rules): ManagerState {
  const { term, vote, log, snapshot } = loaded ?? { term: 0, vote: null, log: newLog(0, 0), snapshot: null };
  const last = log.base + log.entries.length;
  const members = config.join === true ? [] : config.managers;
  const raft = newRaft({ id: config.id, members, timings: config.timings, term, vote, log, commit: log.base }, rules.raft);
  return {
    config,
    raft,
    state: snapshot === null ? emptyState() : stateOf(snapshot),
    open: new Map(),
    byKey: new Map(),
    heard: new Map(),
    leaderSince: 0,
    proposedAt: 0,
    fileLast: last,
    durable: last,
    ending: null,
    counts: noCounts(),
  };
}

function step(manager: ManagerState, input: Input, env: Env, rules: Rules): readonly Effect[] {
  if (input.on === 'request') return [serveManagerVitals(manager, input.call, input.request)];
  const turn = newTurn(manager, env, rules);
  if (input.on === 'end') beginEnd(turn);
  if (input.on === 'timer' && input.name === endTimer) goOnEnding(turn);
  else if (input.on === 'timer') takeRaftTimer(turn.raftTurn, input.name);
  if (input.on === 'message') {
    const message = input.body as unknown as RaftMessage | Ask;
    if (message.type === 'command' || message.type === 'query') takeAsk(turn, input.from, message);
    else takeRaftMessage(turn.raftTurn, input.from, message);
  }
  if (input.on === 'disk-failed' && rules.manager.onDiskFailure === 'halt')
    return [{ do: 'halt', reason: `disk: ${input.file} ${input.code}` }];
  carryOut(turn);
  endIfDone(turn);
  return turn.effects;
}

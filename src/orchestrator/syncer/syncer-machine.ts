import type { Effect, Env, Input, Machine } from '../../world/index.js';
import type { Config } from '../wire/config.js';
import type { Answer } from '../wire/command.js';
import { managersAtFirst } from '../wire/managers.js';
import type { Ask, Reply } from '../wire/message.js';
import { ASK_TIMER, dropAsk, takeReply } from './ask.js';
import { takePart } from './call.js';
import { takeGrant } from './claim.js';
import { cloneSyncer, digestSyncer } from './copy.js';
import { drive } from './drive.js';
import { beginEnd, goOnEnding, takeReleased } from './end.js';
import { giveUp } from './holding.js';
import { takeJobAnswer } from './job.js';
import { takeList, takeWatch } from './observe.js';
import { takeReportAnswer } from './report.js';
import { abandonSweep, takeSwept, takeWanted } from './sweep.js';
import { noCounts } from './syncer-counts.js';
import { serveSyncerVitals } from './syncer-vitals.js';
import type { SyncerRules } from './syncer-rules.js';
import type { Holding, PendingCall, Purpose, SyncerState } from './syncer-state.js';
import type { Turn } from './turn.js';
import { askWork, takeWork } from './work.js';

const TICK = 'tick';

/** Drives contexts into clusters: asks the managers what is wanted, makes it so in one pass, tells what came of it, and forgets. */
export function syncerMachine(rules: SyncerRules): Machine<SyncerState> {
  return {
    boot,
    step: (state, input, env) => {
      const turn: Turn = { state, env, rules, effects: [] };
      take(turn, input);
      return turn.effects;
    },
    clone: cloneSyncer,
    digest: digestSyncer,
  };
}

/** The numbers of asks start anywhere, so that a reply to an earlier boot is not taken for one to this. */
function boot(input: Input & { readonly on: 'boot' }, env: Env): readonly [SyncerState, readonly Effect[]] {
  const { id, managers, timings } = input.config as unknown as Config;
  const manager = managers[env.draw('manager', managers.length)] ?? '';
  const askNext = env.draw('asks', 2 ** 21) * 2 ** 31 + 1;
  const state: SyncerState = {
    id,
    managers,
    managersAt: managersAtFirst,
    timings,
    manager,
    askNext,
    callNext: 1,
    asks: new Map(),
    calls: new Map(),
    holdings: new Map(),
    freeSince: new Map(),
    listed: [],
    answeredAt: null,
    counts: noCounts(),
    ending: null,
  };
  return [state, [{ do: 'timer', name: TICK, after: env.draw('tick', timings.syncTick) }]];
}

function take(turn: Turn, input: Input): void {
  if (input.on === 'end') beginEnd(turn);
  else if (input.on === 'message') takeMessage(turn, input.body as unknown as Reply);
  else if (input.on === 'part') takeCallPart(turn, input);
  else if (input.on === 'request') turn.effects.push(serveSyncerVitals(turn, input.call, input.request));
  else if (input.on === 'timer' && input.name === TICK) tick(turn);
  else if (input.on === 'timer') takeSilence(turn, input.name.slice(ASK_TIMER.length) as Purpose);
}

function tick(turn: Turn): void {
  const { state, effects } = turn;
  effects.push({ do: 'timer', name: TICK, after: state.timings.syncTick });
  if (state.ending !== null) return goOnEnding(turn);
  askWork(turn);
  for (const holding of state.holdings.values()) drive(turn, holding);
}

function takeSilence(turn: Turn, purpose: Purpose): void {
  dropAsk(turn, purpose);
  const [about, server = ''] = purpose.split(' ');
  const holding = turn.state.holdings.get(server);
  if (about === 'sweep' && holding !== undefined) abandonSweep(holding);
}

function takeMessage(turn: Turn, reply: Reply): void {
  const taken = takeReply(turn, reply);
  if (taken === null) return;
  const { purpose, ask, answer } = taken;
  if (turn.state.ending !== null) return takeLate(turn, purpose, ask, answer);
  if (purpose === 'work') return takeWork(turn, answer, ask.id);
  if (purpose === 'claim') {
    if (ask.type === 'command' && ask.command.do === 'claim') takeGrant(turn, ask.command.server, answer);
    return askWork(turn);
  }
  const [about, server = ''] = purpose.split(' ');
  const holding = turn.state.holdings.get(server);
  if (holding === undefined) return;
  if (about === 'report' && !takeReportAnswer(turn, holding, answer)) return giveUp(turn, server);
  if (about === 'sweep') takeWanted(turn, holding, answer);
  drive(turn, holding);
}

/** Nothing is worked any more; what was granted all the same is given back. */
function takeLate(turn: Turn, purpose: Purpose, ask: Ask, answer: Answer): void {
  const [about, server = ''] = purpose.split(' ');
  if (about === 'release') takeReleased(turn, server, answer);
  if (ask.type === 'command' && ask.command.do === 'claim') takeGrant(turn, ask.command.server, answer);
  goOnEnding(turn);
}

function takeCallPart(turn: Turn, { call, part }: Input & { readonly on: 'part' }): void {
  const taken = takePart(turn, call, part);
  if (taken === null) return;
  const { pending, over } = taken;
  const holding = turn.state.holdings.get(pending.server);
  if (holding === undefined) return;
  if (pending.role.for === 'watch') takeWatchPart(turn, holding, call, pending, over);
  else if (!over) return;
  else takeWhole(turn, holding, pending);
  if (turn.state.holdings.get(pending.server) === holding) drive(turn, holding);
}

/** A watch that its observer no longer waits for is hung up. */
function takeWatchPart(turn: Turn, holding: Holding, call: number, pending: PendingCall, over: boolean): void {
  const { state, effects } = turn;
  if (pending.role.for !== 'watch') return;
  const { collection } = pending.role;
  const bytes = takeWatch(turn, holding, collection, pending, over);
  if (over) return;
  if (holding.observers.get(collection)?.call === call) return void state.calls.set(call, { ...pending, bytes });
  state.calls.delete(call);
  effects.push({ do: 'reply', call, part: 'broken' });
}

function takeWhole(turn: Turn, holding: Holding, pending: PendingCall): void {
  const { role } = pending;
  if (role.for === 'job') takeJobAnswer(turn, holding, pending);
  else if (role.for === 'list') takeList(turn, holding, role.collection, pending);
  else if (role.for === 'sweep') takeSwept(turn, holding, role.collection, pending);
}

import { type Effect, type Env, type Input, type Json, type JsonObject, type Machine, type Request } from '../../world/index.js';
import { loadBackups, serveBackups } from './backup.js';
import { type ClusterState, cloneCluster, digestCluster } from './cluster-state.js';
import { countAnswer } from './cluster-counts.js';
import { serveMetrics } from './cluster-vitals.js';
import { runDue, scheduleAll, scheduleChanged } from './controllers.js';
import { ensureObject } from './create.js';
import { loadJournal, persistTurn, snapshot } from './journal.js';
import { serve } from './serve.js';
import { newTurn, type Turn } from './turn.js';
import type { Config } from '../wire/config.js';
import { typeOfKind } from './resource-types.js';
import { endWatch, tellWatches } from './watch.js';

const CONTROLLERS = 'controllers';
const WATCH_TIMER = 'watch.';

/**
 * An edge cluster: the part of the Kubernetes API that an orchestrator needs, and the controllers behind it. Every write is durable before it is answered or told
 * to a watch. A request with a fence lower than the highest seen is refused; one without is somebody else's (kubectl) and passes.
 */
export function clusterMachine(): Machine<ClusterState> {
  return { boot, step, clone: cloneCluster, digest: digestCluster };
}

function boot(input: Input & { readonly on: 'boot' }, env: Env): readonly [ClusterState, readonly Effect[]] {
  const state = emptyState(input.config);
  const loaded = loadJournal(state, input.disk);
  loadBackups(state, input.disk);
  if (loaded === 'rotten') return [state, [{ do: 'halt', reason: 'cluster: the journal holds a line that cannot be read' }]];
  state.forgotten = state.revision;
  const turn = newTurn(state, env);
  begin(turn);
  const repair = loaded === 'fit' ? persistTurn(turn) : [snapshot(state)];
  return [state, [...repair, ...armTimer(turn)]];
}

function emptyState(config: Json): ClusterState {
  const { id, timings, limits } = config as unknown as Config;
  return {
    id,
    pace: timings.clusterPace,
    watchHistoryMax: limits.watchHistoryMax,
    bodyBytesMax: limits.bodyBytesMax,
    objects: new Map(),
    revision: 0,
    fence: null,
    journalLines: 0,
    history: [],
    forgotten: 0,
    watches: new Map(),
    due: new Map(),
    timerAt: null,
    counts: new Map(),
    policies: [],
    met: new Map(),
    incarnation: 0,
    backups: new Map(),
  };
}

/** What is always there, and what the controllers do by themselves. */
function begin(turn: Turn): void {
  for (const name of ['default', 'kube-system']) ensureNamespace(turn, name);
  scheduleAll(turn);
}

function ensureNamespace(turn: Turn, name: string): void {
  const type = typeOfKind('v1', 'Namespace');
  const body: JsonObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  if (type !== null) ensureObject(turn, { type, namespace: '', name, part: 'whole' }, body);
}

function step(state: ClusterState, input: Input, env: Env): readonly Effect[] {
  const turn = newTurn(state, env);
  const revisionBefore = state.revision;
  switch (input.on) {
    case 'request':
      takeRequest(turn, input.call, input.request);
      break;
    case 'timer':
      if (input.name.startsWith(WATCH_TIMER)) return endWatch(turn, Number(input.name.slice(WATCH_TIMER.length)));
      state.timerAt = null;
      runDue(turn);
      break;
    case 'part':
      return hangUp(state, input.call);
    case 'end':
      return [{ do: 'halt', reason: 'asked to end' }];
    case 'disk-failed':
      return [{ do: 'halt', reason: `cluster: ${input.file} could not be written (${input.code})` }];
    default:
      return [];
  }
  scheduleChanged(turn);
  const told = tellWatches(turn, revisionBefore);
  return [...persistTurn(turn), ...turn.replies, ...told, ...armTimer(turn)];
}

function takeRequest(turn: Turn, call: number, request: Request): void {
  const { state, replies } = turn;
  const metrics = serveMetrics(state, call, request);
  if (metrics !== null) return void replies.push(metrics);
  if (!serveBackups(turn, call, request, () => begin(turn))) serve(turn, call, request);
  countAnswer(state.counts, request.method, replies);
}

/** The client of a watch is gone. */
function hangUp(state: ClusterState, call: number): readonly Effect[] {
  if (!state.watches.delete(call)) return [];
  return [{ do: 'timer', name: `${WATCH_TIMER}${call}`, after: null }];
}

function armTimer({ state, env }: Turn): readonly Effect[] {
  let first: number | null = null;
  for (const at of state.due.values()) if (first === null || at < first) first = at;
  if (first === null || (state.timerAt !== null && state.timerAt <= first)) return [];
  state.timerAt = first;
  return [{ do: 'timer', name: CONTROLLERS, after: Math.max(0, first - env.now) }];
}

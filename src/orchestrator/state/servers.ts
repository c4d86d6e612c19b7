// Who may drive which server, and what they achieved there.
import type { StateRules } from '../rules/index.js';
import type { Answer, Command, Result } from '../wire/command.js';
import { agree, refuse } from './answer.js';
import { terminateContext } from './change-context.js';
import { type Context, type Item, isReleased } from './context.js';
import { withAction } from './document.js';
import { serverIn } from './special.js';
import { settle } from './settle.js';
import { type State, writable } from './state.js';
import { putContext, putDocument, removeContext } from './tables.js';
import type { Moment, Target } from './target.js';

/** Grants the server with a new epoch, 200 `{ server, epoch }`, when nobody else was granted it since the claimant looked. */
export function claimServer(state: State, command: Command & { do: 'claim' }, rules: StateRules): Answer {
  const record = state.servers.get(command.server);
  if (record === undefined) return refuse('SERVER_UNKNOWN', { server: command.server });
  if (record.forgotten) return refuse('CLUSTER_FORGOTTEN', { key: record.cluster });
  if (!rules.holds(command.epoch, record.epoch)) return refuse('STALE_EPOCH', { server: command.server, epoch: record.epoch });
  const epoch = rules.nextEpoch(record.epoch);
  writable(state, 'servers').set(record.server, { ...record, holder: command.holder, epoch });
  return agree(200, { server: record.server, epoch });
}

/** Anyone may claim the server from now on. */
export function releaseServer(state: State, command: Command & { do: 'release' }, rules: StateRules): Answer {
  const record = state.servers.get(command.server);
  if (record === undefined) return refuse('SERVER_UNKNOWN', { server: command.server });
  if (!rules.holds(command.epoch, record.epoch) || !rules.speaksFor(record.holder, command.holder))
    return refuse('STALE_EPOCH', { server: command.server, epoch: record.epoch });
  writable(state, 'servers').set(record.server, { ...record, holder: null });
  return agree(200, null);
}

/** Takes in what the holder of a server achieved. Results about items that changed since are ignored. */
export function reportResults(state: State, command: Command & { do: 'report' }, moment: Moment, rules: StateRules): Answer {
  const record = state.servers.get(command.server);
  if (record === undefined) return refuse('SERVER_UNKNOWN', { server: command.server });
  if (record.forgotten) return refuse('CLUSTER_FORGOTTEN', { key: record.cluster });
  if (!rules.holds(command.epoch, record.epoch) || !rules.speaksFor(record.holder, command.holder))
    return refuse('STALE_EPOCH', { server: command.server, epoch: record.epoch });
  for (const [id, results] of byContext(command.results)) {
    const context = state.contexts.get(id);
    if (context === undefined) continue;
    if ([...results.values()].some(({ reason }) => rules.takesBack(context.status, reason))) {
      removeContext(state, id);
      continue;
    }
    const next = context.items.map((item) =>
      item.planned.server === command.server ? withResult(item, results.get(item.work.resource), rules) : item,
    );
    if (next.some((item, index) => item !== context.items[index]))
      putContext(state, settle({ ...context, items: next }, moment.index, rules));
  }
  return agree(200, null);
}

/** Gives a cluster up for good: what waits for it counts as released, nothing new goes there, and its epoch is never accepted again. */
export function forgetCluster(state: State, target: Target, moment: Moment, rules: StateRules): Answer {
  const document = state.documents.get(target.key);
  if (document === undefined || document.kind !== target.kind) return refuse('NOT_FOUND', { key: target.key });
  const record = state.servers.get(serverIn(document.payload) ?? '');
  if (document.state === 'Forgotten' || record === undefined) return refuse('ILLEGAL_STATE', { verb: 'forget', state: document.state });
  putDocument(
    state,
    withAction(document, { state: 'Forgotten', context: document.contextId, revision: document.revision, at: moment.at }, rules),
  );
  writable(state, 'servers').set(record.server, { ...record, holder: null, epoch: record.epoch + 1, forgotten: true });
  for (const context of state.contexts.values()) {
    if (context.items.some((item) => item.planned.cluster === target.key && !isReleased(item)))
      putContext(state, released(context, target.key, moment, rules));
    if (context.id === document.contextId)
      putContext(state, terminateContext(state.contexts.get(context.id) ?? context, moment.index, rules));
  }
  return agree(202, null, document.etag);
}

function released(context: Context, cluster: string, moment: Moment, rules: StateRules): Context {
  const items = context.items.map((item) => (isGivenUp(item, cluster, rules) ? forgotten(item) : item));
  return settle({ ...context, items }, moment.index, rules);
}

function isGivenUp(item: Item, cluster: string, rules: StateRules): boolean {
  return item.planned.cluster === cluster && !isReleased(item) && rules.releases(item.work.want);
}

function forgotten(item: Item): Item {
  return { ...item, status: 'Forgotten', reason: '', work: { ...item.work, done: true, ready: false, manifest: null } };
}

/** Later results about the same resource win. */
function byContext(results: readonly Result[]): ReadonlyMap<string, ReadonlyMap<string, Result>> {
  const sorted = new Map<string, Map<string, Result>>();
  for (const result of results) {
    const known = sorted.get(result.context) ?? new Map<string, Result>();
    sorted.set(result.context, known.set(result.resource, result));
  }
  return sorted;
}

/** Longer reasons are cut. */
const reasonLengthMax = 200;

function withResult(item: Item, result: Result | undefined, rules: StateRules): Item {
  if (result === undefined || isReleased(item) || !rules.speaksOf(result.version, item.work.version)) return item;
  const achieved = item.work.want === 'present' ? 'Applied' : 'Deleted';
  if ((result.status === 'Applied' || result.status === 'Deleted') && result.status !== achieved) return item;
  const done = result.status === achieved;
  const ready = done && result.ready && achieved === 'Applied';
  const reason = result.reason.slice(0, reasonLengthMax);
  if (item.status === result.status && item.work.ready === ready && item.reason === reason) return item;
  return { ...item, status: result.status, reason, work: { ...item.work, done, ready } };
}

import { bytesOf, type Effect, type Micros, type Part } from '../../world/index.js';
import { answerRefusal, jsonHeaders, replyWith } from './answer.js';
import type { ClusterState, HistoryEntry, Stored, Watch } from './cluster-state.js';
import { expired, tooLarge } from './list.js';
import { meetRule } from './policies.js';
import { isSelected, type Selection, selectObjects } from './read.js';
import { badRequest, failureStatus, refusal } from './refusal.js';
import { type Included, tableOf } from './table.js';
import type { Turn } from './turn.js';
import { withhold } from './withhold.js';

const WATCHES_MAX = 512;
const TIMEOUT_SECONDS_MAX = 86_400;

/** Opens a watch: what happened since `resourceVersion` (everything that is there, when none is given), then what happens. */
export function openWatch(turn: Turn, call: number, selection: Selection, query: URLSearchParams, table: Included | null): void {
  const { state, replies } = turn;
  const since = query.get('resourceVersion') ?? '';
  const version = since === '' ? 0 : /^\d{1,15}$/.test(since) ? Number(since) : -1;
  if (version < 0) return void replies.push(replyWith(call, answerRefusal(badRequest('resourceVersion is a number'))));
  if (version > state.revision) return void replies.push(replyWith(call, answerRefusal(tooLarge(state, since))));
  if (state.watches.size >= WATCHES_MAX)
    return void replies.push(replyWith(call, answerRefusal(refusal(429, 'TooManyRequests', 'too many watches'))));
  const isEnded = version !== 0 && (version < state.forgotten || meetRule(turn, 'expire', 'watch', selection.type.plural) !== null);
  if (isEnded) return void replies.push(expiredEvent(call, since, state));
  const watch: Watch = { ...selection, bookmarks: query.get('allowWatchBookmarks') === 'true', table, sent: state.revision };
  const initial = version === 0 || query.get('sendInitialEvents') === 'true';
  const lines = initial
    ? selectObjects(state, selection).map((stored) => eventLine('ADDED', stored, watch, turn.env.wall))
    : linesSince(state, watch, version, turn.env.wall);
  if (query.get('sendInitialEvents') === 'true' && watch.bookmarks) lines.push(bookmark(watch, state.revision, true));
  replies.push({
    do: 'reply',
    call,
    part: { head: { status: 200, headers: jsonHeaders }, bytes: lines.length === 0 ? null : bytesOf(lines.join('')), end: false },
  });
  state.watches.set(call, watch);
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  if (seconds > 0 && seconds <= TIMEOUT_SECONDS_MAX)
    replies.push({ do: 'timer', name: `watch.${call}`, after: Math.floor(seconds * 1_000_000) });
}

function expiredEvent(call: number, since: string, state: ClusterState): Effect {
  return { do: 'reply', call, part: { head: { status: 200, headers: jsonHeaders }, ...expiredPart(since, state) } };
}

function expiredPart(since: string, state: ClusterState): { readonly bytes: Uint8Array; readonly end: true } {
  return { bytes: bytesOf(`${JSON.stringify({ type: 'ERROR', object: failureStatus(expired(since, state)) })}\n`), end: true };
}

function linesSince(state: ClusterState, watch: Watch, version: number, wall: Micros): string[] {
  return state.history.filter((entry) => entry.revision > version).flatMap((entry) => lineOf(watch, entry, wall));
}

/** Tells the open watches what this turn wrote, and a quiet one how far the world went before it is out of reach. */
export function tellWatches(turn: Turn, revisionBefore: number): readonly Effect[] {
  const { state } = turn;
  const news = state.history.slice(Math.max(0, state.history.length - (state.revision - revisionBefore)));
  const effects: Effect[] = [];
  for (const [call, watch] of state.watches) {
    if (watch.stalled) continue;
    const said = watch.sent >= state.revision ? [] : news.flatMap((entry) => lineOf(watch, entry, turn.env.wall));
    const lines = withhold(turn, watch.type.plural, said);
    if (typeof lines === 'string') {
      effects.push(...disturb(state, call, watch, lines));
      continue;
    }
    if (lines.length === 0 && watch.bookmarks && state.revision - watch.sent > state.watchHistoryMax / 2)
      lines.push(bookmark(watch, state.revision));
    if (lines.length === 0) continue;
    effects.push({ do: 'reply', call, part: chunk(lines.join('')) });
    state.watches.set(call, { ...watch, sent: state.revision });
  }
  forgetHistory(state);
  return effects;
}

function disturb(state: ClusterState, call: number, watch: Watch, how: 'stall' | 'expire'): readonly Effect[] {
  if (how === 'stall') {
    state.watches.set(call, { ...watch, stalled: true });
    return [];
  }
  state.watches.delete(call);
  return [
    { do: 'reply', call, part: { head: null, ...expiredPart(String(watch.sent), state) } },
    { do: 'timer', name: `watch.${call}`, after: null },
  ];
}

function forgetHistory(state: ClusterState): void {
  const excess = state.history.length - state.watchHistoryMax;
  if (excess <= 0) return;
  state.forgotten = state.history[excess - 1]?.revision ?? state.forgotten;
  state.history = state.history.slice(excess);
}

/** Ends a watch whose time is up. */
export function endWatch(turn: Turn, call: number): readonly Effect[] {
  const { state } = turn;
  const watch = state.watches.get(call);
  if (watch === undefined || watch.stalled) return [];
  if (meetRule(turn, 'stall', 'watch', watch.type.plural) !== null) {
    state.watches.set(call, { ...watch, stalled: true });
    return turn.replies;
  }
  state.watches.delete(call);
  const bytes = watch.bookmarks ? bytesOf(bookmark(watch, state.revision)) : null;
  return [{ do: 'reply', call, part: { head: null, bytes, end: true } }];
}

/** An object that starts or stops to match counts as added or deleted. */
function lineOf(watch: Watch, { before, after, last }: HistoryEntry, wall: Micros): string[] {
  const was = before !== null && isSelected(watch, before);
  if (after !== null && isSelected(watch, after)) return [eventLine(was ? 'MODIFIED' : 'ADDED', after, watch, wall)];
  const gone = after ?? last;
  return was && gone !== null ? [eventLine('DELETED', gone, watch, wall)] : [];
}

const chunk = (text: string): Part => ({ head: null, bytes: bytesOf(text), end: false });

function eventLine(event: 'ADDED' | 'MODIFIED' | 'DELETED', stored: Stored, { type, table }: Watch, wall: Micros): string {
  const text =
    table === null ? stored.text : JSON.stringify(tableOf(type, [stored], { resourceVersion: String(stored.revision) }, table, wall));
  return `{"type":"${event}","object":${text}}\n`;
}

/** `initial` says that everything that was there has been told. */
function bookmark({ type, table }: Watch, revision: number, initial = false): string {
  const annotations = initial ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  const metadata = { resourceVersion: String(revision), creationTimestamp: null, ...annotations };
  const plain = { kind: type.kind, apiVersion: type.apiVersion, metadata };
  const object =
    table === null
      ? plain
      : { ...tableOf(type, [], { resourceVersion: String(revision) }, table, 0), rows: [{ cells: [], object: plain }] };
  return `${JSON.stringify({ type: 'BOOKMARK', object })}\n`;
}

// Copies of everything that is stored, taken and put back by whoever runs the cluster, as with etcd's snapshots. What is put back is what was then: versions go
// back, and what was deleted since is there again. An empty copy makes a new cluster at the old address. Policies stay as they are: they are no part of the store.
import { asObject, bytesOf, type Json, type JsonObject, parseJson, type Request, textOf } from '../../world/index.js';
import { type Answer, answerJson, answerRefusal, replyWith } from './answer.js';
import type { ClusterState } from './cluster-state.js';
import { applyRecord, wholeLine } from './journal.js';
import { policiesIn, policyPlural } from './policies.js';
import { badRequest, pageNotFound, refusal } from './refusal.js';
import type { Turn } from './turn.js';

const root = '/backups';
const FILE = 'backup.';
const BACKUPS_MAX = 16;
const nameForm = /^[a-z0-9.-]{1,64}$/;
const nothing = `${JSON.stringify({ revision: 0, put: [], removed: [] })}\n`;

/** Whether a request is about copies; then it is served. `then` fills a store that is new. */
export function serveBackups(turn: Turn, call: number, request: Request, then: () => void): boolean {
  if (!request.path.startsWith(root)) return false;
  turn.replies.push(replyWith(call, answerOf(turn, request, then)));
  return true;
}

function answerOf(turn: Turn, { method, path, body }: Request, then: () => void): Answer {
  const [, , name = '', verb, ...more] = path.split('/');
  if (method !== 'POST' || more.length > 0) return answerRefusal(pageNotFound);
  if (name === '') return take(turn, parseJson(textOf(body)) ?? null);
  return verb === 'restore' ? putBack(turn, name, then) : answerRefusal(pageNotFound);
}

function take({ state, replies }: Turn, body: Json): Answer {
  const { name, empty } = asObject(body) ?? {};
  if (typeof name !== 'string' || !nameForm.test(name))
    return answerRefusal(badRequest('name is lower-case letters, digits, dots and dashes'));
  if (state.backups.size >= BACKUPS_MAX) return answerRefusal(refusal(429, 'TooManyRequests', 'too many backups'));
  const text = empty === true ? nothing : textOf(wholeLine(state));
  state.backups.set(name, text);
  replies.push({ do: 'persist', file: FILE + name, edit: 'replace', bytes: bytesOf(text) });
  return answerJson(201, { name });
}

/** Once: a copy that was put back is no longer there. Whoever watched is cut off. */
function putBack(turn: Turn, name: string, then: () => void): Answer {
  const { state, replies } = turn;
  const text = state.backups.get(name);
  if (text === undefined) return answerRefusal(refusal(404, 'NotFound', `backup "${name}" not found`));
  const copy = asObject(parseJson(text));
  if (typeof copy?.['revision'] !== 'number') return answerRefusal(badRequest(`backup "${name}" cannot be read`));
  const before = contentOf(state);
  state.backups.delete(name);
  replies.push({ do: 'persist', file: FILE + name, edit: 'remove', bytes: bytesOf('') });
  for (const call of state.watches.keys())
    replies.push({ do: 'reply', call, part: 'broken' }, { do: 'timer', name: `watch.${call}`, after: null });
  refill(state, copy);
  then();
  turn.replaced = true;
  turn.changed.clear();
  if (contentOf(state) !== before) replies.push({ do: 'mark', name: 'fault-hit', data: name });
  return answerJson(200, { name });
}

function refill(state: ClusterState, copy: JsonObject): void {
  for (const [key, { type }] of state.objects) if (type.plural !== policyPlural) state.objects.delete(key);
  const kept = [...state.objects];
  const { incarnation } = state;
  state.fence = null;
  applyRecord(state, copy);
  for (const [key, { type }] of state.objects) if (type.plural === policyPlural) state.objects.delete(key);
  for (const [key, stored] of kept) state.objects.set(key, stored);
  state.policies = policiesIn(state);
  state.incarnation = incarnation + 1;
  state.history = [];
  state.forgotten = state.revision;
  state.watches.clear();
  state.due.clear();
}

/** What is there, but for policies: names, uids and versions. */
function contentOf({ objects }: ClusterState): string {
  return [...objects]
    .filter(([, { type }]) => type.plural !== policyPlural)
    .map(([key, { uid, revision }]) => `${key} ${uid} ${revision}`)
    .sort()
    .join('\n');
}

/** The copies that the disk kept. */
export function loadBackups({ backups }: ClusterState, disk: ReadonlyMap<string, Uint8Array>): void {
  for (const [file, bytes] of disk) if (file.startsWith(FILE)) backups.set(file.slice(FILE.length), textOf(bytes));
}

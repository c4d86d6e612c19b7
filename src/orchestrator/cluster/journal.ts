// The cluster's disk: one file of JSON lines. Each line is one step's writes; the first may be a snapshot. A line without its newline was torn by a crash before
// anybody was told, and is cut.
import { asObject, bytesOf, type Effect, type Json, type JsonObject, parseJson, textOf } from '../../world/index.js';
import { type ClusterState, objectKey } from './cluster-state.js';
import type { Fence } from './fence.js';
import { policiesIn } from './policies.js';
import { typeOfKind } from './resource-types.js';
import { storedOf } from './stored.js';
import type { Turn } from './turn.js';

const FILE = 'journal';
/** Steps appended before a snapshot replaces them: bounds the file and the time to boot. */
const JOURNAL_LINES_MAX = 512;

/** What makes the turn's writes durable; nothing when it wrote nothing. */
export function persistTurn(turn: Turn): readonly Effect[] {
  const { state } = turn;
  if (turn.replaced) return [snapshot(state)];
  if (turn.changed.size === 0 && !turn.fenced) return [];
  if (state.journalLines >= JOURNAL_LINES_MAX) return [snapshot(state)];
  state.journalLines += 1;
  const put: Json[] = [];
  const removed: string[] = [];
  for (const key of turn.changed) {
    const stored = state.objects.get(key);
    if (stored === undefined) removed.push(key);
    else put.push(stored.object);
  }
  return [{ do: 'persist', file: FILE, edit: 'append', bytes: line(state, put, removed, turn.fenced) }];
}

/** Replaces the journal by one line that says everything. */
export function snapshot(state: ClusterState): Effect {
  state.journalLines = 1;
  return { do: 'persist', file: FILE, edit: 'replace', bytes: wholeLine(state) };
}

/** Everything that is stored, as one line of a journal. */
export function wholeLine(state: ClusterState): Uint8Array {
  const objects = [...state.objects.values()].map((stored) => stored.object);
  return line(state, objects, [], true);
}

function line(state: ClusterState, put: readonly Json[], removed: readonly string[], fenced: boolean): Uint8Array {
  const record = {
    revision: state.revision,
    put,
    removed,
    ...(fenced && state.fence !== null ? { fence: { ...state.fence } } : {}),
    ...(state.incarnation > 0 ? { incarnation: state.incarnation } : {}),
  };
  return bytesOf(`${JSON.stringify(record)}\n`);
}

/** Loads what the disk kept. Says whether the file is fit to be appended to, torn, missing or (a whole line that cannot be read) rotten. */
export function loadJournal(state: ClusterState, disk: ReadonlyMap<string, Uint8Array>): 'fit' | 'torn' | 'missing' | 'rotten' {
  const bytes = disk.get(FILE);
  if (bytes === undefined) return 'missing';
  const lines = textOf(bytes).split('\n');
  const tail = lines.pop();
  for (const text of lines) {
    const record = asObject(parseJson(text));
    if (record === null || typeof record['revision'] !== 'number') return 'rotten';
    applyRecord(state, record);
  }
  state.policies = policiesIn(state);
  if (lines.length === 0) return 'missing';
  return tail === '' ? 'fit' : 'torn';
}

/** Carries a line of a journal out. */
export function applyRecord(state: ClusterState, record: JsonObject): void {
  for (const key of (record['removed'] ?? []) as readonly string[]) state.objects.delete(key);
  for (const object of (record['put'] ?? []) as readonly JsonObject[]) {
    const type = typeOfKind(String(object['apiVersion']), String(object['kind']));
    if (type === null) continue;
    const stored = storedOf(type, object);
    state.objects.set(objectKey(type, stored.namespace, stored.name), stored);
  }
  if (record['fence'] !== undefined) state.fence = record['fence'] as unknown as Fence;
  if (typeof record['incarnation'] === 'number') state.incarnation = record['incarnation'];
  state.revision = record['revision'] as number;
  state.journalLines += 1;
}

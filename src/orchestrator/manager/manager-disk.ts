// What a manager keeps on disk: `log`, one checked line for each entry; `meta`, the term, the vote and the index up to which the log is durable; and
// `snapshot`, the state and the members after some index. A line that is broken above the durable index is a write that a crash tore: it was never acknowledged, and is
// cut off. A line that is broken at or below it has rotted: the node says where and stays down, because its answers would be guesses.
import { bytesOf, type Effect, joinBytes, type Json, type JsonObject, type NodeId } from '../../world/index.js';
import {
  append,
  decodeLine,
  encodeLine,
  type Log,
  type LogEntry,
  lastIndex,
  type MembersAt,
  membersAfter,
  newLog,
  nobody,
} from '../raft/index.js';
import type { ManagerRules } from './manager-rules.js';
import type { ManagerState } from './manager-state.js';

const logFile = 'log';
const metaFile = 'meta';
const snapshotFile = 'snapshot';

export interface Loaded {
  readonly term: number;
  readonly vote: NodeId | null;
  readonly log: Log;
  readonly snapshot: Json;
  readonly durable: number;
  /** Whether the log file holds something that the log does not. */
  readonly dirty: boolean;
}

/** What is on the disk, or why it cannot be trusted. */
export function load(disk: ReadonlyMap<string, Uint8Array>, rules: ManagerRules): Loaded | string {
  const meta = readWhole(disk, metaFile);
  const saved = readWhole(disk, snapshotFile);
  if (typeof meta === 'string') return meta;
  if (typeof saved === 'string') return saved;
  const base = Number(saved?.['index'] ?? 0);
  const baseTerm = Number(saved?.['term'] ?? 0);
  const found = readLog(disk.get(logFile) ?? new Uint8Array(0));
  const isCleared = found.isTorn && rules.onTornLog === 'clear';
  const durable = isCleared ? base : Number(meta?.['durable'] ?? 0);
  const rest = entriesAfter(isCleared ? [] : found.entries, base, baseTerm);
  const log = newLog(base, baseTerm, (saved?.['members'] ?? nobody) as unknown as MembersAt);
  for (const { entry, line } of rest ?? []) append(log, entry, line);
  const isShort = rest !== null && lastIndex(log) < durable;
  if (isShort) return `${logFile}: broken at byte ${found.end}, before entry ${durable}, which was durable`;
  const vote = meta?.['vote'];
  return {
    term: Number(meta?.['term'] ?? 0),
    vote: typeof vote === 'string' ? vote : null,
    log,
    snapshot: saved?.['state'] ?? null,
    durable: rest === null ? base : durable,
    dirty: rest === null || found.isTorn || rest.length !== found.entries.length,
  };
}

function readWhole(disk: ReadonlyMap<string, Uint8Array>, file: string): JsonObject | null | string {
  const bytes = disk.get(file);
  if (bytes === undefined) return null;
  return decodeLine(bytes.subarray(0, bytes.length - 1)) ?? `${file}: broken at byte 0`;
}

interface Line {
  readonly entry: LogEntry;
  readonly line: Uint8Array;
}

/** The entries up to the first broken line, each following the one before, and where that line begins. */
function readLog(bytes: Uint8Array): { readonly entries: readonly Line[]; readonly end: number; readonly isTorn: boolean } {
  const entries: Line[] = [];
  let at = 0;
  while (at < bytes.length) {
    const newline = bytes.indexOf(10, at);
    const value = newline < 0 ? null : decodeLine(bytes.subarray(at, newline));
    const entry = value === null ? null : (value as unknown as LogEntry);
    const before = entries.at(-1)?.entry.index;
    if (entry === null || (before !== undefined && entry.index !== before + 1)) break;
    entries.push({ entry, line: bytes.subarray(at, newline + 1) });
    at = newline + 1;
  }
  return { entries, end: at, isTorn: at < bytes.length };
}

/** Those that go on from the snapshot; null when the snapshot came from a leader and the log is of another history. Source: Raft §7. */
function entriesAfter(entries: readonly Line[], base: number, baseTerm: number): readonly Line[] | null {
  const first = entries[0]?.entry.index;
  if (first === undefined || first === base + 1) return entries;
  const joint = entries.find(({ entry }) => entry.index === base);
  return joint?.entry.term === baseTerm ? entries.filter(({ entry }) => entry.index > base) : null;
}

export function saveMeta({ raft, durable }: ManagerState): Effect {
  return { do: 'persist', file: metaFile, edit: 'replace', bytes: encodeLine({ term: raft.term, vote: raft.vote, durable }) };
}

/** Makes the log durable from `from` on, and then says so. What was counted as durable and goes is taken back first. */
export function saveLog(manager: ManagerState, from: number, rules: ManagerRules): readonly Effect[] {
  const { log } = manager.raft;
  const last = lastIndex(log);
  const effects: Effect[] = [];
  if (from <= manager.durable) {
    manager.durable = from - 1;
    effects.push(saveMeta(manager));
  }
  const entries: Effect =
    from === manager.fileLast + 1
      ? { do: 'persist', file: logFile, edit: 'append', bytes: joinBytes(log.lines.slice(from - log.base - 1)) }
      : wholeLog(manager);
  manager.fileLast = last;
  manager.durable = last;
  return [...effects, ...rules.onAppend.map((file) => (file === 'log' ? entries : saveMeta(manager)))];
}

/** The log file as the log is. */
export function wholeLog(manager: ManagerState): Effect {
  const { log } = manager.raft;
  manager.fileLast = lastIndex(log);
  return { do: 'persist', file: logFile, edit: 'replace', bytes: log.lines.length === 0 ? bytesOf('') : joinBytes(log.lines) };
}

/** The state first, then the shorter log: a crash between leaves entries that the state already has. */
export function saveSnapshot(manager: ManagerState, index: number, term: number, state: Json, rules: ManagerRules): readonly Effect[] {
  const members = membersAfter(manager.raft.log, index) as unknown as Json;
  const bytes = encodeLine({ index, term, members, state });
  const snapshot: Effect = { do: 'persist', file: snapshotFile, edit: 'replace', bytes };
  return rules.onSnapshot.map((file) => (file === 'snapshot' ? snapshot : wholeLog(manager)));
}

import { assert, finish, hashBytes, type Json, mixIn } from '../../world/index.js';
import { encodeLine } from './line.js';
import { type Members, type MembersAt, membersBefore, membersSince, nobody } from './members.js';

/** Immutable, shared between managers. `data` is null in the entry by which a leader begins its term. */
export interface LogEntry {
  readonly index: number;
  readonly term: number;
  readonly data: Json;
  /** Who belongs to the group from this entry on; absent: who did before. */
  readonly members?: Members;
}

/** The entries after `base`; what is at or before it was compacted. Indexes begin at 1. */
export interface Log {
  base: number;
  baseTerm: number;
  readonly entries: LogEntry[];
  /** Each entry as it is written to disk, so that none is ever encoded twice. */
  readonly lines: Uint8Array[];
  /** What was said of the members, in order: the first at or before `base`, the last is in force. */
  members: readonly MembersAt[];
}

/** @param members those after the entry at `base` */
export function newLog(base: number, baseTerm: number, members: MembersAt = nobody): Log {
  return { base, baseTerm, entries: [], lines: [], members: [members] };
}

export function cloneLog(log: Log): Log {
  return { base: log.base, baseTerm: log.baseTerm, entries: log.entries.slice(), lines: log.lines.slice(), members: log.members };
}

export function lastIndex(log: Log): number {
  return log.base + log.entries.length;
}

export function lastTerm(log: Log): number {
  return log.entries.length === 0 ? log.baseTerm : (log.entries[log.entries.length - 1] as LogEntry).term;
}

/** The term of the entry at `index`; -1 when the log does not reach that far, in either direction. */
export function termAt(log: Log, index: number): number {
  if (index === log.base) return log.baseTerm;
  return entryAt(log, index)?.term ?? -1;
}

export function entryAt(log: Log, index: number): LogEntry | undefined {
  return log.entries[index - log.base - 1];
}

const lines = new WeakMap<LogEntry, Uint8Array>();

/** Managers of one process share the entry, and so what is written of it. */
function lineOf(entry: LogEntry): Uint8Array {
  const known = lines.get(entry);
  if (known !== undefined) return known;
  const line = encodeLine(entry as unknown as Json);
  lines.set(entry, line);
  return line;
}

/** Puts `entry` at the end. `line` is its encoding, when that is at hand. */
export function append(log: Log, entry: LogEntry, line: Uint8Array | null = null): void {
  assert(entry.index === lastIndex(log) + 1, 'log: entries are contiguous');
  log.entries.push(entry);
  log.lines.push(line ?? lineOf(entry));
  if (entry.members !== undefined) log.members = [...log.members, { index: entry.index, members: entry.members }];
}

/** Drops the entry at `index` and all after it. */
export function truncate(log: Log, index: number): void {
  const count = Math.max(0, index - log.base - 1);
  log.entries.length = Math.min(log.entries.length, count);
  log.lines.length = Math.min(log.lines.length, count);
  log.members = membersBefore(log.members, index);
}

/** Forgets what is at or before `index`. */
export function compact(log: Log, index: number): void {
  const count = index - log.base;
  if (count <= 0) return;
  log.baseTerm = termAt(log, index);
  assert(log.baseTerm >= 0, 'log: only entries that are there are compacted');
  log.base = index;
  log.entries.splice(0, count);
  log.lines.splice(0, count);
  log.members = membersSince(log.members, index);
}

/** The index of the last entry with a term of at most `term`. */
export function lastIndexOfTerm(log: Log, term: number): number {
  let index = lastIndex(log);
  while (index > log.base && termAt(log, index) > term) index--;
  return index;
}

/** The index of the first entry of the term that is at `index`. */
export function firstIndexOfTerm(log: Log, index: number): number {
  const term = termAt(log, index);
  let first = index;
  while (first - 1 > log.base && termAt(log, first - 1) === term) first--;
  return first;
}

/** Equal for equal logs. Entries are told apart by their checksums. */
export function digestLog(log: Log): number {
  let hash = mixIn(mixIn(0x10c, log.base), log.baseTerm);
  for (const line of log.lines) hash = hashBytes(hash, line.subarray(0, 8));
  return finish(hash);
}

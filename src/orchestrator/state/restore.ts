// Puts the state of a backup in the place of the present one. Everything that only rises goes on above both, and above what may have been given out between
// the backup and its restore, so that nothing that is still under way, or still on a cluster, is taken for new.
import type { StateRules } from '../rules/index.js';
import type { Answer, Command } from '../wire/command.js';
import { agree, refuse } from './answer.js';
import { auditFrom } from './audit.js';
import { readBackup } from './backup.js';
import { type Context, type Item, isReleased } from './context.js';
import { settle } from './settle.js';
import { stateOf } from './snapshot.js';
import type { Remembered, ServerRecord, State } from './state.js';
import { putContext, putDocument } from './tables.js';

/** So many entries, and grants of a server, may have come after a backup that is restored where nothing is known of them. */
export const restoreLeap = 1_000_000;

/** 202 with what was restored. Contexts are driven anew, item by item; what clusters have beyond them is nobody's, and goes with the next sweep. */
export function restore(state: State, { backup, force }: Command & { do: 'restore' }, index: number, rules: StateRules): Answer {
  const held = { documents: state.documents.size, contexts: state.contexts.size, servers: state.servers.size };
  if (!force && held.documents + held.contexts + held.servers > 0) return refuse('STATE_NOT_EMPTY', held);
  const found = readBackup(backup);
  if ('status' in found && 'code' in found) return found as unknown as Answer;
  const restored = stateOf(found);
  const offset = Math.max(state.offset, restored.applied + restored.offset - index) + restoreLeap;
  keepRevisions(restored, state);
  for (const context of restored.contexts.values()) putContext(restored, driveAnew(context, index + offset, rules));
  const now = Math.max(state.now, restored.now);
  // Whoever read the audit of what is replaced must read everything anew.
  const audit = auditFrom(Math.max(state.audit.last, restored.audit.last) + restoreLeap, state.audit.hash);
  Object.assign(state, restored, {
    applied: index,
    now,
    offset,
    audit,
    touched: null,
    answers: answersOf(restored, state),
    servers: serversOf(restored, state),
  });
  return agree(202, { documents: restored.documents.size, contexts: restored.contexts.size, servers: restored.servers.size });
}

/** A document that is in both does not give a revision out again. */
function keepRevisions(restored: State, present: State): void {
  for (const document of restored.documents.values()) {
    const known = present.documents.get(document.key);
    if (known?.uid === document.uid && known.revision > document.revision) putDocument(restored, { ...document, revision: known.revision });
  }
}

/** Whoever held a server must claim it anew, and what it sent before comes too late. */
function serversOf(restored: State, present: State): ReadonlyMap<string, ServerRecord> {
  const highest = Math.max(0, ...[...restored.servers.values(), ...present.servers.values()].map(({ epoch }) => epoch));
  return new Map([...restored.servers].map(([server, record]) => [server, { ...record, holder: null, epoch: highest + restoreLeap }]));
}

/** No answer that was given is taken back while its key lives; in the order in which they were decided. */
function answersOf(restored: State, present: State): ReadonlyMap<string, Remembered> {
  return new Map([...restored.answers, ...present.answers].sort(([, a], [, b]) => a.at - b.at));
}

function driveAnew(context: Context, version: number, rules: StateRules): Context {
  if (context.status === 'Terminated' || context.hold) return context;
  return settle({ ...context, items: context.items.map((item) => pending(item, version)) }, version, rules);
}

function pending(item: Item, version: number): Item {
  if (isReleased(item)) return item;
  return { ...item, status: 'Pending', reason: '', work: { ...item.work, version, done: false, ready: false } };
}

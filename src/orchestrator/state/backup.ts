import { asObject, finish, hashText, type Json, type JsonObject } from '../../world/index.js';
import { type Backup, backupBytesMax, backupFormat } from '../wire/backup.js';
import type { Answer } from '../wire/command.js';
import { agree, refuse } from './answer.js';
import { snapshotOf } from './snapshot.js';
import type { State } from './state.js';

/** The whole state as a document that can be restored, or why there is none. Cost: linear in the size of the state. */
export function backUp(state: State): Answer {
  const snapshot = snapshotOf(state);
  const text = JSON.stringify(snapshot);
  if (text.length > backupBytesMax) return refuse('STATE_TOO_LARGE', { bytes: text.length, bytesMax: backupBytesMax });
  const backup: Backup = { backup: backupFormat, at: state.now, checksum: checksumOf(text), state: snapshot };
  return agree(200, backup as unknown as Json);
}

/** The state that a backup holds, or what is wrong with it. */
export function readBackup(given: Json): JsonObject | Answer {
  const backup = asObject(given);
  if (backup?.['backup'] !== backupFormat) return refuse('BACKUP_INVALID', { field: 'backup', expected: String(backupFormat) });
  const state = asObject(backup['state'] ?? null);
  if (state === null || checksumOf(JSON.stringify(state)) !== backup['checksum'])
    return refuse('BACKUP_INVALID', { field: 'checksum', expected: 'that of its state' });
  const tables = ['documents', 'contexts', 'servers', 'answers'];
  const isAudit = Array.isArray(asObject(state['audit'] ?? null)?.['records']);
  const bad = tables.find((table) => !Array.isArray(state[table])) ?? counters.find((each) => !Number.isSafeInteger(state[each]));
  return bad === undefined && isAudit
    ? state
    : refuse('BACKUP_INVALID', { field: `state.${bad ?? 'audit'}`, expected: 'what a backup holds' });
}

const counters = ['applied', 'now', 'offset'];

/** Two of 32 bits: against damage, not against forgery. */
function checksumOf(text: string): string {
  return [1, 2].map((seed) => (finish(hashText(seed, text)) >>> 0).toString(16).padStart(8, '0')).join('');
}

import { finish, hashText, mixIn } from '../../world/index.js';
import type { Context, Item, Planned } from './context.js';
import type { Document } from './document.js';
import type { ServerRecord, State } from './state.js';

/** Equal for equal states, however they came about. Cost: linear in the number of records; bodies, manifests and answers are hashed as they are written. */
export function digestState(state: State): number {
  let sum = 0;
  for (const document of state.documents.values()) sum = (sum + digestDocument(document)) | 0;
  for (const context of state.contexts.values()) sum = (sum + digestContext(context)) | 0;
  for (const record of state.servers.values()) sum = (sum + digestServer(record)) | 0;
  for (const { hash, digest, at } of state.answers.values()) sum = (sum + finish(mixIn(mixIn(hash, digest), at))) | 0;
  return finish(mixIn(mixIn(mixIn(mixIn(mixIn(sum, state.applied), state.offset), state.now), state.audit.last), state.audit.hash));
}

// Sums do not depend on the order of a table, so each record is spread over all bits first.

function digestDocument(document: Document): number {
  let hash = hashText(hashText(hashText(document.hash, document.key), document.etag), document.contextId ?? '');
  hash = mixIn(hashText(hashText(hash, document.uid), document.state ?? ''), document.revision);
  for (const key of document.refs) hash = hashText(hash, key);
  return finish(hash);
}

function digestContext(context: Context): number {
  let hash = hashText(hashText(hashText(1, context.id), context.ownerUid), context.status);
  hash = mixIn(mixIn(hash, context.revision), flags([context.want === 'present', context.hold, context.updated]));
  for (const item of context.items) hash = digestItem(hash, item);
  for (const revision of context.revisions) hash = mixIn(revision.planned.reduce(digestPlanned, hash), revision.revision);
  return finish(hash);
}

function digestItem(hash: number, item: Item): number {
  const { work } = item;
  const bits = flags([work.want === 'present', work.hold, work.done, work.ready, item.stale]);
  return mixIn(mixIn(hashText(hashText(digestPlanned(hash, item.planned), item.status), item.reason), work.version), bits);
}

function digestPlanned(hash: number, planned: Planned): number {
  return mixIn(hashText(hashText(hash, planned.server), planned.resource), planned.hash);
}

function digestServer(record: ServerRecord): number {
  return finish(
    mixIn(
      mixIn(hashText(hashText(hashText(2, record.server), record.cluster), record.holder ?? ''), record.epoch),
      record.forgotten ? 1 : 0,
    ),
  );
}

function flags(bits: readonly boolean[]): number {
  return bits.reduce((all, bit) => all * 2 + (bit ? 1 : 0), 0);
}

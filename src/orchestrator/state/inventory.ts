import type { Json } from '../../world/index.js';
import type { Context, Item } from './context.js';
import type { Document } from './document.js';
import type { State } from './state.js';

const newest = new WeakMap<State, { readonly applied: number; readonly inventory: Json }>();

/** Every document, context and server, in order of key, id and name, as they are after record `audit` of the audit. Made anew when an entry was applied since. */
export function inventoryOf(state: State): Json {
  const known = newest.get(state);
  if (known?.applied === state.applied) return known.inventory;
  const inventory = makeInventory(state);
  newest.set(state, { applied: state.applied, inventory });
  return inventory;
}

function makeInventory(state: State): Json {
  return {
    audit: state.audit.last,
    documents: sorted(state.documents).map(documentEntries),
    contexts: sorted(state.contexts).map(contextEntries),
    servers: sorted(state.servers).map(({ server, cluster, holder, epoch, forgotten }) => ({ server, cluster, holder, epoch, forgotten })),
  };
}

const documentEntries = once(documentEntry);
const contextEntries = once(contextEntry);

/** Records are never edited, so an entry is made once for each. */
function once<R extends object>(make: (record: R) => Json): (record: R) => Json {
  const made = new WeakMap<R, Json>();
  return (record) => {
    const known = made.get(record);
    if (known !== undefined) return known;
    const entry = make(record);
    made.set(record, entry);
    return entry;
  };
}

function sorted<T>(table: ReadonlyMap<string, T>): readonly T[] {
  return [...table].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
}

function documentEntry(document: Document): Json {
  const { key, kind, uid, etag, at, state, contextId, refs, revision, body, actions } = document;
  return { key, kind, uid, etag, at, state, contextId, refs, revision, body, actions: actions.map((action) => ({ ...action })) };
}

function contextEntry(context: Context): Json {
  const { id, owner, ownerUid, revision, want, status, refs } = context;
  return { id, owner, ownerUid, revision, want, status, refs, items: context.items.map(itemEntry) };
}

function itemEntry(item: Item): Json {
  const { server, cluster, resource } = item.planned;
  const { want, ready, version, hold, done } = item.work;
  return { server, cluster, resource, want, status: item.status, ready, version, hold, done, stale: item.stale, reason: item.reason };
}

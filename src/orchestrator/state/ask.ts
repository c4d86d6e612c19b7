import type { Json } from '../../world/index.js';
import type { StateRules } from '../rules/index.js';
import type { Answer, Key, Query, Server, ServerWork, WorkItem } from '../wire/command.js';
import { agree, refuse } from './answer.js';
import { oldestOf, recordsAfter } from './audit.js';
import { backUp } from './backup.js';
import { isReleased } from './context.js';
import { inventoryOf } from './inventory.js';
import type { State } from './state.js';
import { statusOf } from './status.js';
import { childDocuments } from './tables.js';

/** Answers a query; nothing changes. */
export function ask(state: State, query: Query, rules: StateRules): Answer {
  switch (query.ask) {
    case 'get':
      return get(state, query.kind, query.key);
    case 'list':
      return list(state, query.kind, query.parent);
    case 'status':
      return statusOf(state, query.kind, query.key, query.view);
    case 'inventory':
      return agree(200, inventoryOf(state));
    // The state does not know who keeps it; who leads does, and says so instead.
    case 'managers':
      return agree(200, { leader: '', term: 0, commit: state.applied, applied: state.applied, members: [] });
    case 'backup':
      return backUp(state);
    case 'audit':
      return auditAfter(state, query.after, query.limit, rules);
    case 'work':
      return agree(200, { servers: workOf(state, query.holder) } as unknown as Json);
  }
}

function get(state: State, kind: string, key: Key): Answer {
  const document = state.documents.get(key);
  return document === undefined || document.kind !== kind ? refuse('NOT_FOUND', { key }) : agree(200, document.body, document.etag);
}

function list(state: State, kind: string, parent: Key | null): Answer {
  if (parent !== null && !state.documents.has(parent)) return refuse('PARENT_MISSING', { key: parent });
  return agree(
    200,
    childDocuments(state, parent ?? '', kind).map((document) => document.body),
  );
}

/** Refused when records after `after` are no longer there, or when there never was a record of that number. */
function auditAfter({ audit }: State, wanted: number | null, limit: number, rules: StateRules): Answer {
  const oldest = oldestOf(audit);
  const after = wanted ?? oldest - 1;
  if (after + 1 < oldest || after > audit.last) return refuse('AUDIT_GONE', { after, oldest, last: audit.last });
  const records = recordsAfter(audit, after, limit, rules.isAfter);
  return agree(200, { records, next: records.at(-1)?.seq ?? after, oldest, last: audit.last } as unknown as Json);
}

/** All servers that can be worked, in order, with the items of those that `holder` holds. Cost: linear in all items. */
function workOf(state: State, holder: string): readonly ServerWork[] {
  const items = new Map<Server, WorkItem[]>();
  for (const record of state.servers.values()) if (!record.forgotten) items.set(record.server, []);
  for (const context of state.contexts.values()) {
    if (context.status === 'Terminated') continue;
    for (const item of context.items)
      if (!isReleased(item) && state.servers.get(item.planned.server)?.holder === holder) items.get(item.planned.server)?.push(item.work);
  }
  const servers: ServerWork[] = [];
  for (const [server, open] of items) {
    const record = state.servers.get(server);
    if (record !== undefined) servers.push({ server, holder: record.holder, epoch: record.epoch, free: false, items: open });
  }
  return servers.sort((a, b) => (a.server < b.server ? -1 : 1));
}

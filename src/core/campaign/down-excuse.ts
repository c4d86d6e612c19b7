import type { Event, Topology } from '../../contract/index.js';
import type { NodeId } from '../../world/index.js';

/** A node that ends by itself is the system's own affair, and excuses nothing. */
const doneToIt: ReadonlySet<string> = new Set(['kill', 'trap', 'end']);

/**
 * Which nodes were away at one moment, where that is more than `downMax` of their role; null: never so many. A role that the envelope does not name stands
 * any number. Cost: linear in the history, times the nodes that are away. Source: design §1, the envelope.
 */
export function downExcuse(events: readonly Event[], { nodes, envelope }: Topology): string | null {
  if (envelope.length === 0) return null;
  const roles = new Map(nodes.map(({ id, role }) => [id, role]));
  const away = new Set<NodeId>();
  for (const event of events) {
    if (event.is !== 'node') continue;
    away.delete(event.node);
    if (!isAway(event)) continue;
    away.add(event.node);
    const bounds = envelope.find(({ role }) => role === roles.get(event.node));
    const gone = [...away].filter((id) => roles.get(id) === bounds?.role);
    if (bounds !== undefined && gone.length > bounds.downMax)
      return `${gone.join(', ')}: ${gone.length} of role ${bounds.role} away at once, ${bounds.downMax} allowed`;
  }
  return null;
}

function isAway({ what, why }: Event & { readonly is: 'node' }): boolean {
  return what === 'paused' || (what === 'down' && doneToIt.has(why.split(':')[0] ?? ''));
}

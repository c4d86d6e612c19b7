import type { Described, Event, Invariant } from '../../src/contract/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';

const claim = 'A node ends only when it is killed.';

interface Seen extends Judged {
  readonly roles: Readonly<Record<string, string>>;
  /** Faults of disks that stand, by node: a node that finds its disk rotten may refuse to go on. */
  readonly rotten: Set<string>;
}

/** A node that exits or halts, though no fault asked for that, is a crash of the system's own. Cost: O(1) an event. Source: design §1 (the envelope). */
export const nodesStayUp: Invariant<Seen> = {
  name: 'service/nodes-stay-up',
  id: null,
  claim,
  needs: [],
  start: (system: Described) => ({
    roles: Object.fromEntries(system.topology({}).nodes.map(({ id, role }) => [id, role])),
    rotten: new Set(),
    violations: [],
    judged: 0,
  }),
  see,
  verdict: (seen) => judgement(seen, 'no call was answered and no node went down'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'return' && event.status !== null) seen.judged++;
  if (event.is === 'fault' && event.phase !== 'refused' && mayHalt(event.fault)) for (const node of event.on) seen.rotten.add(node);
  if (event.is === 'node' && event.what === 'down') down(seen, event);
  return seen;
}

/** A disk that is slow gives nobody a reason to end. */
function mayHalt(fault: string): boolean {
  return fault.startsWith('disk') && fault !== 'disk-slow';
}

function down(seen: Seen, { node, why, seq }: Entry<'node'>): void {
  seen.judged++;
  const [how] = why.split(':');
  if ((how !== 'exit' && how !== 'halt') || seen.rotten.has(node)) return;
  const role = seen.roles[node] ?? node.replace(/\d+$/, '');
  blame(seen, { claim, signature: `nodes-stay-up/${how}/${role}`, subjects: [node], events: [seq] });
}

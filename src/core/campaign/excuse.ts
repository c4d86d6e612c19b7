import { type Event, excuseMark, type Fault, type Topology, type Verdict } from '../../contract/index.js';
import type { NodeId } from '../../world/index.js';
import { downExcuse } from './down-excuse.js';

type Harm = NonNullable<Fault['harm']>;

const words: Readonly<Record<Harm, string>> = { rot: 'rotted', lie: 'lied' };

/**
 * Why the system need not stand what befell it, with the witness; null: it must. What is on the disk of a node and rots counts against `lostMax` of its role, as the node may refuse
 * to go on and never come back; a disk that lied against `lieMax`; nodes that were away at once against `downMax`. Of disks only what has touched something counts. Cost: linear in
 * the history.
 */
export function excuseOf(events: readonly Event[], faults: readonly Fault[], topology: Topology): string | null {
  const away = downExcuse(events, topology);
  return away === null ? diskExcuse(events, faults, topology) : `${excuseMark}${away}`;
}

function diskExcuse(events: readonly Event[], faults: readonly Fault[], topology: Topology): string | null {
  const harms = new Map(faults.flatMap(({ name, harm }) => (harm === undefined ? [] : [[name, harm] as const])));
  const struck = new Map<string, Map<NodeId, string>>();
  for (const event of events) {
    if (event.is !== 'fault' || event.hits === 0) continue;
    const harm = harms.get(event.fault);
    if (harm === undefined) continue;
    for (const node of event.on) {
      const group = `${harm} ${topology.nodes.find(({ id }) => id === node)?.role ?? ''}`;
      struck.set(group, (struck.get(group) ?? new Map<NodeId, string>()).set(node, event.fault));
    }
  }
  for (const [group, nodes] of struck) {
    const [harm = '', role = ''] = group.split(' ');
    const allowed = allowedBy(topology, role, harm as Harm);
    if (nodes.size > allowed)
      return `${excuseMark}${witness(nodes)}: disks of role ${role} that ${words[harm as Harm]}: ${nodes.size} of ${allowed} allowed`;
  }
  return null;
}

/** What a verdict comes to in a run that has an excuse: what would be a violation is not known. */
export function excused(verdict: Verdict, excuse: string | null): Verdict {
  if (excuse === null || verdict.kind !== 'violated') return verdict;
  return { kind: 'unknown', reason: `${excuse}; ${verdict.why.map(({ signature }) => signature).join(', ')}` };
}

export function isExcuse(verdict: Verdict): boolean {
  return verdict.kind === 'unknown' && verdict.reason.startsWith(excuseMark);
}

function allowedBy({ envelope }: Topology, role: string, harm: Harm): number {
  const bounds = envelope.find((each) => each.role === role);
  return (harm === 'rot' ? bounds?.lostMax : bounds?.lieMax) ?? 0;
}

function witness(nodes: ReadonlyMap<NodeId, string>): string {
  return [...nodes].map(([node, fault]) => `${fault} on ${node}`).join(', ');
}

import type { Described, Event, Invariant } from '../../src/contract/index.js';
import type { Micros } from '../../src/world/index.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';

const claim = 'With a quorum up and nothing broken on its way, a call is answered within the bound, also while something else is broken.';

interface Seen extends Judged {
  readonly slo: Micros;
  readonly roles: Readonly<Record<string, string>>;
  /** How many nodes the role that leads has; 0 where nobody leads. */
  readonly leading: { readonly role: string | null; readonly count: number };
  /** The roles that take each operation. */
  readonly takers: Readonly<Record<string, string>>;
  /** Faults that stand, by step: what they are on. */
  readonly standing: Map<string, readonly string[]>;
  /** Nodes that are not running. */
  readonly away: Set<string>;
  /** When last anything broke, was mended or took the lead. */
  changed: Micros;
  readonly sent: Map<
    string,
    { readonly op: string; readonly at: Micros; readonly seq: number; readonly quiet: boolean; readonly whole: boolean }
  >;
}

/**
 * A call counts when, from `bounds.slo` before it is sent until it ends, nothing broke or was mended and nobody took the lead; when no link fault that stands
 * touches the client, a node that takes the call, or a node of the role that leads; when the nodes that take it are up, and a majority of those that lead. Then it is
 * answered within `bounds.slo`; and where nothing at all is broken, not with a 5xx. Attempts that gave up earlier say nothing. Cost: O(faults) a call. Source: design §6, degraded service.
 */
export const answersInTime: Invariant<Seen> = {
  name: 'service/answers-in-time',
  id: null,
  claim,
  needs: [],
  start,
  see,
  verdict: (seen) => judgement(seen, 'no call was made while the way to the system was whole'),
};

function start(system: Described): Seen {
  const { nodes } = system.topology({});
  const role = system.leader?.role ?? null;
  return {
    slo: system.bounds.slo,
    roles: Object.fromEntries(nodes.map((node) => [node.id, node.role])),
    leading: { role, count: nodes.filter((node) => node.role === role).length },
    takers: Object.fromEntries(system.operations.map(({ name, to }) => [name, to])),
    standing: new Map(),
    away: new Set(),
    changed: 0,
    sent: new Map(),
    violations: [],
    judged: 0,
  };
}

function see(seen: Seen, event: Event): Seen {
  if (event.is === 'fault') faulted(seen, event);
  if (event.is === 'node') moved(seen, event);
  if (event.is === 'mark' && seen.leading.role !== null && seen.roles[event.node] === seen.leading.role) seen.changed = event.at;
  if (event.is === 'invoke') sent(seen, event);
  if (event.is === 'return') answered(seen, event);
  return seen;
}

function faulted(seen: Seen, { step, phase, on, at }: Entry<'fault'>): void {
  if (phase === 'asked') seen.standing.set(step, on);
  if (phase === 'healed') seen.standing.delete(step);
  if (phase !== 'biting') seen.changed = at;
}

function moved(seen: Seen, { node, what, at }: Entry<'node'>): void {
  if (what === 'down' || what === 'paused') seen.away.add(node);
  else seen.away.delete(node);
  seen.changed = at;
}

function sent(seen: Seen, { step, op, at, seq }: Entry<'invoke'>): void {
  const quiet = at - seen.changed >= seen.slo && isWayWhole(seen, seen.takers[op] ?? '');
  seen.sent.set(step, { op, at, seq, quiet, whole: seen.standing.size === 0 && seen.away.size === 0 });
}

function isWayWhole({ standing, away, roles, leading }: Seen, taker: string): boolean {
  const isTaker = (node: string): boolean => node === 'client' || roles[node] === taker;
  for (const on of standing.values()) {
    if (on.some(isTaker)) return false;
    if (on.length !== 1 && on.some((node) => roles[node] === leading.role)) return false;
  }
  for (const node of away) if (isTaker(node)) return false;
  const lost = [...away].filter((node) => roles[node] === leading.role).length;
  return lost * 2 < leading.count || leading.count === 0;
}

function answered(seen: Seen, { step, status, at, seq }: Entry<'return'>): void {
  const call = seen.sent.get(step);
  seen.sent.delete(step);
  if (call === undefined || !call.quiet || seen.changed > call.at) return;
  const waited = at - call.at;
  if (status === null && waited < seen.slo) return;
  seen.judged++;
  if (waited > seen.slo || status === null) accuse(seen, 'late', call.op, [call.seq, seq]);
  else if (status >= 500 && call.whole) accuse(seen, `unavailable-${status}`, call.op, [call.seq, seq]);
}

function accuse(seen: Seen, what: string, op: string, events: readonly number[]): void {
  const taker = seen.takers[op] ?? 'nobody';
  blame(seen, { claim, signature: `answers-in-time/${what}/${taker}`, subjects: [], events });
}

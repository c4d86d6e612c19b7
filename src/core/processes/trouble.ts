import type { Micros, NodeId } from '../../world/index.js';
import type { Traffic } from '../../world/node/index.js';
import type { LinkTrouble } from './links.js';

/** Something that is broken, or was a moment ago: what may delay, cut, change or lose what passes by. */
export interface Trouble {
  /** The name under which its hits are told. */
  readonly name: string;
  readonly on: { readonly link: LinkTrouble } | { readonly node: NodeId; readonly is: 'down' | 'paused' };
  readonly since: Micros;
  /** Null while it lasts. */
  until: Micros | null;
  /** Counts that nodes were asked for before this one say nothing about it. */
  readonly tag: number;
  /** The first count of each sender from this one on is the last about it; null while it lasts. */
  endTag: number | null;
  /** What each sender had counted when last heard; null once that was its last. */
  readonly counted: Map<NodeId, Traffic | null>;
  /** Requests that were found hit. */
  readonly touched: Set<number>;
  /** Found since it was last told. */
  pending: { requests: number[]; messages: number };
  isTold: boolean;
}

/** A request of the harness over a link. */
export interface Journey {
  readonly id: number;
  readonly to: NodeId;
  readonly from: Micros;
  until: Micros | null;
  failure: string | null;
}

export function overlaps(trouble: Trouble, journey: Journey): boolean {
  return trouble.since <= (journey.until ?? Infinity) && journey.from <= (trouble.until ?? Infinity);
}

/** Whether a request of the harness passes by it. */
export function concerns(trouble: Trouble, journey: Journey): boolean {
  if ('node' in trouble.on) return trouble.on.node === journey.to;
  return trouble.on.link.proxies.some(({ from, to }) => from === 'client' && to === journey.to);
}

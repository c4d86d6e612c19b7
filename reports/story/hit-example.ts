import type { Event } from '../../src/contract/index.js';
import type { NodeId } from '../../src/world/index.js';
import { counted } from './count-words.js';
import { faultMeets, faultVerb, placeWords } from './fault-words.js';

/** One fault that hit, for the reader: which, where, and what it met. */
export interface HitExample {
  readonly fault: string;
  readonly run: number;
  readonly step: string;
  readonly on: readonly NodeId[];
  readonly hits: number;
  /** The operation that it met; null when it met messages between nodes alone. */
  readonly operation: string | null;
}

/** The faults of a history that hit, the last word on each. */
export function hitsIn(run: number, events: readonly Event[]): readonly HitExample[] {
  const ops = new Map<string, string>();
  const last = new Map<string, HitExample>();
  for (const event of events) {
    if (event.is === 'invoke') ops.set(event.step, event.op);
    if (event.is !== 'fault' || event.hits === 0) continue;
    const { fault, step, on, hits } = event;
    const operation = event.hit.map((id) => ops.get(id)).find((op) => op !== undefined) ?? null;
    last.set(step, { fault, run, step, on, hits, operation });
  }
  return [...last.values()];
}

/** `latency delayed dig.instantiate`, `pause stalled 3 messages`. */
export function hitWords({ fault, operation, hits }: HitExample): string {
  return `${fault} ${faultVerb(fault)} ${operation ?? counted(hits, faultMeets(fault))}`;
}

/** Where it was. */
export function hitPlace({ fault, on }: HitExample): string {
  return placeWords(fault, on);
}

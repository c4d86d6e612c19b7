import type { Item, Step } from './toxics/toxic-kind.js';

/** What a toxic did to a connection. `cut`: handed on in pieces, or only a part; `closed`: also severed. */
export type Did = 'delayed' | 'held' | 'cut' | 'dropped' | 'closed' | 'reset' | 'corrupted' | HttpDid;

/** What a toxic did to an HTTP exchange. */
type HttpDid = 'answered' | 'duplicated' | 'late' | 'truncated' | 'malformed' | 'stale';

const DID: Readonly<Partial<Record<Step['kind'], Did>>> = {
  wait: 'delayed',
  hold: 'held',
  cut: 'cut',
  drop: 'dropped',
  replace: 'corrupted',
  close: 'closed',
  sever: 'closed',
  reset: 'reset',
};

/** What a step does to an item; undefined when nothing, and also for `insert` and `take`, whose kinds say themselves what they have done. */
export function didOf(item: Item, step: Step): Did | undefined {
  const did = (step.kind === 'replace' ? step.did : undefined) ?? DID[step.kind];
  return item === 'idle' && did !== 'closed' && did !== 'reset' ? undefined : did;
}

import type { Input } from '../../world/index.js';

/** What an entry of the event heap is: plain numbers, compared once per event. */
export const DUE = {
  message: 0,
  timer: 1,
  request: 2,
  hangUp: 3,
  part: 4,
  synced: 5,
  silence: 6,
  severed: 7,
  boot: 8,
  end: 9,
  cutShort: 10,
} as const;
export type DueKind = (typeof DUE)[keyof typeof DUE];

/** One thing that will happen. Immutable: forks share it. All are made by `dueOf`, so that they have one shape, which keeps the loop fast. */
export interface Due {
  readonly kind: DueKind;
  /** The index of the node that it happens to; the harness has the index after the last node. */
  readonly node: number;
  /** The call that it belongs to, 0 where there is none. */
  readonly call: number;
  /** What must still hold when it happens: the boot of the node, or the number of the timer. */
  readonly token: number;
  /** The hash of the input that it brings, taken once when it was sent. */
  readonly hash: number;
  readonly input: Input | null;
}

export function dueOf(kind: DueKind, node: number, call: number, token: number, hash: number, input: Input | null): Due {
  return { kind, node, call, token, hash, input };
}

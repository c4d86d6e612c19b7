// What decides about a manager's disk, about leases and about who answers. A manager is constructed with them, so that each can be replaced alone.
import type { Micros } from '../../world/index.js';

export interface ManagerRules {
  /** What a node does whose disk did not take a write. */
  readonly onDiskFailure: 'halt' | 'go-on';
  /** What becomes of a log whose end a crash tore, above what was acknowledged. */
  readonly onTornLog: 'cut' | 'clear';
  /** In which order new entries and the index up to which they are durable are written. */
  readonly onAppend: readonly ('log' | 'meta')[];
  /** In which order a snapshot and the log that goes on from it are written. */
  readonly onSnapshot: readonly ('snapshot' | 'log')[];
  /** Whether a holder that was not heard of for so long still holds its servers. */
  isAlive(silence: Micros, leaseLife: Micros): boolean;
  /** Whether a server may be claimed: `held` by another, who is `alive`. */
  mayClaim(held: boolean, alive: boolean): boolean;
  /** By which of its clocks a leader dates entries. */
  readonly datesBy: 'now' | 'wall';
  /** Who answers questions about the state. */
  readonly answers: 'leader' | 'everyone';
}

export const correctManagerRules: ManagerRules = {
  onDiskFailure: 'halt',
  onTornLog: 'cut',
  onAppend: ['log', 'meta'],
  onSnapshot: ['snapshot', 'log'],
  isAlive: (silence, leaseLife) => silence <= leaseLife,
  mayClaim: (held, alive) => !held || !alive,
  datesBy: 'now',
  answers: 'leader',
};

import type { Micros } from '../../world/index.js';
import type { Key } from '../wire/command.js';

/** What a command is about. */
export interface Target {
  readonly kind: string;
  readonly key: Key;
}

/** When an entry is applied: its index, from which uids, tags and versions are made, and log time. */
export interface Moment {
  readonly index: number;
  readonly at: Micros;
}

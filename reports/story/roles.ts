import type { Tally } from '../../src/contract/index.js';
import { namesUnder } from './names-under.js';

/** What befell the nodes of one role. */
export interface Role {
  readonly role: string;
  readonly crashes: number;
  readonly pauses: number;
}

/** Each role of which a node was killed, fell or was stopped, in order of name. */
export function rolesIn({ sums }: Tally): readonly Role[] {
  const roles = new Set([...namesUnder(sums, 'down'), ...namesUnder(sums, 'paused')].map(([role]) => role));
  return [...roles].sort().map((role) => ({ role, crashes: sums.get(`down/${role}`) ?? 0, pauses: sums.get(`paused/${role}`) ?? 0 }));
}

// Who belongs to a group is said by entries of its log: the latest is in force, committed or not. One voter comes or goes at a time, so that any majority
// before a change shares a member with any after it. Source: Ongaro's thesis, §4.1–4.2.
import type { NodeId } from '../../world/index.js';
import type { Log } from './log.js';

export interface Members {
  /** Those of whom a majority decides. */
  readonly voters: readonly NodeId[];
  /** Those who are sent everything and decide nothing, until they have caught up. */
  readonly learners: readonly NodeId[];
}

/** What the entry at `index` said; 0 where it was not said by an entry, but by who started the group. */
export interface MembersAt {
  readonly index: number;
  readonly members: Members;
}

/** What a node knows that was told nothing. */
export const nobody: MembersAt = { index: 0, members: { voters: [], learners: [] } };

export function inForce(log: Log): MembersAt {
  return log.members[log.members.length - 1] ?? nobody;
}

/** What was in force after the entry at `index`. */
export function membersAfter(log: Log, index: number): MembersAt {
  return log.members.findLast((each) => each.index <= index) ?? log.members[0] ?? nobody;
}

/** Without what was said from `index` on. */
export function membersBefore(told: readonly MembersAt[], index: number): readonly MembersAt[] {
  return told.filter((each, nth) => nth === 0 || each.index < index);
}

/** Without what was out of force at `index`. */
export function membersSince(told: readonly MembersAt[], index: number): readonly MembersAt[] {
  const first = told.findLastIndex((each) => each.index <= index);
  return first <= 0 ? told : told.slice(first);
}

/** What a group can be told. */
export type MembersChange =
  | { readonly change: 'add'; readonly member: NodeId }
  | { readonly change: 'promote'; readonly member: NodeId }
  | { readonly change: 'remove'; readonly member: NodeId };

/** The members after the change. A member is added as a learner. */
export function changed({ voters, learners }: Members, { change, member }: MembersChange): Members {
  const without = (all: readonly NodeId[]): readonly NodeId[] => all.filter((each) => each !== member);
  if (change === 'add') return { voters, learners: [...without(learners), member] };
  return { voters: change === 'promote' ? [...without(voters), member] : without(voters), learners: without(learners) };
}

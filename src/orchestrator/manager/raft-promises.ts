// For tests: what Raft promises, held against the members' states. Source: Ongaro & Ousterhout (2014), figure 3.
import { hashJson, type Json, type NodeId } from '../../world/index.js';
import { entryAt, lastIndex, termAt } from '../raft/index.js';
import type { ManagerState } from './manager-state.js';

export class RaftPromises {
  /** What a promise was broken by; empty when none was. */
  readonly broken: string[] = [];
  private readonly leaders = new Map<number, NodeId>();
  /** Hash of each committed entry, by index. */
  private readonly committed = new Map<number, number>();
  /** Who decides after each committed change, by index. */
  readonly changes = new Map<number, readonly NodeId[]>();

  /** Election safety, and leader completeness. */
  checkLeader({ raft }: ManagerState): void {
    const { id, term } = raft;
    const other = this.leaders.get(term);
    if (other !== undefined && other !== id) this.broken.push(`election safety: ${other} and ${id} lead term ${term}`);
    this.leaders.set(term, id);
    for (const [index, hash] of this.committed)
      if (index > raft.log.base && hashOf(raft, index) !== hash) this.broken.push(`leader completeness: ${id} lacks entry ${index}`);
  }

  /** State machine safety: what one member commits at an index, no other commits otherwise. */
  checkMember({ raft, state }: ManagerState): void {
    const { id, commit, log } = raft;
    this.checkChanges(raft);
    if (commit > lastIndex(log)) this.broken.push(`${id} commits what it does not have`);
    for (let index = Math.max(log.base + 1, commit - 8); index <= commit; index++) {
      const hash = hashOf(raft, index);
      const known = this.committed.get(index);
      if (known === undefined) this.committed.set(index, hash);
      else if (known !== hash) this.broken.push(`state machine safety: ${id} has another entry ${index}`);
    }
    if (state.applied !== commit) this.broken.push(`${id} has not applied what is committed`);
  }

  /** One voter comes or goes at a time, in every log. */
  private checkChanges({ id, log, commit }: ManagerState['raft']): void {
    for (const [nth, { index, members }] of log.members.entries()) {
      if (index <= commit) this.changes.set(index, members.voters);
      const before = log.members[nth - 1]?.members.voters ?? members.voters;
      const moved = [...members.voters, ...before].filter((voter) => !members.voters.includes(voter) || !before.includes(voter));
      if (moved.length > 1 && before.length > 0) this.broken.push(`one at a time: entry ${index} of ${id} moves ${moved.join(' and ')}`);
    }
  }

  /** Log matching: where two logs have an entry of one index and term, they are the same up to it. */
  checkLogs(members: readonly ManagerState[]): void {
    for (const [nth, one] of members.entries()) for (const other of members.slice(nth + 1)) this.checkPair(one.raft, other.raft);
  }

  private checkPair(one: ManagerState['raft'], other: ManagerState['raft']): void {
    const [a, b] = [one.log, other.log];
    let isSame = false;
    for (let index = Math.min(lastIndex(a), lastIndex(b)); index > Math.max(a.base, b.base); index--) {
      isSame ||= termAt(a, index) === termAt(b, index);
      if (isSame && hashOf(one, index) !== hashOf(other, index))
        this.broken.push(`log matching: ${one.id} and ${other.id} differ at ${index}`);
    }
  }
}

function hashOf({ log }: ManagerState['raft'], index: number): number {
  return hashJson(0, (entryAt(log, index) ?? null) as unknown as Json);
}

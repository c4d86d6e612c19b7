// The decisions on which Raft's promises rest, as small pure functions and lists. A manager is constructed with them, so that each can be replaced alone.
// Source: Ongaro & Ousterhout, "In Search of an Understandable Consensus Algorithm" (2014), figure 2; Ongaro's thesis, §4.2.3, §6.4, §9.6.
import type { Micros, NodeId } from '../../world/index.js';

/** Where a log ends. */
export interface Tip {
  readonly index: number;
  readonly term: number;
}

/** `save`: make it durable. `say`: tell the others. */
export type Promised = 'save' | 'say';

export interface RaftRules {
  /** How many of a group must agree. */
  quorumOf(members: number): number;
  /** Whether a candidate whose log ends at `theirs` has all that may be committed here. */
  isFresh(theirs: Tip, mine: Tip): boolean;
  /** Whether a member that voted for `vote` in this term (null: for nobody) may vote for `from`. */
  mayVote(vote: NodeId | null, from: NodeId): boolean;
  /** Whether a member that heard its leader so long ago still believes in it, and answers no candidate. */
  isLoyal(silence: Micros, electionMin: Micros): boolean;
  readonly onVote: readonly Promised[];
  readonly onAppend: readonly Promised[];
  /** Whether a leader that speaks for a term is no longer one. */
  isDeposed(theirs: number, mine: number): boolean;
  /** Whether the entry before those that a leader sends is the same here: its term `mine` (-1: it is missing) and `theirs`. */
  follows(mine: number, theirs: number): boolean;
  /** Whether an entry is here already: the term that stands at its index (-1: nothing) and its own. */
  isHere(mine: number, theirs: number): boolean;
  /** Whether an entry of a term may be committed by counting, in a term. */
  mayCommit(entryTerm: number, term: number): boolean;
  /** How a leader begins its term: it learns what is committed by committing an entry of its own. */
  readonly beginsWith: 'entry' | 'nothing';
  /** Whether a refusal was under way when an earlier one was dealt with. */
  isOldRefusal(round: number, dealt: number): boolean;
  /** What must come before a question is answered: proof that this node led after it was asked. */
  readonly readsAfter: 'proof' | 'nothing';
  /** Who of the others counts towards a quorum. */
  readonly electors: 'voters' | 'everyone';
  /** Whether the members may be changed: `ready` once an entry of the leader's own term is committed, `pending` while the last change is not. */
  mayChange(ready: boolean, pending: boolean): boolean;
  /** Whether a learner that lacks so many entries may become a voter. */
  hasCaughtUp(lack: number): boolean;
}

export const correctRaftRules: RaftRules = {
  quorumOf: (members) => Math.floor(members / 2) + 1,
  isFresh: (theirs, mine) => theirs.term > mine.term || (theirs.term === mine.term && theirs.index >= mine.index),
  mayVote: (vote, from) => vote === null || vote === from,
  isLoyal: (silence, electionMin) => silence < electionMin,
  onVote: ['save', 'say'],
  onAppend: ['save', 'say'],
  isDeposed: (theirs, mine) => theirs < mine,
  follows: (mine, theirs) => mine === theirs,
  isHere: (mine, theirs) => mine === theirs,
  mayCommit: (entryTerm, term) => entryTerm === term,
  beginsWith: 'entry',
  isOldRefusal: (round, dealt) => round <= dealt,
  readsAfter: 'proof',
  electors: 'voters',
  mayChange: (ready, pending) => ready && !pending,
  hasCaughtUp: (lack) => lack <= lackMax,
};

/** As many entries as one message brings. */
const lackMax = 64;

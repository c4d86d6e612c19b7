// The promises of Raft, of the disk and of the leases: each broken, negated or off by one.
import { correctRules, replaceIn, type Rules } from '../rules/index.js';
import { type Mutant, mutantOf } from './mutant.js';

function raft(name: string, mechanism: string, change: (rules: Rules['raft']) => Partial<Rules['raft']>): Mutant {
  return mutantOf(`raft-${name}`, mechanism, (rules) => replaceIn(rules, 'raft', change(rules.raft)));
}

function manager(name: string, mechanism: string, change: Partial<Rules['manager']>): Mutant {
  return mutantOf(`manager-${name}`, mechanism, (rules) => replaceIn(rules, 'manager', change));
}

/** Each order of a list of two, but the right one, and each alone. */
function orders<T extends string>(list: readonly T[]): readonly (readonly [name: string, list: readonly T[]])[] {
  return [[...list].reverse(), ...list.map((only) => [only])].map((changed) => [changed.join('-then-'), changed] as const);
}

export function managerMutants(): readonly Mutant[] {
  const { raft: promises, manager: own } = correctRules;
  return [
    ...orders(promises.onVote).map(([name, list]) => raft(`vote-${name}`, `On a vote: ${name}.`, () => ({ onVote: list }))),
    ...orders(promises.onAppend).map(([name, list]) => raft(`append-${name}`, `On entries: ${name}.`, () => ({ onAppend: list }))),
    ...orders(own.onAppend).map(([name, list]) => manager(`append-${name}`, `New entries are written as ${name}.`, { onAppend: list })),
    ...orders(own.onSnapshot).map(([name, list]) => manager(`snapshot-${name}`, `A snapshot is written as ${name}.`, { onSnapshot: list })),
    ...functions,
  ];
}

const functions: readonly Mutant[] = [
  raft('quorum-one-less', 'One less than a majority is enough.', (rules) => ({ quorumOf: (members) => rules.quorumOf(members) - 1 })),
  raft('quorum-one-more', 'One more than a majority must agree.', (rules) => ({ quorumOf: (members) => rules.quorumOf(members) + 1 })),
  raft('quorum-one', 'One is enough.', () => ({ quorumOf: () => 1 })),
  raft('fresh-always', 'Every log is fresh enough.', () => ({ isFresh: () => true })),
  raft('fresh-by-term-alone', 'A shorter log of the same term is fresh enough.', () => ({
    isFresh: (theirs, mine) => theirs.term >= mine.term,
  })),
  raft('fresh-by-index-alone', 'A longer log of an earlier term is fresh enough.', () => ({
    isFresh: (theirs, mine) => theirs.index >= mine.index,
  })),
  raft('fresh-only-longer', 'An equal log is not fresh enough.', () => ({
    isFresh: (theirs, mine) => theirs.term > mine.term || (theirs.term === mine.term && theirs.index > mine.index),
  })),
  raft('vote-for-all', 'A member votes for whoever asks.', () => ({ mayVote: () => true })),
  raft('vote-once-only', 'A vote is not repeated to who has it.', () => ({ mayVote: (vote) => vote === null })),
  raft('loyal-never', 'A leader that is heard does not keep others from standing.', () => ({ isLoyal: () => false })),
  raft('loyal-always', 'A leader that was heard once keeps others from standing.', () => ({ isLoyal: () => true })),
  raft('term-never-old', 'Leaders of earlier terms are obeyed.', () => ({ isDeposed: () => false })),
  raft('term-old-when-equal', 'The leader of this term is not obeyed.', () => ({ isDeposed: (theirs, mine) => theirs <= mine })),
  raft('gap-ignored', 'What stands before new entries is not looked at.', () => ({ follows: () => true })),
  raft('gap-conflict-ignored', 'An entry of another term before new entries is as good.', () => ({ follows: (mine) => mine >= 0 })),
  raft('entries-kept', 'An entry that stands is kept, whatever its term.', () => ({ isHere: (mine) => mine >= 0 })),
  raft('entries-rewritten', 'Every entry that comes is written anew.', () => ({ isHere: () => false })),
  raft('commit-any-term', 'Entries of earlier terms are committed by counting.', () => ({ mayCommit: () => true })),
  raft('commit-earlier-terms-only', 'Entries of this term are not committed by counting.', () => ({
    mayCommit: (entryTerm, term) => entryTerm < term,
  })),
  raft('begins-with-nothing', 'A leader adds no entry of its own.', () => ({ beginsWith: 'nothing' })),
  raft('refusals-all-new', 'Every refusal sends the leader back.', () => ({ isOldRefusal: () => false })),
  raft('refusals-all-old', 'No refusal sends the leader back.', () => ({ isOldRefusal: () => true })),
  raft('reads-at-once', 'A leader answers without proof that it leads.', () => ({ readsAfter: 'nothing' })),
  raft('learners-elect', 'Learners count towards a quorum.', () => ({ electors: 'everyone' })),
  raft('change-while-pending', 'The members change again before the last change is committed.', () => ({ mayChange: (ready) => ready })),
  raft('change-unready', 'A leader changes the members before it knows what is committed.', () => ({
    mayChange: (_ready, pending) => !pending,
  })),
  raft('change-never', 'The members never change.', () => ({ mayChange: () => false })),
  raft('caught-up-always', 'A learner becomes a voter whatever it lacks.', () => ({ hasCaughtUp: () => true })),
  raft('caught-up-never', 'A learner never becomes a voter.', () => ({ hasCaughtUp: () => false })),
  manager('disk-failure-ignored', 'A write that failed is passed over.', { onDiskFailure: 'go-on' }),
  manager('torn-log-begun-anew', 'A torn log is begun anew.', { onTornLog: 'clear' }),
  manager('lease-endless', 'A lease never ends.', { isAlive: () => true }),
  manager('lease-over', 'A lease ends at once.', { isAlive: () => false }),
  manager('lease-half', 'A lease ends after half its time.', { isAlive: (silence, life) => silence <= life / 2 }),
  manager('claim-always', 'The server of who lives is granted to another.', { mayClaim: () => true }),
  manager('claim-free-only', 'The server of who is gone is granted to nobody.', { mayClaim: (held) => !held }),
  manager('claim-never', 'No server is granted.', { mayClaim: () => false }),
  manager('dates-by-wall-clock', 'A leader dates entries by its wall clock.', { datesBy: 'wall' }),
  manager('everyone-answers', 'Every manager answers from what it knows.', { answers: 'everyone' }),
];

// Goal: the rules of Raft that chance seldom puts to the test hold, each in the smallest story that breaks without it.
// Method: one member, given messages one by one; what it says and what it makes durable is read off.
import { expect } from 'chai';
import type { Json, Micros } from '../../world/index.js';
import { append, type Log, newLog } from './log.js';
import type { RaftMessage } from './message.js';
import { correctRaftRules } from './raft-rules.js';
import { newRaft, type RaftState } from './raft-state.js';
import type { RaftEffect, RaftTurn } from './raft-turn.js';
import { propose, read } from './lead.js';
import { startRaft, takeRaftMessage, takeRaftTimer } from './step-raft.js';

const timings = { heartbeat: 50_000, electionMin: 150_000, electionMax: 300_000 };

function logOf(...terms: readonly number[]): Log {
  const log = newLog(0, 0);
  for (const [nth, term] of terms.entries()) append(log, { index: nth + 1, term, data: `d${nth + 1}` });
  return log;
}

class Member {
  readonly raft: RaftState;
  now: Micros = 1_000_000;

  constructor(log: Log = logOf(), term = log.entries.at(-1)?.term ?? 0, vote: string | null = null) {
    this.raft = newRaft({ id: 'a', members: ['a', 'b', 'c'], timings, term, vote, log, commit: 0 });
    this.turn(startRaft);
  }

  turn(act: (turn: RaftTurn) => unknown): readonly RaftEffect[] {
    const out: RaftEffect[] = [];
    act({ raft: this.raft, now: this.now, draw: () => 0, rules: correctRaftRules, out });
    return out;
  }

  hears(from: string, message: RaftMessage): readonly RaftEffect[] {
    return this.turn((turn) => takeRaftMessage(turn, from, message));
  }

  rings(timer: string): readonly RaftEffect[] {
    return this.turn((turn) => takeRaftTimer(turn, timer));
  }

  /** Elected by b, in one term above its own. */
  lead(): readonly RaftEffect[] {
    this.now += 1_000_000;
    this.rings('election');
    this.hears('b', { type: 'prevoted', term: this.raft.term, next: this.raft.term + 1, granted: true });
    return this.hears('b', { type: 'voted', term: this.raft.term, granted: true });
  }
}

const said = (effects: readonly RaftEffect[]): readonly Json[] => effects.flatMap((effect) => (effect.do === 'send' ? [effect.body] : []));
const kinds = (effects: readonly RaftEffect[]): readonly string[] => effects.map((effect) => effect.do);
const asks = (term: number, lastIndex = 0, lastTerm = 0) => ({ type: 'vote', term, lastIndex, lastTerm }) as const;
const ok = (term: number, match: number, round = 1) => ({ type: 'appended', term, round, ok: true, match, matchTerm: -1 }) as const;

describe('a member of a Raft group', () => {
  it('votes once in a term, and makes the vote durable before it says so', () => {
    const member = new Member();
    const first = member.hears('b', asks(1));
    expect(kinds(new Member(logOf(), 1).hears('b', asks(1)))).to.deep.equal(['vote', 'send']);
    expect(said(first)).to.deep.equal([{ type: 'voted', term: 1, granted: true }]);
    expect(said(member.hears('c', asks(1)))).to.deep.equal([{ type: 'voted', term: 1, granted: false }]);
    expect(said(member.hears('b', asks(1)))).to.deep.equal([{ type: 'voted', term: 1, granted: true }]);
  });

  it('remembers its vote over a restart', () => {
    expect(said(new Member(logOf(), 1, 'b').hears('c', asks(1)))).to.deep.equal([{ type: 'voted', term: 1, granted: false }]);
  });

  it('votes for nobody whose log is behind its own: an older last term, or the same and shorter', () => {
    const vote = (index: number, term: number) => said(new Member(logOf(1, 2)).hears('b', asks(3, index, term)))[0];
    expect(vote(5, 1)).to.deep.include({ granted: false });
    expect(vote(1, 2)).to.deep.include({ granted: false });
    expect(vote(2, 2)).to.deep.include({ granted: true });
    expect(vote(1, 3)).to.deep.include({ granted: true });
  });

  it('answers no pre-vote and takes on no term while it hears a leader, however fresh the log of who asks', () => {
    const member = new Member(logOf(1), 1);
    member.hears('b', { type: 'append', term: 1, round: 1, prev: 1, prevTerm: 1, entries: [], commit: 1 });
    expect(said(member.hears('c', { type: 'prevote', term: 2, lastIndex: 9, lastTerm: 1 }))).to.deep.equal([]);
    expect(said(member.hears('c', asks(2, 9, 1)))).to.deep.equal([]);
    expect(member.raft.term).to.equal(1);
    member.now += timings.electionMin;
    expect(said(member.hears('c', { type: 'prevote', term: 2, lastIndex: 9, lastTerm: 1 }))[0]).to.deep.include({ granted: true });
  });

  it('asks before it stands: without a majority of pre-votes its term does not rise', () => {
    const member = new Member(logOf(1), 1);
    for (let time = 0; time < 5; time++) {
      member.now += 1_000_000;
      member.rings('election');
    }
    expect([member.raft.term, member.raft.role]).to.deep.equal([1, 'precandidate']);
  });

  it('as a leader commits entries of earlier terms only with one of its own (figure 8)', () => {
    const member = new Member(logOf(1, 2));
    member.lead();
    member.rings(`durable ${member.raft.term} 3`);
    member.hears('b', ok(member.raft.term, 2));
    expect(member.raft.commit, 'two of three have entry 2').to.equal(0);
    const effects = member.hears('b', ok(member.raft.term, 3));
    expect(effects).to.deep.include({ do: 'commit', index: 3 });
  });

  it('as a leader counts itself only when its own disk has the entry', () => {
    const member = new Member();
    member.lead();
    member.hears('b', ok(member.raft.term, 1));
    expect(member.raft.commit, 'b alone has it for certain').to.equal(0);
    member.rings(`durable ${member.raft.term} 1`);
    expect(member.raft.commit).to.equal(1);
  });

  it('as a leader answers a read only after a majority answered a round that began after it was asked', () => {
    const member = new Member();
    member.lead();
    const { term } = member.raft;
    member.rings(`durable ${term} 1`);
    member.hears('b', ok(term, 1, member.raft.round));
    const before = member.raft.round;
    const asked = member.turn((turn) => read(turn, 'question', true));
    expect(kinds(asked)).to.not.include('readable');
    expect(kinds(member.hears('b', ok(term, 1, before))), 'an answer to an earlier round').to.not.include('readable');
    expect(member.hears('b', ok(term, 1, before + 1))).to.deep.include({ do: 'readable', reads: ['question'] });
  });

  it('as a leader does not count for a read the answers to a round that was under way when it was asked', () => {
    const member = new Member();
    member.lead();
    const { term } = member.raft;
    member.rings(`durable ${term} 1`);
    member.hears('b', ok(term, 1, member.raft.round));
    member.now += timings.heartbeat;
    member.rings('heartbeat');
    const { round } = member.raft;
    member.turn((turn) => read(turn, 'question', true));
    expect(kinds(member.hears('b', ok(term, 1, round)))).to.not.include('readable');
    expect(kinds(member.hears('b', ok(term, 1, round + 1)))).to.include('readable');
  });

  it('as a leader answers no read before it knows what was committed before its term', () => {
    const member = new Member(logOf(1));
    member.lead();
    const { term } = member.raft;
    member.turn((turn) => read(turn, 'question', true));
    expect(kinds(member.hears('b', { ...ok(term, 1, member.raft.round) }))).to.not.include('readable');
    member.rings(`durable ${term} 2`);
    expect(kinds(member.hears('b', ok(term, 2, member.raft.round)))).to.include.members(['commit', 'readable']);
  });

  it('as a leader steps down when it misses its majority, and dismisses who waits', () => {
    const member = new Member();
    member.lead();
    member.now += timings.electionMax + 1;
    expect(kinds(member.rings('heartbeat'))).to.include('follow');
    expect([member.raft.role, member.raft.reads.length]).to.deep.equal(['follower', 0]);
  });

  it('cuts off entries that its leader does not have, and never those that are committed', () => {
    const member = new Member(logOf(1, 1, 1));
    const news = { index: 2, term: 2, data: 'other' };
    const append1 = { type: 'append', term: 2, round: 1, prev: 1, prevTerm: 1, entries: [news], commit: 2 } as const;
    expect(kinds(member.hears('b', append1))).to.deep.equal(['vote', 'append', 'send', 'commit']);
    expect(member.raft.log.entries.map(({ term }) => term)).to.deep.equal([1, 2]);
    const wrong = { ...append1, term: 3, prev: 1, entries: [{ index: 2, term: 3, data: 'again' }], commit: 2 };
    expect(kinds(member.hears('c', wrong))).to.include('halt');
  });

  it('makes entries durable before it says that it has them, and refuses those that do not follow', () => {
    const member = new Member(logOf(1));
    const later = { index: 3, term: 1, data: 'x' };
    const gap = member.hears('b', { type: 'append', term: 1, round: 1, prev: 2, prevTerm: 1, entries: [later], commit: 0 });
    expect(said(gap)[0]).to.deep.include({ ok: false, match: 1 });
    const next = { index: 2, term: 1, data: 'x' };
    const taken = member.hears('b', { type: 'append', term: 1, round: 2, prev: 1, prevTerm: 1, entries: [next], commit: 0 });
    expect(kinds(taken)).to.deep.equal(['append', 'send']);
    expect(said(taken)[0]).to.deep.include({ ok: true, match: 2 });
  });

  it('as a leader of an earlier term is told so, and follows', () => {
    const member = new Member();
    member.lead();
    expect(kinds(member.hears('c', { ...ok(member.raft.term + 3, 0), ok: false }))).to.include.members(['vote', 'follow']);
    expect(member.raft.role).to.equal('follower');
  });

  it('lets strangers lead and stand, since who they are may be the news that it lacks; and asks nobody but those whom it knows', () => {
    const member = new Member();
    expect(said(member.hears('stranger', asks(9)))).to.deep.equal([{ type: 'voted', term: 9, granted: true }]);
    const append1 = { type: 'append', term: 9, round: 1, prev: 0, prevTerm: 0, entries: [], commit: 0 } as const;
    expect(said(member.hears('stranger', append1))[0]).to.deep.include({ ok: true });
    expect(member.hears('stranger', { type: 'voted', term: 99, granted: true })).to.deep.equal([]);
    expect(member.raft.term).to.equal(9);
  });

  it('proposes nothing that is not in its log', () => {
    const member = new Member();
    member.lead();
    let index = 0;
    member.turn((turn) => (index = propose(turn, 'x')));
    expect([index, member.raft.log.entries.at(-1)?.data]).to.deep.equal([2, 'x']);
  });
});

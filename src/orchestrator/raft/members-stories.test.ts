// Goal: members come and go one at a time, learners decide nothing, and nobody who was left out disturbs.
// Method: one member, given messages one by one; what it says, and whom it counts, is read off.
import { expect } from 'chai';
import type { Json, Micros } from '../../world/index.js';
import { handOver } from './hand-over.js';
import { mayChangeMembers, propose } from './lead.js';
import { append, compact, type Log, newLog } from './log.js';
import { changed, inForce, type Members, membersAfter } from './members.js';
import type { RaftMessage } from './message.js';
import { correctRaftRules, type RaftRules } from './raft-rules.js';
import { newRaft, type RaftState } from './raft-state.js';
import type { RaftEffect, RaftTurn } from './raft-turn.js';
import { startRaft, takeRaftMessage, takeRaftTimer } from './step-raft.js';

const timings = { heartbeat: 50_000, electionMin: 150_000, electionMax: 300_000 };
const abc: Members = { voters: ['a', 'b', 'c'], learners: [] };
const withLearner: Members = { voters: ['a', 'b', 'c'], learners: ['d'] };

interface Begin {
  readonly id?: string;
  readonly members?: readonly string[];
  readonly log?: Log;
  readonly rules?: Partial<RaftRules>;
}

class Member {
  readonly raft: RaftState;
  readonly rules: RaftRules;
  now: Micros = 1_000_000;

  constructor({ id = 'a', members = ['a', 'b', 'c'], log = newLog(0, 0), rules = {} }: Begin = {}) {
    this.rules = { ...correctRaftRules, ...rules };
    this.raft = newRaft({ id, members, timings, term: log.entries.at(-1)?.term ?? 0, vote: null, log, commit: log.base }, this.rules);
    this.turn(startRaft);
  }

  turn(act: (turn: RaftTurn) => unknown): readonly RaftEffect[] {
    const out: RaftEffect[] = [];
    act({ raft: this.raft, now: this.now, draw: () => 0, rules: this.rules, out });
    return out;
  }

  hears(from: string, message: RaftMessage): readonly RaftEffect[] {
    return this.turn((turn) => takeRaftMessage(turn, from, message));
  }

  rings(timer: string): readonly RaftEffect[] {
    return this.turn((turn) => takeRaftTimer(turn, timer));
  }

  /** Elected by these; their first answer and its own disk commit the entry of its term. */
  lead(...by: readonly string[]): this {
    this.now += 1_000_000;
    this.rings('election');
    for (const from of by) this.hears(from, { type: 'prevoted', term: this.raft.term, next: this.raft.term + 1, granted: true });
    for (const from of by) this.hears(from, { type: 'voted', term: this.raft.term, granted: true });
    expect(this.raft.role).to.equal('leader');
    return this;
  }

  ready(): this {
    this.durable();
    this.ack('b');
    this.ack('c');
    return this;
  }

  change(members: Members): number {
    let index = 0;
    this.turn((turn) => (index = propose(turn, 'change', members)));
    return index;
  }

  durable(): void {
    this.rings(`durable ${this.raft.term} ${this.last}`);
  }

  ack(from: string, match = this.last): readonly RaftEffect[] {
    return this.hears(from, { type: 'appended', term: this.raft.term, round: ++this.raft.round, ok: true, match, matchTerm: -1 });
  }

  get last(): number {
    return this.raft.log.base + this.raft.log.entries.length;
  }
}

const sent = (effects: readonly RaftEffect[], type: string): readonly string[] =>
  effects.flatMap((effect) => (effect.do === 'send' && (effect.body as { readonly type?: Json }).type === type ? [effect.to] : []));
const leading = (begin: Begin = {}): Member => new Member(begin).lead('b').ready();

describe('the members of a Raft group', () => {
  it('are written down by the first entry of all', () => {
    const member = new Member().lead('b');
    expect(member.raft.log.entries[0]).to.deep.include({ index: 1, data: null, members: abc });
    expect(new Member({ log: member.raft.log, members: ['x', 'y'] }).raft.members).to.deep.equal(abc);
  });

  it('change as soon as the change is in the log, and change back when it is cut off', () => {
    const log = newLog(0, 0);
    append(log, { index: 1, term: 1, data: null, members: abc });
    append(log, { index: 2, term: 1, data: null, members: { voters: ['a', 'b', 'c', 'd'], learners: [] } });
    const member = new Member({ log });
    expect([member.raft.quorum, member.raft.peers]).to.deep.equal([3, ['b', 'c', 'd']]);
    const other = { index: 2, term: 2, data: 'other' };
    member.hears('b', { type: 'append', term: 2, round: 1, prev: 1, prevTerm: 1, entries: [other], commit: 1 });
    expect([member.raft.quorum, member.raft.peers]).to.deep.equal([2, ['b', 'c']]);
  });

  it('outlive the log that said them', () => {
    const member = leading();
    const index = member.change(withLearner);
    member.change(changed(withLearner, { change: 'promote', member: 'd' }));
    expect(membersAfter(member.raft.log, index).members).to.deep.equal(withLearner);
    compact(member.raft.log, index);
    expect(membersAfter(member.raft.log, index).members).to.deep.equal(withLearner);
    compact(member.raft.log, index + 1);
    expect(inForce(member.raft.log)).to.deep.include({ index: index + 1 });
  });

  it('come with a snapshot to who has nothing', () => {
    const member = new Member({ id: 'd', members: [] });
    const install = { type: 'install', term: 3, round: 1, index: 9, indexTerm: 2, snapshot: {} } as const;
    member.hears('b', { ...install, members: { index: 7, members: withLearner } });
    expect(member.raft.members).to.deep.equal(withLearner);
    expect(member.raft.isVoter).to.equal(false);
  });

  it('are not changed before an entry of the leader’s own term is committed, nor while a change is not', () => {
    const member = new Member().lead('b');
    const may = (): boolean => {
      let found = false;
      member.turn((turn) => (found = mayChangeMembers(turn)));
      return found;
    };
    expect(may(), 'it does not know what is committed').to.equal(false);
    member.ready();
    expect(may()).to.equal(true);
    member.change(withLearner);
    expect(may(), 'one at a time').to.equal(false);
    member.durable();
    member.ack('b');
    expect(may()).to.equal(true);
  });

  it('do not count a learner, neither for an entry nor for a lead', () => {
    const commits = (rules: Partial<RaftRules>): boolean => {
      const member = leading({ rules });
      const index = member.change(withLearner);
      member.ack('d', index);
      return member.raft.commit === index;
    };
    expect(commits({})).to.equal(false);
    expect(commits({ electors: 'everyone', quorumOf: () => 1 }), 'a planted fault').to.equal(true);
    const member = leading();
    member.change(withLearner);
    member.now += timings.electionMax + 1;
    member.ack('d');
    member.rings('heartbeat');
    expect(member.raft.role, 'a learner alone is no majority').to.equal('follower');
  });

  it('learn without standing, whatever silence there is', () => {
    const member = new Member({ id: 'd', members: [] });
    member.now += 9_000_000;
    expect(sent(member.rings('election'), 'prevote')).to.deep.equal([]);
    const news = { index: 1, term: 1, data: null, members: withLearner };
    member.hears('b', { type: 'append', term: 1, round: 1, prev: 0, prevTerm: 0, entries: [news], commit: 1 });
    member.now += 9_000_000;
    expect(sent(member.rings('election'), 'prevote')).to.deep.equal([]);
    expect(member.raft.role).to.equal('follower');
  });

  it('vote when they were told of the group, and never before', () => {
    const member = new Member({ id: 'd', members: [] });
    const vote = { type: 'vote', term: 2, lastIndex: 1, lastTerm: 1 } as const;
    expect(member.hears('b', vote)).to.deep.equal([]);
    expect(member.hears('b', { ...vote, type: 'prevote' })).to.deep.equal([]);
    const news = { index: 1, term: 1, data: null, members: withLearner };
    member.hears('b', { type: 'append', term: 1, round: 1, prev: 0, prevTerm: 0, entries: [news], commit: 0 });
    member.now += 9_000_000;
    expect(sent(member.hears('c', vote), 'voted'), 'c may know that d is a learner no more').to.deep.equal(['c']);
  });

  it('let a leader that removes itself lead until that is committed, without counting itself; then another stands', () => {
    const member = leading();
    const index = member.change(changed(abc, { change: 'remove', member: 'a' }));
    member.durable();
    member.ack('b');
    expect(member.raft.commit, 'b alone is no majority of b and c').to.equal(index - 1);
    member.ack('c');
    expect([member.raft.commit, member.raft.role]).to.deep.equal([index, 'leader']);
    const effects = member.rings('heartbeat');
    expect(sent(effects, 'stand')).to.have.length(1);
    expect(member.raft.role).to.equal('follower');
    member.now += 9_000_000;
    expect(sent(member.rings('election'), 'prevote'), 'who was removed does not disturb').to.deep.equal([]);
  });

  it('let one stand whose removal may have reached nobody else', () => {
    const log = newLog(0, 0);
    append(log, { index: 1, term: 1, data: null, members: { voters: ['a', 'b'], learners: [] } });
    append(log, { index: 2, term: 1, data: null, members: { voters: ['b'], learners: [] } });
    const member = new Member({ log });
    member.now += 9_000_000;
    expect(sent(member.rings('election'), 'prevote')).to.deep.equal(['b']);
    expect(member.raft.role, 'it does not count itself').to.equal('precandidate');
    member.hears('b', { type: 'prevoted', term: 1, next: 2, granted: true });
    member.hears('b', { type: 'voted', term: 2, granted: true });
    expect(member.raft.role).to.equal('leader');
  });
});

describe('a leader that hands over', () => {
  it('asks the one with most of the log to stand, once that has all of it', () => {
    const member = leading();
    member.turn((turn) => propose(turn, 'x'));
    member.durable();
    member.ack('c', member.last - 1);
    member.ack('b', member.last - 1);
    expect(sent(member.turn(handOver), 'stand')).to.deep.equal([]);
    const heir = member.raft.handing?.to ?? '';
    expect(sent(member.ack(heir), 'stand')).to.deep.equal([heir]);
  });

  it('takes its offer back after the longest election', () => {
    const member = leading();
    member.turn(handOver);
    expect(member.raft.handing).to.not.equal(null);
    for (let time = 0; time < 8; time++) {
      member.now += timings.heartbeat;
      member.ack('b');
      member.rings('heartbeat');
    }
    expect([member.raft.handing, member.raft.role]).to.deep.equal([null, 'leader']);
  });

  it('is left by those who are loyal to it: the heir stands at once, and says why', () => {
    const heir = new Member({ id: 'b' });
    heir.hears('a', { type: 'append', term: 1, round: 1, prev: 0, prevTerm: 0, entries: [], commit: 0 });
    expect(sent(heir.hears('c', { type: 'stand', term: 1 }), 'vote'), 'c does not lead').to.deep.equal([]);
    expect(sent(heir.hears('a', { type: 'stand', term: 1 }), 'vote')).to.deep.equal(['a', 'c']);
    const loyal = new Member({ id: 'c' });
    loyal.hears('a', { type: 'append', term: 1, round: 1, prev: 0, prevTerm: 0, entries: [], commit: 0 });
    const vote = { type: 'vote', term: 2, lastIndex: 0, lastTerm: 0 } as const;
    expect(loyal.hears('b', vote)).to.deep.equal([]);
    expect(sent(loyal.hears('b', { ...vote, handed: true }), 'voted')).to.deep.equal(['b']);
  });
});

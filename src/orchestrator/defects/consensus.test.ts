// Goal: each defect of the group of managers does what its entry says, and the correct rules do not.
// Method: one member of a group, given messages one by one, with and without the defect; and a manager's disk as a crash leaves it.
import { expect } from 'chai';
import type { Json, Micros } from '../../world/index.js';
import { load, saveLog, saveSnapshot } from '../manager/manager-disk.js';
import { managerMachine } from '../manager/index.js';
import type { ManagerState } from '../manager/manager-state.js';
import { storm, ToyGroup } from '../manager/toy-group.js';
import { flush, propose, read } from '../raft/lead.js';
import { append, type Log, newLog, termAt } from '../raft/log.js';
import type { RaftMessage } from '../raft/message.js';
import { newRaft, type RaftState } from '../raft/raft-state.js';
import type { RaftEffect, RaftTurn } from '../raft/raft-turn.js';
import { startRaft, takeRaftMessage, takeRaftTimer } from '../raft/step-raft.js';
import { correctRules, type Defect, type Rules } from '../rules/index.js';
import { limitsDefault, timingsDefault } from '../wire/config.js';
import { defect as acknowledgedBeforeSaved } from './acknowledged-before-saved.js';
import { defect as answersNotInSnapshot } from './answers-not-in-snapshot.js';
import { defect as conflictNotTruncated } from './conflict-not-truncated.js';
import { defect as deposedLeaderObeyed } from './deposed-leader-obeyed.js';
import { defect as diskErrorSwallowed } from './disk-error-swallowed.js';
import { defect as disturbedByReturners } from './disturbed-by-returners.js';
import { defect as durableBeforeLog } from './durable-before-log.js';
import { defect as earlierTermsCommitted } from './earlier-terms-committed.js';
import { defect as followerReads } from './follower-reads.js';
import { defect as gapNotNoticed } from './gap-not-noticed.js';
import { defect as leaseNeverEnds } from './lease-never-ends.js';
import { defect as logCutBeforeSnapshot } from './log-cut-before-snapshot.js';
import { defect as oldRefusalsCount } from './old-refusals-count.js';
import { defect as quorumOffByOne } from './quorum-off-by-one.js';
import { defect as readsWithoutProof } from './reads-without-proof.js';
import { defect as silentLeader } from './silent-leader.js';
import { defect as staleLogElected } from './stale-log-elected.js';
import { defect as tornLogCleared } from './torn-log-cleared.js';
import { defect as twoVotes } from './two-votes.js';
import { defect as voteNotSaved } from './vote-not-saved.js';
import { defect as voteSaidFirst } from './vote-said-first.js';

function logOf(...terms: readonly number[]): Log {
  const log = newLog(0, 0);
  for (const [nth, term] of terms.entries()) append(log, { index: nth + 1, term, data: `d${nth + 1}` });
  return log;
}

class Member {
  readonly raft: RaftState;
  now: Micros = 1_000_000;
  private readonly rules: Rules;

  constructor(rules: Rules, log: Log = logOf(), commit = 0) {
    this.rules = rules;
    const term = log.entries.at(-1)?.term ?? 0;
    this.raft = newRaft({ id: 'a', members: ['a', 'b', 'c'], timings: timingsDefault, term, vote: null, log, commit }, rules.raft);
    this.turn(startRaft);
  }

  turn(act: (turn: RaftTurn) => unknown): readonly RaftEffect[] {
    const out: RaftEffect[] = [];
    act({ raft: this.raft, now: this.now, draw: () => 0, rules: this.rules.raft, out });
    return out;
  }

  hears(from: string, message: RaftMessage): readonly RaftEffect[] {
    return this.turn((turn) => takeRaftMessage(turn, from, message));
  }

  /** Elected by b, in one term above its own. */
  lead(): readonly RaftEffect[] {
    this.now += 1_000_000;
    const first = this.turn((turn) => takeRaftTimer(turn, 'election'));
    const next = this.hears('b', { type: 'prevoted', term: this.raft.term, next: this.raft.term + 1, granted: true });
    return [...first, ...next, ...this.hears('b', { type: 'voted', term: this.raft.term, granted: true })];
  }
}

/** The same with the correct rules and with the defect. */
function twice<T>(defect: Defect, tell: (rules: Rules) => T): readonly [correct: T, defective: T] {
  return [tell(correctRules), tell(defect.replace(correctRules))];
}

const kinds = (effects: readonly RaftEffect[]): readonly string[] => effects.map((effect) => effect.do);
const said = (effects: readonly RaftEffect[], type: string): readonly Json[] =>
  effects.flatMap((effect) => (effect.do === 'send' && (effect.body as { readonly type?: string }).type === type ? [effect.body] : []));
const asks = (term: number, lastIndex = 0, lastTerm = 0): RaftMessage => ({ type: 'vote', term, lastIndex, lastTerm });
const appends = (
  term: number,
  prev: number,
  prevTerm: number,
  entries: readonly (readonly [number, number])[],
  commit = 0,
): RaftMessage => ({
  type: 'append',
  term,
  round: 1,
  prev,
  prevTerm,
  entries: entries.map(([index, own]) => ({ index, term: own, data: `new${index}` })),
  commit,
});
const granted = (effects: readonly RaftEffect[]): unknown =>
  (said(effects, 'voted')[0] as { readonly granted?: boolean } | undefined)?.granted;

describe('orchestrator/defects: consensus', () => {
  it('vote-not-saved (R1), vote-said-first (R2): a vote is told and not, or only then, made durable', () => {
    const order = (rules: Rules): readonly string[] => kinds(new Member(rules).hears('b', asks(1))).filter((kind) => kind !== 'timer');
    expect(twice(voteNotSaved, order)).to.deep.equal([
      ['vote', 'vote', 'send'],
      ['vote', 'send'],
    ]);
    expect(twice(voteSaidFirst, order)).to.deep.equal([
      ['vote', 'vote', 'send'],
      ['vote', 'send', 'vote'],
    ]);
  });

  it('acknowledged-before-saved (R3): entries are acknowledged before they are durable', () => {
    const order = (rules: Rules): readonly string[] =>
      kinds(new Member(rules).hears('b', appends(1, 0, 0, [[1, 1]]))).filter((kind) => kind !== 'vote');
    expect(twice(acknowledgedBeforeSaved, order)).to.deep.equal([
      ['append', 'send'],
      ['send', 'append'],
    ]);
  });

  it('earlier-terms-committed (R4): entries of a term before are committed by counting', () => {
    const committed = (rules: Rules): number => {
      const member = new Member(rules, logOf(1, 1));
      member.lead();
      member.hears('b', { type: 'appended', term: member.raft.term, round: 1, ok: true, match: 2, matchTerm: -1 });
      return member.raft.commit;
    };
    expect(twice(earlierTermsCommitted, committed)).to.deep.equal([0, 2]);
  });

  it('stale-log-elected (R5): a candidate without what this member has gets its vote', () => {
    expect(twice(staleLogElected, (rules) => granted(new Member(rules, logOf(1, 2)).hears('b', asks(3, 1, 1))))).to.deep.equal([
      false,
      true,
    ]);
  });

  it('two-votes (R15): a second candidate of the same term gets a vote, too', () => {
    const second = (rules: Rules): unknown => {
      const member = new Member(rules);
      member.hears('b', asks(1));
      return granted(member.hears('c', asks(1)));
    };
    expect(twice(twoVotes, second)).to.deep.equal([false, true]);
  });

  it('quorum-off-by-one (R6): a member alone is a majority of three', () => {
    const alone = (rules: Rules): string => {
      const member = new Member(rules);
      member.now += 1_000_000;
      member.turn((turn) => takeRaftTimer(turn, 'election'));
      return member.raft.role;
    };
    expect(twice(quorumOffByOne, alone)).to.deep.equal(['precandidate', 'leader']);
  });

  it('reads-without-proof (R7): a leader that may have been deposed answers', () => {
    const readable = (rules: Rules): boolean => {
      const member = new Member(rules);
      member.lead();
      return kinds(member.turn((turn) => read(turn, 'what', true))).includes('readable');
    };
    expect(twice(readsWithoutProof, readable)).to.deep.equal([false, true]);
  });

  it('conflict-not-truncated (R9): an entry that differs from the leader’s stays', () => {
    const kept = (rules: Rules): number => {
      const member = new Member(rules, logOf(1, 1));
      member.hears('b', appends(2, 1, 1, [[2, 2]]));
      return termAt(member.raft.log, 2);
    };
    expect(twice(conflictNotTruncated, kept)).to.deep.equal([2, 1]);
  });

  it('deposed-leader-obeyed (R10): entries of an earlier term are taken', () => {
    const taken = (rules: Rules): unknown => {
      const member = new Member(rules);
      member.hears('c', appends(5, 0, 0, []));
      return said(member.hears('b', appends(4, 0, 0, [[1, 4]])), 'appended').map((each) => (each as { readonly ok: boolean }).ok);
    };
    expect(twice(deposedLeaderObeyed, taken)).to.deep.equal([[false], [true]]);
  });

  it('gap-not-noticed (R11): entries are put behind another than the leader’s', () => {
    const taken = (rules: Rules): unknown =>
      said(new Member(rules, logOf(1)).hears('b', appends(3, 1, 2, [[2, 3]])), 'appended').map(
        (each) => (each as { readonly ok: boolean }).ok,
      );
    expect(twice(gapNotNoticed, taken)).to.deep.equal([[false], [true]]);
  });

  it('disturbed-by-returners (R12): a candidate is heard although the leader is', () => {
    const heard = (rules: Rules): unknown => {
      const member = new Member(rules);
      member.hears('c', appends(5, 0, 0, []));
      return granted(member.hears('b', asks(6, 9, 5))) ?? 'no answer';
    };
    expect(twice(disturbedByReturners, heard)).to.deep.equal(['no answer', true]);
  });

  it('silent-leader (R13): a leader adds no entry of its own, and answers nothing', () => {
    const ready = (rules: Rules): readonly number[] => {
      const member = new Member(rules, logOf(1));
      member.lead();
      return [member.raft.log.entries.length, member.raft.commit];
    };
    expect(twice(silentLeader, ready)).to.deep.equal([
      [2, 0],
      [1, 0],
    ]);
  });

  it('old-refusals-count (R14): a refusal that was dealt with already sends the leader back again', () => {
    const resent = (rules: Rules): number => {
      const member = new Member(rules, logOf(1, 1, 1));
      member.lead();
      member.turn(flush);
      const refuses = (): readonly Json[] =>
        said(member.hears('b', { type: 'appended', term: member.raft.term, round: 1, ok: false, match: 1, matchTerm: -1 }), 'append');
      refuses();
      member.turn((turn) => propose(turn, 'more'));
      return refuses().length;
    };
    expect(twice(oldRefusalsCount, resent)).to.deep.equal([0, 1]);
  });

  const config = { id: 'a', managers: ['a', 'b', 'c'], timings: timingsDefault, limits: limitsDefault };
  const env = { now: 1_000_000, wall: 1_000_000, draw: () => 0 };
  const booted = (rules: Rules): ManagerState =>
    managerMachine(rules).boot({ on: 'boot', config: config as unknown as Json, disk: new Map() }, env)[0];

  it('disk-error-swallowed (D31): a manager goes on without its disk', () => {
    const halts = (rules: Rules): boolean =>
      managerMachine(rules)
        .step(booted(rules), { on: 'disk-failed', file: 'log', code: 'EIO' }, env)
        .some((effect) => effect.do === 'halt');
    expect(twice(diskErrorSwallowed, halts)).to.deep.equal([true, false]);
  });

  it('follower-reads (D51): a member that leads nothing answers questions', () => {
    const reply = (rules: Rules): unknown => {
      const query = { type: 'query', id: 1, query: { ask: 'list', kind: 'project', parent: null } };
      const effects = managerMachine(rules).step(booted(rules), { on: 'message', from: 'gateway', body: query }, env);
      return effects.map((effect) => (effect.do === 'send' ? (effect.body as { readonly type: string }).type : effect.do));
    };
    expect(twice(followerReads, reply)).to.deep.equal([['redirect'], ['answer']]);
  });

  it('lease-never-ends (D48b): a syncer that is gone keeps its servers', () => {
    expect(twice(leaseNeverEnds, (rules) => rules.manager.isAlive(60_000_000, timingsDefault.leaseLife))).to.deep.equal([false, true]);
    expect(twice(leaseNeverEnds, (rules) => rules.manager.isAlive(1_000, timingsDefault.leaseLife))).to.deep.equal([true, true]);
  });

  /** The disk after the first `count` writes of `entries` new entries. */
  function diskAfter(rules: Rules, entries: number, count: number): Map<string, Uint8Array> {
    const manager = booted(rules);
    for (let index = 1; index <= entries; index++) append(manager.raft.log, { index, term: 1, data: 'x' });
    const disk = new Map<string, Uint8Array>();
    for (const effect of saveLog(manager, 1, rules.manager).slice(0, count))
      if (effect.do === 'persist') disk.set(effect.file, effect.bytes);
    return disk;
  }

  it('durable-before-log (R16): a crash between the two writes looks like rot', () => {
    const loaded = twice(durableBeforeLog, (rules) => load(diskAfter(rules, 3, 1), rules.manager));
    expect(loaded.map((each) => typeof each)).to.deep.equal(['object', 'string']);
  });

  it('torn-log-cleared (D32): with a torn end goes what was acknowledged', () => {
    const entries = (rules: Rules): unknown => {
      const disk = diskAfter(rules, 3, 2);
      const log = disk.get('log') ?? new Uint8Array(0);
      disk.set('log', new Uint8Array([...log, 1, 2, 3]));
      const loaded = load(disk, rules.manager);
      return typeof loaded === 'string' ? loaded : loaded.log.entries.length;
    };
    expect(twice(tornLogCleared, entries)).to.deep.equal([3, 0]);
  });

  it('log-cut-before-snapshot (R17): a crash between the two writes leaves neither', () => {
    const first = (rules: Rules): unknown => {
      const [effect] = saveSnapshot(booted(rules), 1, 1, null, rules.manager);
      return effect?.do === 'persist' ? effect.file : effect?.do;
    };
    expect(twice(logCutBeforeSnapshot, first)).to.deep.equal(['snapshot', 'log']);
  });

  /** The first of so many storms in which the group breaks a promise, or its members do not agree at its end; null when they all hold. */
  function firstBroken(rules: Rules, storms: number): number | null {
    for (let nth = 0; nth < storms; nth++) {
      const group = new ToyGroup(`storm ${nth}`, nth % 4 === 0 ? 5 : 3, 0, rules);
      group.run(1_500, storm);
      group.heal();
      group.calmUntil(() => group.leader !== null);
      group.runCalmly(800);
      const agreed = group.calmUntil(() => new Set(group.digests()).size === 1);
      if (group.promises.broken.length > 0 || !agreed) return nth;
    }
    return null;
  }

  it('show in a storm: half of them break what Raft promises within twenty, the correct rules in none', () => {
    expect(firstBroken(correctRules, 20)).to.equal(null);
    const shown = [
      staleLogElected,
      quorumOffByOne,
      readsWithoutProof,
      conflictNotTruncated,
      gapNotNoticed,
      twoVotes,
      durableBeforeLog,
      answersNotInSnapshot,
      followerReads,
    ];
    for (const defect of shown) expect(firstBroken(defect.replace(correctRules), 20), defect.name).to.be.a('number');
  }).timeout(60_000);
});

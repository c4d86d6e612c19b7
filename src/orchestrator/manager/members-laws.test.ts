// Goal: managers can be added, removed and replaced whatever the network, the disk and the operator do, and what was acknowledged stays.
// Method: the managers and some spare ones under a seeded scheduler that checks every promise after every step; faults planted in the rules are seen red.
import { expect } from 'chai';
import { correctRules, type Rules } from '../rules/index.js';
import { storm, ToyGroup } from './toy-group.js';

const unsettled = { ...storm, change: 4, end: 1 };

/** What was broken in a storm of changes; with the correct rules, also whether the healed group works and agrees. */
function stormOf(seed: number, rules: Rules = correctRules): ToyGroup {
  const group = new ToyGroup(`members ${seed}`, 3, 2, rules);
  group.run(1_500, unsettled);
  return group;
}

function expectWhole(group: ToyGroup, seed: number): void {
  group.heal();
  let id = 0;
  const isAnswered = (): boolean => (group.answered.get(id)?.status ?? 503) === 201;
  for (let time = 0; time < 20 && !isAnswered(); time++) {
    group.calmUntil(() => group.leader !== null);
    id = group.ask(group.leader?.id ?? '', `last${seed}`, 'create');
    group.calmUntil(() => group.answered.has(id), 400);
  }
  expect(isAnswered(), `seed ${seed}: a healed group takes a command`).to.equal(true);
  const agree = group.calmUntil(() => new Set(group.digests()).size === 1);
  expect(agree, `seed ${seed}: all agree`).to.equal(true);
  expect(group.promises.broken, `seed ${seed}`).to.deep.equal([]);
  const { documents } = group.leader?.state?.state ?? { documents: new Map() };
  for (const made of group.acknowledged) expect(documents.has(`/projects/${made}`), `seed ${seed}: ${made}`).to.equal(true);
}

describe('managers that come and go under a storm', () => {
  it('keep every promise of Raft and everything that was acknowledged', () => {
    let changes = 0;
    let acknowledged = 0;
    const sizes = new Set<number>();
    for (let seed = 0; seed < 150; seed++) {
      const group = stormOf(seed);
      expectWhole(group, seed);
      for (const voters of group.promises.changes.values()) sizes.add(voters.length);
      changes += group.promises.changes.size;
      acknowledged += group.acknowledged.size;
    }
    expect(changes, 'changes').to.be.above(600);
    expect([...sizes], 'sizes of groups').to.include.members([1, 2, 3, 4]);
    expect(acknowledged, 'acknowledged commands').to.be.above(1_000);
  });

  const planted: readonly (readonly [string, Partial<Rules['raft']>])[] = [
    ['two changes at once, and before the leader knows what is committed', { mayChange: () => true }],
    ['learners that count', { electors: 'everyone' }],
    ['learners that are promoted with nothing', { hasCaughtUp: () => true, quorumOf: (members) => Math.max(1, Math.floor(members / 2)) }],
  ];
  for (const [what, raft] of planted) {
    it(`does not: ${what} (a planted fault)`, () => {
      const rules = { ...correctRules, raft: { ...correctRules.raft, ...raft } };
      let broken = 0;
      for (let seed = 0; seed < 400 && broken === 0; seed++) broken += stormOf(seed, rules).promises.broken.length;
      expect(broken).to.be.above(0);
    });
  }
});

describe('an operator of managers', () => {
  let group: ToyGroup;

  beforeEach(() => {
    group = new ToyGroup('operator', 3, 2);
    group.calmUntil(() => group.leader !== null);
    group.runCalmly(900);
  });

  const answerTo = (id: number): number | undefined => {
    group.calmUntil(() => group.answered.has(id));
    return group.answered.get(id)?.status;
  };
  const tell = (change: 'add' | 'remove', member: string): number | undefined =>
    answerTo(group.change(group.leader?.id ?? '', change, member));
  const codeOf = (change: 'add' | 'remove', member: string): unknown => {
    const id = group.change(group.leader?.id ?? '', change, member);
    answerTo(id);
    return (group.answered.get(id) as { readonly code?: unknown } | undefined)?.code;
  };

  it('adds one, which learns by snapshot and log, and then decides with the others', () => {
    const before = group.installs;
    expect(tell('add', 'm4')).to.equal(202);
    expect(group.calmUntil(() => group.voters.includes('m4'))).to.equal(true);
    expect(group.installs, 'the log was too short for it').to.be.above(before);
    group.runCalmly(200);
    expect(new Set(group.digests()).size).to.equal(1);
    expect(group.digests()).to.have.length(4);
  });

  it('keeps a learner that never comes as a learner, which harms nobody, and takes it back', () => {
    group.crash(group.member('m4'));
    expect(tell('add', 'm4')).to.equal(202);
    group.runCalmly(600);
    expect(group.voters).to.have.members(['m1', 'm2', 'm3']);
    expect(codeOf('add', 'm5'), 'one at a time').to.equal('CHANGE_IN_FLIGHT');
    expect(tell('remove', 'm4')).to.equal(202);
    expect(tell('add', 'm5')).to.equal(202);
    expect(group.calmUntil(() => group.voters.includes('m5'))).to.equal(true);
  });

  it('removes the leader: another leads, and the old one stands no more', () => {
    const old = group.leader;
    const id = old?.id ?? '';
    expect(tell('remove', id)).to.equal(202);
    expect(group.calmUntil(() => group.leader !== null && group.leader !== old)).to.equal(true);
    const term = group.leader?.state?.raft.term;
    group.runCalmly(1_500);
    expect(group.leader?.state?.raft.term, 'nobody disturbs').to.equal(term);
    expect(group.voters).to.not.include(id);
  });

  it('replaces every founder by another, one at a time, and nothing is lost', () => {
    for (const [old, fresh] of [
      ['m1', 'm4'],
      ['m2', 'm5'],
    ] as const) {
      group.calmUntil(() => group.leader !== null);
      expect(tell('add', fresh)).to.equal(202);
      expect(group.calmUntil(() => group.voters.includes(fresh))).to.equal(true);
      group.runCalmly(60);
      expect(tell('remove', old)).to.equal(202);
      group.crash(group.member(old));
      group.calmUntil(() => group.leader !== null && !group.voters.includes(old));
      group.runCalmly(200);
    }
    expect(group.voters).to.have.members(['m3', 'm4', 'm5']);
    const { documents } = group.leader?.state?.state ?? { documents: new Map() };
    for (const made of group.acknowledged) expect(documents.has(`/projects/${made}`), made).to.equal(true);
    expect(group.promises.broken).to.deep.equal([]);
  });

  it('is refused what would break things, with a word for each', () => {
    expect(codeOf('add', 'm2')).to.equal('ALREADY_EXISTS');
    expect(codeOf('remove', 'm9')).to.equal('NOT_FOUND');
    const [one, other] = group.members.filter((member) => member !== group.leader && group.voters.includes(member.id));
    if (one === undefined || other === undefined) throw new Error('there are three');
    group.crash(one);
    group.runCalmly(300);
    expect(codeOf('remove', other.id), 'the two that are left would be one that lives').to.equal('QUORUM_AT_RISK');
    expect(tell('remove', one.id)).to.equal(202);
    group.runCalmly(100);
    expect(tell('remove', other.id)).to.equal(202);
    group.runCalmly(100);
    expect(codeOf('remove', group.leader?.id ?? '')).to.equal('LAST_MANAGER');
    expect(group.voters).to.have.length(1);
    expect(answerTo(group.ask(group.leader?.id ?? '', 'alone', 'create'))).to.equal(201);
  });

  it('finds the group whole when every node restarts in mid-change', () => {
    const id = group.change(group.leader?.id ?? '', 'add', 'm4');
    for (let steps = 0; steps < 3; steps++) group.runCalmly(1);
    for (const member of group.members) group.crash(member);
    group.heal();
    group.calmUntil(() => group.leader !== null);
    group.runCalmly(600);
    expect(group.leader).to.not.equal(null);
    expect(group.voters.includes('m4'), 'all or nothing').to.equal((group.leader?.state?.raft.members.voters.length ?? 0) === 4);
    expect(group.promises.broken).to.deep.equal([]);
    expect(group.answered.get(id)?.status ?? 202).to.be.oneOf([202, 503]);
  });
});

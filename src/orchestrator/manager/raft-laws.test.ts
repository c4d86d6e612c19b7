// Goal: what Raft promises holds whatever the network, the disk and the operator do; and what was acknowledged stays.
// Method: the managers under a seeded scheduler that checks every promise after every step; and stories of single dangers.
import { expect } from 'chai';
import { storm, ToyGroup } from './toy-group.js';

describe('managers under a storm', () => {
  it('keep every promise of Raft, take and install snapshots, and agree once healed', () => {
    let snapshots = 0;
    let installs = 0;
    let acknowledged = 0;
    for (let seed = 0; seed < 120; seed++) {
      const group = new ToyGroup(`storm ${seed}`, seed % 4 === 0 ? 5 : 3);
      group.run(1_500, storm);
      group.heal();
      const name = `last${seed}`;
      let id = 0;
      const isAnswered = (): boolean => (group.answered.get(id)?.status ?? 503) === 201;
      for (let time = 0; time < 20 && !isAnswered(); time++) {
        group.calmUntil(() => group.leader !== null);
        id = group.ask(group.leader?.id ?? '', name, 'create');
        group.calmUntil(() => group.answered.has(id), 400);
      }
      expect(isAnswered(), `seed ${seed}: a healed group takes a command`).to.equal(true);
      expect(
        group.calmUntil(() => new Set(group.digests()).size === 1),
        `seed ${seed}: all agree`,
      ).to.equal(true);
      expect(group.promises.broken, `seed ${seed}`).to.deep.equal([]);
      const { documents } = group.members[0]?.state?.state ?? { documents: new Map() };
      for (const made of group.acknowledged) expect(documents.has(`/projects/${made}`), `seed ${seed}: ${made}`).to.equal(true);
      snapshots += group.snapshots;
      installs += group.installs;
      acknowledged += group.acknowledged.size;
    }
    expect(snapshots, 'snapshots').to.be.above(100);
    expect(installs, 'snapshots that were sent').to.be.above(20);
    expect(acknowledged, 'acknowledged commands').to.be.above(1_000);
  });

  it('do the same again from the same seed', () => {
    const [one, other] = [new ToyGroup('twice'), new ToyGroup('twice')];
    for (const group of [one, other]) group.run(800, storm);
    expect(other.digests()).to.deep.equal(one.digests());
    expect(other.now).to.equal(one.now);
  });
});

describe('a group of three managers', () => {
  let group: ToyGroup;

  beforeEach(() => {
    group = new ToyGroup('story');
    group.calmUntil(() => group.leader !== null);
    group.runCalmly(200);
  });

  it('keeps its leader while nothing is wrong', () => {
    const [leader, term] = [group.leader?.id, group.leader?.state?.raft.term];
    group.runCalmly(2_000);
    expect([group.leader?.id, group.leader?.state?.raft.term]).to.deep.equal([leader, term]);
    expect(group.promises.broken).to.deep.equal([]);
  });

  it('is not disturbed by a member that was cut off and comes back: pre-vote', () => {
    const term = group.leader?.state?.raft.term;
    const lost = group.members.find((member) => member !== group.leader);
    if (lost !== undefined) lost.cut = true;
    group.runCalmly(1_500);
    expect(lost?.state?.raft.term, 'it asked, and did not stand').to.equal(term);
    if (lost !== undefined) lost.cut = false;
    group.runCalmly(500);
    expect(group.leader?.state?.raft.term).to.equal(term);
  });

  it('elects another when its leader is gone, and the old one steps down when it is back', () => {
    const old = group.leader;
    if (old !== null) old.cut = true;
    expect(group.calmUntil(() => group.leader !== old && group.leader !== null)).to.equal(true);
    group.runCalmly(300);
    expect(old?.state?.raft.role, 'a leader that misses its quorum').to.not.equal('leader');
    if (old !== null) old.cut = false;
    group.runCalmly(500);
    expect(group.members.filter(({ state }) => state?.raft.role === 'leader')).to.have.length(1);
    expect(group.promises.broken).to.deep.equal([]);
  });

  it('answers no read from a leader that was cut off', () => {
    const old = group.leader;
    if (old === null || old === undefined) throw new Error('there is a leader');
    old.cut = true;
    const id = group.ask(old.id, 'p1', 'get');
    group.calmUntil(() => group.leader !== old && group.leader !== null);
    group.runCalmly(300);
    expect(group.answered.get(id)?.status ?? 503).to.equal(503);
  });

  it('has no majority with one member, and goes on with two', () => {
    const [one, two] = group.members.filter((member) => member !== group.leader);
    if (one !== undefined) group.crash(one);
    const id = group.ask(group.leader?.id ?? '', 'with-two', 'create');
    expect(group.calmUntil(() => group.answered.has(id))).to.equal(true);
    expect(group.answered.get(id)?.status).to.equal(201);
    if (two !== undefined) group.crash(two);
    const late = group.ask(group.leader?.id ?? '', 'alone', 'create');
    group.calmUntil(() => group.answered.has(late), 600);
    expect(group.answered.get(late)?.status ?? 503).to.equal(503);
  });

  it('has every member as it was after all of them crashed', () => {
    group.calmUntil(() => new Set(group.digests()).size === 1);
    const before = group.members[0]?.state?.state.documents.size;
    expect(before).to.be.above(2);
    for (const member of group.members) group.crash(member);
    group.heal();
    const id = (): number => group.ask(group.leader?.id ?? '', 'after', 'get');
    group.calmUntil(() => group.leader !== null);
    const asked = id();
    expect(group.calmUntil(() => group.answered.has(asked) && new Set(group.digests()).size === 1)).to.equal(true);
    expect(group.members[0]?.state?.state.documents.size).to.equal(before);
    expect(group.promises.broken).to.deep.equal([]);
  });
});

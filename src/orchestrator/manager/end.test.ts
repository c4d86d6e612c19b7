// Goal: a manager that is asked to end leaves no gap: another leads at once, nobody waits in vain, and all can be restarted one after the other under load.
// Method: groups of managers in virtual time; how long nobody leads is measured, and every call is asked again with its key until it is answered.
import { expect } from 'chai';
import { timingsDefault } from '../wire/config.js';
import { ToyGroup } from './toy-group.js';

function settled(seed: string, count = 3): ToyGroup {
  const group = new ToyGroup(seed, count);
  group.calmUntil(() => group.leader !== null);
  group.runCalmly(200);
  return group;
}

describe('a manager that is asked to end', () => {
  it('hands over when it leads: another does before anyone could miss it', () => {
    for (let seed = 0; seed < 20; seed++) {
      const group = settled(`hand over ${seed}`);
      const [old, begun] = [group.leader, group.now];
      if (old === null) expect.fail('nobody leads');
      group.end(old);
      expect(group.calmUntil(() => group.leader !== null && group.leader !== old)).to.equal(true);
      expect(group.now - begun).to.be.below(timingsDefault.electionMin / 2);
      expect(
        group.calmUntil(() => old.state === null),
        'it ends',
      ).to.equal(true);
      expect(group.promises.broken).to.deep.equal([]);
    }
  });

  it('takes no command meanwhile, and says who is next', () => {
    const group = settled('redirects');
    const old = group.leader;
    if (old === null) expect.fail('nobody leads');
    group.end(old);
    const id = group.ask(old.id, 'late', 'create');
    group.calmUntil(() => old.state === null);
    expect(group.answered.get(id)?.status).to.equal(undefined);
    expect(group.leader?.state?.state.documents.has('/projects/late') ?? false).to.equal(false);
  });

  it('ends at once when it follows, and the group goes on', () => {
    const group = settled('follower');
    const follower = group.members.find((member) => member !== group.leader);
    if (follower === undefined) expect.fail('everybody leads');
    const { leader } = group;
    group.end(follower);
    expect(follower.state).to.equal(null);
    group.runCalmly(300);
    expect(group.leader).to.equal(leader);
  });

  it('answers what it has in hand when it is alone', () => {
    const group = settled('alone', 1);
    const [only] = group.members;
    if (only === undefined) expect.fail('nobody');
    const id = group.ask(only.id, 'last', 'create');
    group.calmUntil(() => (only.state?.open.size ?? 0) > 0);
    group.end(only);
    expect(only.state, 'somebody waits').to.not.equal(null);
    expect(group.calmUntil(() => only.state === null)).to.equal(true);
    group.calmUntil(() => group.answered.has(id));
    expect(group.answered.get(id)?.status).to.equal(201);
    group.boot(only);
    group.calmUntil(() => group.leader !== null);
    group.runCalmly(50);
    expect(group.leader?.state?.state.documents.has('/projects/last')).to.equal(true);
  });

  it('ends in the end, though nobody can take over', () => {
    const group = settled('lonely');
    const old = group.leader;
    for (const member of group.members) if (member !== old) group.crash(member);
    if (old === null) expect.fail('nobody leads');
    const begun = group.now;
    group.end(old);
    expect(group.calmUntil(() => old.state === null)).to.equal(true);
    expect(group.now - begun).to.be.at.most(timingsDefault.electionMax * 5);
  });

  it('and all others after it, one by one, lose no acknowledged command and leave no call unanswered', () => {
    const group = settled('rolling');
    let asked = 0;
    for (const member of [...group.members, ...group.members]) {
      const name = `under load ${++asked}`.replaceAll(' ', '-');
      group.end(member);
      let id = 0;
      for (let time = 0; time < 10 && group.answered.get(id)?.status !== 201; time++) {
        id = group.ask(group.leader?.id ?? 'm1', name, 'create');
        group.calmUntil(() => group.answered.has(id), 60);
      }
      expect(group.answered.get(id)?.status, name).to.equal(201);
      group.calmUntil(() => member.state === null);
      group.boot(member);
      group.calmUntil(() => group.leader !== null);
      group.runCalmly(100);
    }
    expect(group.promises.broken).to.deep.equal([]);
    const { documents } = group.leader?.state?.state ?? expect.fail('nobody leads');
    for (const made of group.acknowledged) expect(documents.has(`/projects/${made}`), made).to.equal(true);
  });
});

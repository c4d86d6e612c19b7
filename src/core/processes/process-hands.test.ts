// Goal: what befalls real processes bites and heals as in the simulator: a graceful end, a start that takes long, death while booting, a power cut, another build.
// Method: two toy nodes behind an embedded Toxiproxy; hands laid by the test, which plays the engine; who is up is asked past the proxies.
import { expect } from 'chai';
import { ToyTrial } from './toy-trial.js';

const TEST_MILLIS_MAX = 60_000;
const ms = 1_000;
const both = ['a1', 'b1'] as const;

describe('hands on processes', function () {
  this.timeout(TEST_MILLIS_MAX);
  let toy: ToyTrial;

  beforeEach(async () => {
    toy = await ToyTrial.open();
  });
  afterEach(async () => {
    const found = await toy.close();
    expect(found?.differences).to.deep.equal([]);
  });

  const act = (node: string, what: 'kill' | 'stop' | 'continue' | 'start' | 'end', build?: string | null): void =>
    toy.do({ do: 'node', node, act: what, ...(build === undefined ? {} : { build }) });
  const slow = (delay: number | null): void => toy.do({ do: 'slow-start', node: 'a1', name: 's1', delay });
  const ups = (node: string): number => toy.seen.filter((each) => each.is === 'up' && each.node === node).length;

  it('a node that is asked to end is told as such, refuses while it is away, and counts what that touches', async () => {
    await toy.ask('a1', '/keep/x', { body: '1' });
    act('a1', 'end');
    expect(await toy.until('down')).to.include({ node: 'a1', why: 'end' });
    expect((await toy.ask('a1', '/keep/x')).failure).to.equal('refused');
    act('a1', 'start');
    await toy.until('up');
    expect((await toy.ask('a1', '/keep/x')).body).to.equal('1');
    await toy.wait(200 * ms);
    expect(toy.hits('node:a1').requests.length).to.equal(1);
  });

  it('a start cuts short what does not end by itself', async () => {
    const stays = await ToyTrial.open({ config: { staysOn: true } });
    const begin = stays.trial.now;
    for (const what of ['end', 'end', 'start'] as const) stays.do({ do: 'node', node: 'a1', act: what });
    expect(await stays.until('down')).to.include({ node: 'a1', why: 'kill' });
    await stays.until('up');
    expect(stays.trial.now - begin).to.be.below(6_000 * ms);
    await stays.close();
  });

  it('a slow start is a process that is there and answers nothing, until its time has come', async () => {
    slow(1_000 * ms);
    const begin = toy.trial.now;
    act('a1', 'kill');
    act('a1', 'start');
    await toy.until('down');
    await toy.wait(300 * ms);
    act('a1', 'start');
    act('a1', 'continue');
    expect((await toy.ask('a1', '/draw')).failure).to.equal('reset');
    expect(ups('a1')).to.equal(0);
    await toy.until('up');
    expect(toy.trial.now - begin).to.be.at.least(1_000 * ms);
    expect((await toy.ask('a1', '/draw')).status).to.equal(200);
    expect(toy.hits('node:a1').requests.length).to.equal(1);
  });

  it('a slow start is over at once where it is taken off, by its name or by heal-all', async () => {
    for (const heal of [() => slow(null), () => toy.do({ do: 'heal-all' })]) {
      slow(15_000 * ms);
      const begin = toy.trial.now;
      act('a1', 'kill');
      act('a1', 'start');
      await toy.wait(300 * ms);
      heal();
      await toy.until('up', ({ at }) => at > begin);
      expect(toy.trial.now - begin).to.be.below(10_000 * ms);
      act('a1', 'kill');
      act('a1', 'start');
      const killed = toy.trial.now;
      await toy.until('up', ({ at }) => at > killed, 10_000 * ms);
    }
  });

  it('a node that is killed while it boots, or held, boots when it is started again, with what it kept', async () => {
    await toy.ask('a1', '/keep/x', { body: '1' });
    for (const delay of [null, 15_000 * ms]) {
      slow(delay);
      for (let death = 0; death < 3; death++) {
        act('a1', 'kill');
        act('a1', 'start');
        await toy.wait(15 * ms);
      }
    }
    slow(null);
    act('a1', 'start');
    await toy.until('up');
    expect((await toy.ask('a1', '/keep/x')).body).to.equal('1');
    expect(ups('a1')).to.equal(1);
  });

  it('all that are killed at one moment come back with what they kept', async () => {
    await toy.ask('a1', '/keep/x', { body: '1' });
    await toy.until('mark', ({ node, name }) => node === 'b1' && name === 'told');
    for (const node of both) act(node, 'kill');
    for (const node of both) expect(await toy.until('down', (each) => each.node === node)).to.include({ why: 'kill' });
    for (const node of both) act(node, 'start');
    for (const node of both) await toy.until('up', (each) => each.node === node);
    for (const node of both) expect((await toy.ask(node, '/keep/x')).body).to.equal('1');
  });

  it('a node is started with another build, keeps it over a crash, and goes back to its own', async () => {
    const olders = (): number => toy.seen.filter((each) => each.is === 'mark' && each.name === 'older').length;
    const restarted = async (build?: string | null): Promise<number> => {
      const [before, began] = [olders(), toy.trial.now];
      act('a1', 'kill');
      act('a1', 'start', build);
      await toy.until('up', ({ at }) => at > began);
      expect((await toy.ask('a1', '/keep/x')).body).to.equal('1');
      return olders() - before;
    };
    await toy.ask('a1', '/keep/x', { body: '1' });
    act('a1', 'start', 'older');
    expect([await restarted(), await restarted('older'), await restarted(), await restarted(null)]).to.deep.equal([0, 1, 1, 0]);
    expect(await restarted('older')).to.equal(1);
    const began = toy.trial.now;
    toy.do({ do: 'heal-all' });
    await toy.until('up', ({ at }) => at > began);
    expect([await restarted(), toy.trial.can.has('build')]).to.deep.equal([0, true]);
  });

  it('no other build is started where there is none', async () => {
    const plain = await ToyTrial.open({ hasBuilds: false });
    expect([plain.trial.can.has('build'), plain.trial.can.has('slow-start')]).to.deep.equal([false, true]);
    plain.do({ do: 'node', node: 'a1', act: 'kill' });
    expect(() => plain.do({ do: 'node', node: 'a1', act: 'start', build: 'older' })).to.throw(
      RangeError,
      'a1 has no build that is called older',
    );
    await plain.close();
  });
});

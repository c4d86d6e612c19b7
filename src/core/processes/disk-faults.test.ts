// Goal: a real process meets the faults of disks that a simulated node meets, tells when they bite, and is well when they are taken off.
// Method: two toy nodes behind an embedded Toxiproxy; each fault is put on one of them, seen to bite, healed, and seen to be gone.
import { expect } from 'chai';
import type { Happening } from '../../contract/index.js';
import type { DiskFault } from '../../world/index.js';
import { ToyTrial } from './toy-trial.js';

const TEST_MILLIS_MAX = 60_000;
const ms = 1_000;

describe('disks of processes', function () {
  this.timeout(TEST_MILLIS_MAX);
  let toy: ToyTrial;

  beforeEach(async () => {
    toy = await ToyTrial.open();
  });
  afterEach(async () => {
    expect((await toy.close())?.differences, 'executed again').to.deep.equal([]);
  });

  const disk = (fault: DiskFault | null): void => toy.do({ do: 'disk', node: 'a1', name: 'd', fault });
  const act = (what: 'kill' | 'start' | 'end'): void => toy.do({ do: 'node', node: 'a1', act: what });
  const keep = async (key: string): Promise<number | null> =>
    (await toy.ask('a1', `/keep/${key}`, { body: '1', timeout: 2_000 * ms })).status;

  /** The first happening of this kind since the last one that was taken. */
  async function next(is: 'up' | 'down'): Promise<Happening> {
    const found = await toy.until(is, ({ node }) => node === 'a1');
    toy.seen.splice(toy.seen.indexOf(found), 1);
    return found;
  }

  async function restarted(how: 'kill' | 'end' = 'kill'): Promise<void> {
    act(how);
    await next('down');
    await startedAgain();
  }

  async function startedAgain(): Promise<void> {
    act('start');
    await next('up');
  }

  /** Which of these keys it has. */
  async function kept(...keys: readonly string[]): Promise<string> {
    const there: string[] = [];
    for (const key of keys) if ((await toy.ask('a1', `/keep/${key}`)).body === '1') there.push(key);
    return there.join('');
  }

  for (const [kind, code] of [
    ['full', 'ENOSPC'],
    ['broken', 'EIO'],
  ] as const)
    it(`a ${kind} disk answers ${code}, over a start of the node, until it is healed`, async () => {
      await keep('x');
      disk({ kind });
      for (let time = 0; time < 2; time++) {
        expect(await keep('y')).to.equal(null);
        expect(await next('down')).to.deep.include({ why: 'halt', detail: `disk: ${code} log` });
        await startedAgain();
      }
      disk(null);
      await toy.wait(50 * ms);
      expect(toy.hits('d').messages).to.equal(2);
      expect([await keep('z'), await kept('x', 'y', 'z')]).to.deep.equal([200, 'xz']);
    });

  it('the nth write fails, it alone', async () => {
    disk({ kind: 'eio', nth: 2 });
    expect(await keep('x')).to.equal(200);
    expect(await keep('y')).to.equal(null);
    expect(await next('down')).to.deep.include({ why: 'halt', detail: 'disk: EIO log' });
    await startedAgain();
    expect([await keep('v'), await keep('w'), await kept('v', 'w', 'x', 'y')]).to.deep.equal([200, 200, 'vwx']);
    expect(toy.hits('d').messages).to.equal(1);
  });

  it('a slow disk makes answers late, and heal-all takes that off', async () => {
    disk({ kind: 'slow', delay: 300 * ms });
    const begin = toy.trial.now;
    expect(await keep('x')).to.equal(200);
    expect(toy.trial.now - begin).to.be.at.least(290 * ms);
    toy.do({ do: 'heal-all' });
    let least = Infinity;
    for (let time = 0; time < 10 && least > 200 * ms; time++) {
      const from = toy.trial.now;
      await keep('y');
      least = Math.min(least, toy.trial.now - from);
    }
    expect(least).to.be.below(200 * ms);
    expect(toy.hits('d').messages).to.be.at.least(1);
  });

  it('a disk that lies forgets at a kill what it had said to be durable, and nothing when the node ends in good order', async () => {
    await keep('x');
    disk({ kind: 'lost-sync', file: null });
    expect(await keep('y')).to.equal(200);
    await restarted('end');
    expect(await kept('x', 'y')).to.equal('xy');
    expect(toy.hits('d').messages).to.equal(0);
    expect(await keep('z')).to.equal(200);
    await restarted();
    expect(await kept('x', 'y', 'z')).to.equal('xy');
    expect(toy.hits('d').messages).to.equal(1);
    await keep('w');
    disk(null);
    await toy.wait(100 * ms);
    await restarted();
    expect(await kept('w', 'x', 'y', 'z')).to.equal('wxy');
  });

  it('forgets when a kill, its healing and a start are asked for at once', async () => {
    disk({ kind: 'lost-sync', file: null });
    await keep('x');
    act('kill');
    disk(null);
    act('start');
    await next('up');
    expect(await kept('x')).to.equal('');
    expect(toy.hits('d').messages).to.equal(1);
  });

  it('finds one bit another one, or the end of a file gone, at the next start, and once', async () => {
    await keep('x');
    disk({ kind: 'flip', file: 'log', at: 0, bit: 0 });
    expect(toy.hits('d').messages).to.equal(0);
    await restarted();
    expect(await kept('x', 'y'), 'x is y').to.equal('y');
    await restarted();
    expect(await kept('x', 'y')).to.equal('y');
    disk(null);
    await keep('z');
    disk({ kind: 'truncate', file: null, bytes: 2 });
    await restarted();
    expect(await kept('y', 'z')).to.equal('y');
    await restarted();
    expect(toy.hits('d').messages).to.equal(2);
  });

  it('says that it can do all of that', () => {
    const kinds = [...toy.trial.can].filter((each) => each.startsWith('disk:'));
    expect(kinds).to.have.members(['broken', 'full', 'eio', 'slow', 'lost-sync', 'flip', 'truncate'].map((kind) => `disk:${kind}`));
  });
});

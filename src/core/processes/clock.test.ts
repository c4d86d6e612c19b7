// Goal: the clocks of real nodes can be wrong as those of simulated ones, and are right when that is healed; what they recorded still re-executes.
// Method: two toy nodes as processes; one of them is skewed and drifts, and both say what their clocks show.
import { expect } from 'chai';
import type { Json } from '../../world/index.js';
import { ToyTrial } from './toy-trial.js';

const TEST_MILLIS_MAX = 60_000;
const ms = 1_000;
const second = 1_000 * ms;
const hour = 3_600 * second;

describe('the clocks of real nodes', function () {
  this.timeout(TEST_MILLIS_MAX);
  let toy: ToyTrial;

  beforeEach(async () => {
    toy = await ToyTrial.open();
  });
  afterEach(async () => {
    const found = await toy.close();
    expect(found?.differences).to.deep.equal([]);
    expect(found?.steps).to.be.above(2);
  });

  async function clocksOf(node: string): Promise<{ readonly now: number; readonly wall: number }> {
    const [, now, wall] = (await toy.ask(node, '/draw')).body as readonly Json[];
    return { now: Number(now), wall: Number(wall) };
  }

  /** How far the clocks of the first node are ahead of those of the second. */
  async function ahead(): Promise<{ readonly now: number; readonly wall: number }> {
    const [one, other] = [await clocksOf('a1'), await clocksOf('b1')];
    return { now: one.now - other.now, wall: one.wall - other.wall };
  }

  /** How long a call of the first node takes to time out, which is to be after 300 ms. */
  async function patience(): Promise<number> {
    const begin = toy.trial.now;
    expect((await toy.ask('a1', '/relay/silent')).body).to.deep.equal([0, '']);
    return toy.trial.now - begin;
  }

  it('can be skewed, which a step meets that reads them, and jump back when that is healed', async () => {
    expect(toy.trial.can.has('clock')).to.equal(true);
    toy.do({ do: 'clock', node: 'a1', name: 's', fault: { kind: 'skew', offset: hour } });
    expect((await ahead()).wall).to.be.within(hour - second, hour + second);
    expect((await ahead()).now).to.be.within(-second, second);
    expect(toy.hits('s').messages).to.equal(1);
    toy.do({ do: 'clock', node: 'a1', name: 's', fault: null });
    toy.do({ do: 'clock', node: 'a1', name: 's', fault: null });
    expect((await ahead()).wall).to.be.within(-second, second);
    expect(toy.hits('s').messages).to.be.above(1);
  });

  it('drift with timers and time-outs, and keep what they gained where they are monotonic', async () => {
    toy.do({ do: 'clock', node: 'a1', name: 'd', fault: { kind: 'drift', perMille: -800 } });
    expect(await patience()).to.be.above(1_400 * ms);
    expect((await ahead()).now).to.be.within(-4 * second, -1 * second);
    toy.do({ do: 'clock', node: 'a1', name: 'd', fault: null });
    expect(await patience()).to.be.below(1_300 * ms);
    const [first, then] = [await ahead(), await ahead()];
    expect(Math.abs(first.now - then.now)).to.be.below(second / 2);
    expect(first.now).to.be.below(-second);
    expect(first.wall).to.be.within(-second, second);
    expect(toy.hits('d').messages).to.be.above(1);
  });

  it('have timers that are set already fire at the new rate', async () => {
    toy.do({ do: 'clock', node: 'a1', name: 'slow', fault: { kind: 'drift', perMille: -900 } });
    await clocksOf('a1');
    const stream = toy.send('a1', '/stream');
    await toy.wait(50 * ms);
    const begin = toy.trial.now;
    toy.do({ do: 'clock', node: 'a1', name: 'slow', fault: null });
    expect((await toy.answer(stream)).body).to.equal('0123');
    expect(toy.trial.now - begin, 'three times 20 ms, and no longer three times 200').to.be.below(500 * ms);
  });

  it('are wrong from the start in a node that starts while they are, and right after heal-all', async () => {
    toy.do({ do: 'node', node: 'a1', act: 'kill' });
    await toy.until('down');
    toy.do({ do: 'clock', node: 'a1', name: 's', fault: { kind: 'skew', offset: -hour } });
    toy.do({ do: 'node', node: 'a1', act: 'start' });
    await toy.until('up');
    expect((await ahead()).wall).to.be.within(-hour - second, -hour + second);
    toy.do({ do: 'heal-all' });
    expect((await ahead()).wall).to.be.within(-second, second);
    expect(toy.hits('s').messages).to.be.above(0);
  });
});

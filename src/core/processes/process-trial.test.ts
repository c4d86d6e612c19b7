// Goal: real processes take what the engine does to them as the simulator's nodes do, and nothing that was broken stays broken.
// Method: two toy nodes behind an embedded Toxiproxy; each fault is put on, seen to bite, healed, and seen to be gone.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Happening, LinkFault } from '../../contract/index.js';
import { ToyTrial } from './toy-trial.js';

const TEST_MILLIS_MAX = 60_000;
const ms = 1_000;
const triesMax = 20;

describe('a trial of processes', function () {
  this.timeout(TEST_MILLIS_MAX);
  let toy: ToyTrial;

  beforeEach(async () => {
    toy = await ToyTrial.open();
  });
  afterEach(async () => {
    await toy.close();
  });

  const link = (fault: LinkFault | null, to = 'a1', stream: 'upstream' | 'downstream' = 'upstream', from = 'client'): void =>
    toy.do({ do: 'link', from, to, name: 'f1', fault, stream });

  async function took(id: number): Promise<number> {
    const begin = toy.trial.now;
    expect((await toy.answer(id)).status).to.equal(200);
    return toy.trial.now - begin;
  }

  /** Asks until an answer comes sooner than any fault would let it: a busy machine makes some answers late, a fault all. */
  async function answersAtOnce(): Promise<void> {
    let least = Infinity;
    for (let time = 0; time < triesMax && least >= 90 * ms; time++) least = Math.min(least, await took(toy.send('a1', '/draw')));
    expect(least, 'the shortest of all').to.be.below(90 * ms);
  }

  it('answers through the proxies and past them, and replicates over a link', async () => {
    expect(await toy.ask('a1', '/keep/x', { body: '1' })).to.deep.include({ status: 200, body: 'x', failure: null });
    await toy.until('mark', ({ node, name }) => node === 'b1' && name === 'told');
    expect((await toy.ask('b1', '/keep/x')).body).to.equal('1');
    expect((await toy.ask('b1', '/keep/x', { direct: true })).body).to.equal('1');
    expect((await toy.ask('nobody', '/')).failure).to.equal('refused');
    await toy.relaysAgain();
  });

  it('kills and restarts a node, which keeps its disk', async () => {
    await toy.ask('a1', '/keep/x', { body: '1' });
    const open = toy.send('a1', '/silent');
    await toy.wait(50 * ms);
    toy.do({ do: 'node', node: 'a1', act: 'kill' });
    expect((await toy.answer(open)).failure).to.equal('reset');
    expect(await toy.until('down')).to.include({ node: 'a1', why: 'kill' });
    expect((await toy.ask('a1', '/keep/x')).failure).to.equal('refused');
    toy.do({ do: 'node', node: 'a1', act: 'start' });
    toy.do({ do: 'node', node: 'a1', act: 'start' });
    await toy.until('up');
    expect((await toy.ask('a1', '/keep/x')).body).to.equal('1');
    expect(toy.hits('node:a1').requests).to.include(open);
    expect(toy.seen.filter(({ is }) => is === 'up').length).to.equal(1);
  });

  it('starts again a node that is told to while it dies', async () => {
    toy.do({ do: 'node', node: 'a1', act: 'kill' });
    toy.do({ do: 'node', node: 'a1', act: 'start' });
    await toy.until('up');
    expect((await toy.ask('a1', '/draw')).status).to.equal(200);
  });

  it('stops a node and continues it, and does not call that lag', async () => {
    const begin = toy.trial.now;
    toy.do({ do: 'node', node: 'a1', act: 'stop' });
    const asked = toy.send('a1', '/draw');
    await toy.ask('b1', '/keep/y', { body: '1' });
    expect((await toy.ask('a1', '/draw', { timeout: 1_000 * ms })).failure).to.equal('timeout');
    const stopped = toy.trial.now - begin;
    toy.do({ do: 'node', node: 'a1', act: 'continue' });
    expect((await toy.answer(asked)).status).to.equal(200);
    await toy.until('mark', ({ node, name }) => node === 'a1' && name === 'told');
    await toy.until('hit', ({ name, messages }) => name === 'node:a1' && messages > 0);
    await toy.wait(200 * ms);
    expect(toy.hits('node:a1').requests).to.include(asked);
    expect(toy.hits('node:a1').messages).to.equal(1);
    // On a busy machine it may be late for its own part, but by far less.
    const late = toy.seen.filter((happening) => happening.is === 'lag' && happening.node === 'a1' && happening.micros > stopped / 2);
    expect(late).to.deep.equal([]);
  });

  it('springs a trap at the nth effect, and not after heal-all', async () => {
    toy.do({ do: 'trap', node: 'a1', name: 't1', effect: 'reply', nth: 2, phase: 'before' });
    expect((await toy.ask('a1', '/keep/x', { body: '1' })).status).to.equal(200);
    const lost = toy.send('a1', '/keep/y', { body: '2' });
    expect((await toy.answer(lost)).failure).to.equal('reset');
    expect(await toy.until('down')).to.include({ node: 'a1', why: 'trap', detail: 't1' });
    expect(toy.hits('t1').requests).to.deep.equal([lost]);
    toy.do({ do: 'trap', node: 'b1', name: 't2', effect: 'reply', nth: 1, phase: 'before' });
    toy.do({ do: 'heal-all' });
    await toy.until('up');
    expect((await toy.ask('a1', '/keep/y')).body).to.equal('2');
    expect((await toy.ask('b1', '/draw')).status).to.equal(200);
  });

  it('asks a node to end, which halts, keeps its disk and starts again', async () => {
    await toy.ask('a1', '/keep/x', { body: '1' });
    toy.do({ do: 'node', node: 'a1', act: 'end' });
    expect(await toy.until('down')).to.include({ node: 'a1', why: 'end', detail: 'asked to end' });
    toy.do({ do: 'node', node: 'a1', act: 'start' });
    await toy.until('up');
    expect((await toy.ask('a1', '/keep/x')).body).to.equal('1');
  });

  it('says why a node ended by itself', async () => {
    await toy.ask('a1', '/halt');
    expect(await toy.until('down', ({ node }) => node === 'a1')).to.include({ why: 'halt', detail: 'asked to' });
    await toy.ask('b1', '/throw');
    expect((await toy.until('down', ({ node }) => node === 'b1')).detail).to.match(/^code 1: [^]*RangeError: asked to/);
  });

  const biting: readonly (readonly [LinkFault, 'upstream' | 'downstream', (toy: ToyTrial) => Promise<unknown>])[] = [
    [
      { kind: 'latency', latency: 200 * ms, jitter: 0 },
      'upstream',
      async () => expect(await took(toy.send('a1', '/draw'))).to.be.at.least(180 * ms),
    ],
    [{ kind: 'cut' }, 'upstream', async () => expect((await toy.ask('a1', '/draw')).failure).to.equal('refused')],
    [{ kind: 'hold' }, 'downstream', async () => expect((await toy.ask('a1', '/draw', { timeout: 200 * ms })).failure).to.equal('timeout')],
    [{ kind: 'timeout', after: 100 * ms }, 'upstream', async () => expect((await toy.ask('a1', '/draw')).failure).to.equal('reset')],
    [{ kind: 'reset', after: 0 }, 'downstream', async () => expect((await toy.ask('a1', '/draw')).failure).to.equal('reset')],
    [
      { kind: 'bandwidth', kilobytesPerSecond: 1 },
      'downstream',
      async () => expect(await took(toy.send('a1', '/draw'))).to.be.at.least(100 * ms),
    ],
    [
      { kind: 'slicer', bytes: 10, delay: 5 * ms },
      'upstream',
      async () => expect(await took(toy.send('a1', '/draw'))).to.be.at.least(30 * ms),
    ],
    [{ kind: 'limit', bytes: 30 }, 'downstream', async () => expect((await toy.ask('a1', '/draw')).failure).to.equal('reset')],
  ];
  for (const [fault, stream, bites] of biting) {
    it(`puts ${fault.kind} on a link, tells its hits, and takes it off`, async () => {
      link(fault, 'a1', stream);
      await bites(toy);
      link(null, 'a1', stream);
      await answersAtOnce();
      await toy.wait(50 * ms);
      expect(toy.hits('f1').requests).to.deep.equal([1]);
      expect((await toy.ask('b1', '/draw')).status).to.equal(200);
    });
  }

  it('holds bytes back without losing them', async () => {
    link({ kind: 'hold' }, 'b1', 'upstream', 'a1');
    await toy.ask('a1', '/keep/x', { body: '1' });
    await toy.wait(150 * ms);
    expect((await toy.ask('b1', '/keep/x')).body).to.equal(null);
    link(null, 'b1', 'upstream', 'a1');
    await toy.until('mark', ({ name }) => name === 'told');
    await toy.until('hit', ({ name, messages }) => name === 'f1' && messages > 0);
  });

  it('cuts a link between nodes, both what it carries, and counts what is lost', async () => {
    link({ kind: 'cut' }, 'b1', 'upstream', 'a1');
    await toy.ask('a1', '/keep/x', { body: '1' });
    expect((await toy.ask('a1', '/relay/draw')).body).to.deep.equal([0, '']);
    await toy.until('hit', ({ name, messages }) => name === 'f1' && messages > 0);
    toy.do({ do: 'heal-all' });
    await toy.relaysAgain();
  });

  it('lets several faults stand on one link, each with its own end', async () => {
    toy.do({
      do: 'link',
      from: 'client',
      to: 'a1',
      name: 'f1',
      fault: { kind: 'latency', latency: 100 * ms, jitter: 0 },
      stream: 'upstream',
    });
    toy.do({
      do: 'link',
      from: 'client',
      to: 'a1',
      name: 'f2',
      fault: { kind: 'latency', latency: 100 * ms, jitter: 0 },
      stream: 'downstream',
    });
    toy.do({ do: 'link', from: 'client', to: 'a1', name: 'f3', fault: { kind: 'cut' }, stream: 'upstream' });
    toy.do({ do: 'link', from: 'client', to: 'a1', name: 'f4', fault: { kind: 'cut' }, stream: 'upstream' });
    toy.do({ do: 'link', from: 'client', to: 'a1', name: 'f3', fault: null, stream: 'upstream' });
    expect((await toy.ask('a1', '/draw')).failure).to.equal('refused');
    toy.do({ do: 'link', from: 'client', to: 'a1', name: 'f4', fault: null, stream: 'upstream' });
    expect(await took(toy.send('a1', '/draw'))).to.be.above(190 * ms);
    toy.do({ do: 'heal-all' });
    await answersAtOnce();
  });

  it('says how late the harness itself was', async () => {
    await toy.wait(100 * ms);
    for (const until = performance.now() + 300; performance.now() < until; );
    await toy.until('lag', ({ node, micros }) => node === 'client' && micros >= 200 * ms);
  });

  /** On a busy machine somebody may be late, which is told. */
  async function nextButLag(until: number): Promise<Happening> {
    for (;;) {
      const happening = await toy.trial.next(until);
      if (happening.is !== 'lag') return happening;
    }
  }

  it('ticks when nothing happens, not before its time and never without a turn for others', async () => {
    await toy.wait(50 * ms);
    const until = toy.trial.now + 30 * ms;
    expect(await nextButLag(until)).to.deep.include({ is: 'tick' });
    expect(toy.trial.now).to.be.at.least(until);
    let turns = 0;
    setImmediate(() => turns++);
    expect(await nextButLag(0)).to.deep.include({ is: 'tick' });
    expect(turns).to.equal(1);
  });

  it('refuses the faults that a stream of bytes cannot have', () => {
    expect(() => link({ kind: 'loss', percent: 5 })).to.throw(RangeError, /loss/);
    expect([toy.trial.can.has('loss'), toy.trial.can.has('trap'), toy.trial.can.has('link:hold')]).to.deep.equal([false, true, true]);
  });

  it('executes the recordings of all lives again, with equal effects', async () => {
    await toy.ask('a1', '/keep/x', { body: '1' });
    await toy.ask('a1', '/draw');
    await toy.ask('a1', '/throw');
    await toy.until('down');
    toy.do({ do: 'node', node: 'a1', act: 'start' });
    await toy.until('up');
    await toy.ask('a1', '/draw');
    const found = await toy.close();
    expect(found).to.deep.include({ nodes: 2, differences: [] });
    expect(found?.steps).to.be.at.least(7);
  });
});

describe('the end of a trial', function () {
  this.timeout(TEST_MILLIS_MAX);
  const folder = mkdtempSync(join(tmpdir(), 'topple-test-'));
  after(() => rmSync(folder, { recursive: true }));

  it('sees a node that asked the real clock, and keeps its recording', async () => {
    const toy = await ToyTrial.open({ directory: folder, config: { asksTheRealClock: true } });
    await toy.ask('a1', '/draw');
    const found = await toy.close();
    expect(found?.differences.map(({ node, step }) => [node, step])).to.deep.equal([['a1', 2]]);
    expect(readdirSync(join(folder, readdirSync(folder)[0] ?? ''))).to.deep.equal(['a1.recording.ndjson', 'b1.recording.ndjson']);
    rmSync(join(folder, readdirSync(folder)[0] ?? ''), { recursive: true });
  });

  it('leaves no file behind, a stopped node or not', async () => {
    const toy = await ToyTrial.open({ directory: folder });
    toy.do({ do: 'node', node: 'a1', act: 'stop' });
    toy.do({ do: 'link', from: 'client', to: 'b1', name: 'f1', fault: { kind: 'cut' }, stream: 'upstream' });
    await toy.close();
    expect(readdirSync(folder)).to.deep.equal([]);
  });
});

// Goal: a world of real processes does to HTTP what its Toxiproxy can, says whom it hit, and refuses what it cannot.
// Method: two toy nodes behind an embedded Toxiproxy, which say what they kept; each fault is put on, seen to bite, healed, and seen to be gone.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { LinkFault } from '../../contract/index.js';
import { Proxies } from './proxies.js';
import { httpAbilitiesOf } from './toxic-of.js';
import { ToyTrial } from './toy-trial.js';

const TEST_MILLIS_MAX = 60_000;
const ms = 1_000;
const abilities = ['link:drop-response', 'link:http-duplicate', 'link:http-late', 'link:http-status'];

describe('HTTP faults between processes', function () {
  this.timeout(TEST_MILLIS_MAX);
  let toy: ToyTrial;

  beforeEach(async () => {
    toy = await ToyTrial.open();
  });
  afterEach(async () => {
    await toy.close();
  });

  const link = (fault: LinkFault | null, to = 'a1', from = 'client'): void =>
    toy.do({ do: 'link', from, to, name: 'f1', fault, stream: 'downstream' });

  /** How often the peer was told of a key: once for each time that it was kept. */
  const kept = (key: string): number => told().filter((data) => data === `${key}=1`).length;
  const told = (): readonly unknown[] => toy.seen.flatMap((seen) => (seen.is === 'mark' && seen.name === 'told' ? [seen.data] : []));

  async function keptTimes(key: string, times: number): Promise<void> {
    await toy.until('mark', () => kept(key) >= times);
    await toy.wait(100 * ms);
    expect(kept(key), `times ${key} was kept`).to.equal(times);
  }

  async function isHealed(): Promise<void> {
    link(null);
    expect(await toy.ask('a1', '/keep/after', { body: '1' })).to.deep.include({ status: 200, body: 'after' });
    await keptTimes('after', 1);
  }

  it('can be put on, since the server says so', () => {
    expect(abilities.filter((ability) => !toy.trial.can.has(ability))).to.deep.equal([]);
    expect(toy.trial.can.has('link:late'), 'of a message').to.equal(false);
  });

  for (const how of ['reset', 'close', 'hang'] as const)
    it(`lose the answer of a request that is served, and then ${how}`, async () => {
      link({ kind: 'drop-response', how });
      const lost = toy.send('a1', '/keep/x', how === 'hang' ? { body: '1', timeout: 400 * ms } : { body: '1' });
      expect(await toy.answer(lost)).to.deep.include({ status: null, failure: how === 'hang' ? 'timeout' : 'reset' });
      await keptTimes('x', 1);
      await isHealed();
      expect(toy.hits('f1').requests).to.deep.equal([lost]);
    });

  for (const answer of ['first', 'last'] as const)
    it(`deliver a request twice, and give the ${answer} answer`, async () => {
      link({ kind: 'http-duplicate', gap: 150 * ms, answer, keys: [] });
      const begin = toy.trial.now;
      expect(await toy.ask('a1', '/keep/x', { body: '1' })).to.deep.include({ status: 200, body: 'x' });
      if (answer === 'last') expect(toy.trial.now - begin).to.be.at.least(140 * ms);
      await keptTimes('x', 2);
      await isHealed();
      await toy.until('hit', ({ name }) => name === 'f1');
    });

  it('leave a request alone that has none of the keys', async () => {
    link({ kind: 'http-duplicate', gap: 0, answer: 'first', keys: ['idempotency-key'] });
    await toy.ask('a1', '/keep/x', { body: '1' });
    await keptTimes('x', 1);
    expect(toy.hits('f1')).to.deep.equal({ requests: [], messages: 0 });
  });

  it('answer in place of the server, which never sees the request', async () => {
    link({ kind: 'http-status', status: 429, retryAfter: 3, when: 'instead' });
    const asked = toy.send('a1', '/keep/x', { body: '1' });
    const { status, headers, failure } = await toy.answer(asked);
    expect([status, headers['retry-after'], failure]).to.deep.equal([429, '3', null]);
    await isHealed();
    expect([kept('x'), toy.hits('f1').requests]).to.deep.equal([0, [asked]]);
  });

  it('answer otherwise than the server did', async () => {
    link({ kind: 'http-status', status: 504, retryAfter: 0, when: 'after' });
    const asked = toy.send('a1', '/keep/x', { body: '1' });
    expect(await toy.answer(asked)).to.deep.include({ status: 504, body: null, failure: null });
    await keptTimes('x', 1);
    await isHealed();
    expect(toy.hits('f1').requests).to.deep.equal([asked]);
  });

  it('have one request come late, and those behind it in time', async () => {
    link({ kind: 'late', delay: 1_500 * ms });
    expect((await toy.ask('a1', '/keep/x', { body: '1' })).failure).to.equal('reset');
    expect((await toy.ask('a1', '/keep/y', { body: '1' })).status).to.equal(200);
    await keptTimes('x', 1);
    await keptTimes('y', 1);
    expect(told()).to.deep.equal(['y=1', 'x=1']);
    await isHealed();
  });

  it('touch what nodes call each other for, and not their messages', async () => {
    link({ kind: 'http-status', status: 503, retryAfter: 1, when: 'instead' }, 'b1', 'a1');
    expect((await toy.ask('a1', '/relay/draw')).body).to.deep.equal([503, '']);
    await toy.ask('a1', '/keep/x', { body: '1' });
    await keptTimes('x', 1);
    toy.do({ do: 'heal-all' });
    await toy.relaysAgain();
    await toy.until('hit', ({ name, messages }) => name === 'f1' && messages > 0);
  });
});

describe('a Toxiproxy that says nothing of what it can do', () => {
  let server: Server;
  before(async () => {
    server = createServer((_asked, answer) => answer.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => server.close());

  it('is taken to have the toxics of the original alone', async () => {
    const { counts, toxics } = await new Proxies(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).capabilities();
    expect([counts, httpAbilitiesOf(toxics)]).to.deep.equal([false, []]);
    expect(httpAbilitiesOf(new Set(['latency', 'http_late']))).to.deep.equal(['link:http-late']);
  });
});

// Goal: a toxic works in its windows and on its connections and at no other time; what a window held flows when it ends.
// Method: tables for the pure parts; sockets through a proxy for the rest, with times checked from below only.
import { expect } from 'chai';
import type { ActivityReport } from './activity.js';
import { pause } from './conformance/peer.js';
import { always, isForConnection, isTime, nextEdge } from './schedule.js';
import { Trial } from './trial.js';

const TEST_MILLIS_MAX = 60_000;
const CLOCK_MILLIS = 3;
const QUIET_MILLIS = 60;

describe('a schedule', () => {
  const once = { ...always, after_ms: 100, for_ms: 50 };
  const often = { ...once, every_ms: 200 };

  it('is a row of windows', () => {
    const on = (schedule: typeof once): readonly number[] =>
      [0, 99, 100, 149, 150, 299, 300, 349, 350].filter((at) => isTime(schedule, at));
    expect(on(always)).to.have.length(9);
    expect(on({ ...always, after_ms: 150 })).to.deep.equal([150, 299, 300, 349, 350]);
    expect(on(once)).to.deep.equal([100, 149]);
    expect(on(often)).to.deep.equal([100, 149, 300, 349]);
  });

  it('changes at its edges and nowhere else', () => {
    const edges = (schedule: typeof once): readonly (number | undefined)[] =>
      [0, 100, 149, 150, 300, 350].map((at) => nextEdge(schedule, at));
    expect(edges(always)).to.deep.equal(Array.from({ length: 6 }, () => undefined));
    expect(edges(once)).to.deep.equal([100, 150, 150, undefined, undefined, undefined]);
    expect(edges(often)).to.deep.equal([100, 150, 150, 300, 350, 500]);
  });

  it('spares the first connections, and those after the last', () => {
    const meant = (skip: number, max: number): readonly number[] =>
      [-1, 0, 1, 2, 3, 4].filter((ordinal) => isForConnection({ ...always, skip_connections: skip, max_connections: max }, ordinal));
    expect(meant(0, 0)).to.deep.equal([-1, 0, 1, 2, 3, 4]);
    expect(meant(2, 0)).to.deep.equal([3, 4]);
    expect(meant(0, 2)).to.deep.equal([1, 2]);
    expect(meant(1, 2)).to.deep.equal([2, 3]);
  });
});

describe('a toxic with a schedule', function () {
  this.timeout(TEST_MILLIS_MAX);
  let trial: Trial;
  beforeEach(async () => (trial = await Trial.open()));
  afterEach(() => trial.close());
  const touched = async (): Promise<number> => {
    const { body } = await trial.ask<Record<string, ActivityReport>>('GET', '/activity');
    return body[trial.bed.proxy.name]?.touched ?? 0;
  };
  const hold = { type: 'bandwidth', stream: 'upstream', attributes: { rate: 0 } };

  it('shows its schedule, and nothing of it when it has none', async () => {
    const path = await trial.toxic({ ...hold, after_ms: 600_000, max_connections: 3 });
    expect(Object.entries((await trial.ask('GET', path)).body).slice(4)).to.deep.equal([
      ['toxicity', 1],
      ['after_ms', 600_000],
      ['max_connections', 3],
    ]);
    const { body } = await trial.ask('PATCH', path, { after_ms: 0, max_connections: 0 });
    expect(Object.keys(body)).to.deep.equal(['attributes', 'name', 'type', 'stream', 'toxicity']);
  });

  it('lets all flow that it held when its window ends, and does nothing afterwards', async () => {
    const { near, far } = await trial.bed.pair();
    const start = performance.now();
    await trial.toxic({ ...hold, for_ms: 150 });
    near.socket.write('held');
    expect((await far.until(4)) - start).to.be.at.least(150 - CLOCK_MILLIS);
    near.socket.write('free');
    await near.until(8);
  });

  it('begins on open connections after its time', async () => {
    const { near } = await trial.bed.pair();
    const start = performance.now();
    await trial.toxic({ type: 'limit_data', stream: 'upstream', attributes: { bytes: 0 }, after_ms: 120 });
    while (near.ending === undefined) {
      near.socket.write('.');
      await pause(5);
    }
    expect(performance.now() - start).to.be.at.least(120 - CLOCK_MILLIS);
  });

  it('comes again and again, and loses nothing when it holds', async () => {
    await trial.toxic({ ...hold, for_ms: 20, every_ms: 60 });
    const { near } = await trial.bed.pair();
    let sent = 0;
    while ((await touched()) < 4) {
      near.socket.write('data');
      sent += 4;
      await pause(5);
    }
    await near.until(sent);
  });

  it('ends as if it were removed: a lossy partition closes what lost data, a timeout too', async () => {
    for (const type of ['partition', 'timeout']) {
      const path = await trial.toxic({ type, attributes: { lossy: 1 } });
      const before = await touched();
      const [hit, idle] = [await trial.bed.pair(), await trial.bed.pair()];
      hit.far.socket.write('lost');
      while ((await touched()) === before) await pause(5);
      await trial.ask('PATCH', path, { after_ms: 600_000 });
      await hit.near.ended();
      idle.near.socket.write('fine');
      await idle.near.until(4);
      expect(hit.near.length).to.equal(0);
      await trial.ask('POST', '/reset');
    }
  });

  it('loses and moves no byte while windows of holding kinds come and go under load', async () => {
    const sent = Buffer.from(Array.from({ length: 2_000_000 }, (_one, index) => (index * 31 + (index >> 8)) % 256));
    for (const [index, type] of ['partition', 'bandwidth', 'slow_open', 'latency', 'slicer'].entries()) {
      const attributes = { lossy: 0, rate: 0, delay: 10, latency: 10, average_size: 1000 };
      await trial.toxic({ type, stream: 'upstream', attributes, after_ms: index * 3, for_ms: 4 + index, every_ms: 20 + index });
    }
    const { near, far } = await trial.bed.pair();
    for (let at = 0; at < sent.length; at += 20_000) {
      near.socket.write(sent.subarray(at, at + 20_000));
      await pause(1);
    }
    await near.until(sent.length);
    expect([far.received().equals(sent), near.received().equals(sent)]).to.deep.equal([true, true]);
  });

  it('spares connections that are open, skips and stops as it says', async () => {
    const open = await trial.bed.pair();
    await trial.toxic({ type: 'limit_data', attributes: { bytes: 0 }, skip_connections: 1, max_connections: 2 });
    let outcome = '';
    for (const { near } of [open, ...(await inTurn(4))]) {
      near.socket.write('x');
      while (near.length === 0 && near.ending === undefined) await pause(5);
      outcome += near.length === 1 ? 'passes ' : 'ends ';
    }
    expect(outcome).to.equal('passes passes ends ends passes ');
  });

  it('can be given one later, and lose it: what it holds follows', async () => {
    const path = await trial.toxic({ ...hold, after_ms: 600_000 });
    const { near, far } = await trial.bed.pair();
    near.socket.write('one');
    await near.until(3);
    await trial.ask('PATCH', path, { after_ms: 0 });
    near.socket.write('two');
    await pause(QUIET_MILLIS);
    expect(far.length).to.equal(3);
    await trial.ask('PATCH', path, { after_ms: 600_000 });
    await near.until(6);
  });

  const refused: readonly (readonly [fields: object, message: string])[] = [
    [{ after_ms: -1 }, 'after_ms was invalid, can be 0 or more'],
    [{ every_ms: 10 }, 'every_ms was invalid, needs a for_ms that is not longer'],
    [{ every_ms: 10, for_ms: 11 }, 'every_ms was invalid, needs a for_ms that is not longer'],
    [{ for_ms: '1' }, 'bad request body: json: cannot unmarshal string into Go struct field ToxicWrapper.for_ms of type int64'],
  ];
  for (const [fields, error] of refused) {
    it(`refuses ${JSON.stringify(fields)}`, async () => {
      const answer = await trial.ask('POST', `${trial.path}/toxics`, { ...hold, ...fields });
      expect(answer).to.deep.equal({ status: 400, body: { error, status: 400 } });
      const path = await trial.toxic(hold);
      expect((await trial.ask('PATCH', path, { ...fields, attributes: { rate: 7 } })).status).to.equal(400);
      expect(Object.keys((await trial.ask('GET', path)).body)).to.have.length(5);
    });
  }

  async function inTurn(count: number): Promise<Awaited<ReturnType<typeof trial.bed.pair>>[]> {
    const pairs: Awaited<ReturnType<typeof trial.bed.pair>>[] = [];
    while (pairs.length < count) pairs.push(await trial.bed.pair());
    return pairs;
  }
});

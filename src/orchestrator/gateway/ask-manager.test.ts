// Goal: one answer to each request, from whichever manager decides; nothing is kept of a request that is over.
// Method: managers that are silent, that point at each other, that answer late or twice; the asks that they received are compared.
import { expect } from 'chai';
import { bytesOf, type Json, type Request } from '../../world/index.js';
import { limitsDefault, timingsDefault } from '../wire/config.js';
import type { Reply } from '../wire/message.js';
import { answer, managers, ToyDesk } from './toy-desk.js';

const get = { path: '/v2/projects/p' };
const post: Request = {
  method: 'POST',
  path: '/v2/projects',
  headers: { 'content-type': 'application/json' },
  body: bytesOf('{"metadata":{"name":"p"}}'),
};
const tooLong = 100_000;

function isIdle(desk: ToyDesk): boolean {
  return desk.state.pending.size === 0 && desk.state.asks.size === 0 && desk.timers.size === 0;
}

const redirect = (id: number, leader: string | null): Reply => ({ type: 'redirect', id, leader });

describe('asking the managers', () => {
  it('goes on with whoever answered last', () => {
    const desk = new ToyDesk((ask, to) => (to === 'manager-2' ? answer(ask, 200, {}) : redirect(ask.id, 'manager-2')));
    for (let n = 0; n < 5; n++) expect(desk.call(get).status).to.equal(200);
    expect(desk.sent.length).to.be.lessThan(7);
    expect(desk.now).to.equal(0);
    expect(isIdle(desk)).to.equal(true);
  });

  it('asks again with the same number and the same key, and another manager, while nobody answers', () => {
    const desk = new ToyDesk(() => null);
    const heard = desk.call(post);
    expect([heard.status, heard.json['code'], heard.headers['retry-after']]).to.deep.equal([503, 'UNAVAILABLE', '1']);
    expect(desk.now).to.equal(timingsDefault.gatewayDeadline);
    expect(new Set(desk.sent.map(({ ask }) => JSON.stringify(ask))).size).to.equal(1);
    for (const [index, { to }] of desk.sent.entries()) expect(to).to.not.equal(desk.sent[index - 1]?.to);
    expect(desk.sent.length).to.equal(8);
    expect(isIdle(desk)).to.equal(true);
  });

  it('follows three redirects at once and then waits for the tick, which comes early every other time', () => {
    const desk = new ToyDesk((ask, to) => redirect(ask.id, to === 'manager-1' ? 'manager-2' : 'manager-1'));
    expect(desk.call(get).status).to.equal(503);
    const atOnce = desk.sent.filter(({ at }) => at === 0);
    expect(atOnce.length).to.equal(4);
    expect(desk.sent.length).to.be.within(8 * 4, 15 * 4);
    expect(isIdle(desk)).to.equal(true);
  });

  it('never stays in step with managers that point at each other while a third one leads', () => {
    for (let seed = 0; seed < 50; seed++) {
      const hint: Readonly<Record<string, string>> = { 'manager-1': 'manager-2', 'manager-2': 'manager-1' };
      const desk = new ToyDesk(
        (ask, to) => (to === 'manager-3' ? answer(ask, 200, {}) : redirect(ask.id, hint[to] ?? null)),
        `step ${seed}`,
        {
          timings: { ...timingsDefault, gatewayDeadline: 20_000_000 },
        },
      );
      expect(desk.call(get).status).to.equal(200);
    }
  });

  it('ignores redirects to itself, to strangers, to nobody, and from one that it no longer asks', () => {
    for (const leader of ['manager-1', 'stranger', null]) {
      const desk = new ToyDesk((ask, to) => (to === 'manager-1' ? redirect(ask.id, leader) : answer(ask, 200, {})), 'odd');
      desk.state.leader = 'manager-1';
      expect(desk.call(get).status).to.equal(200);
      expect(desk.now).to.equal(timingsDefault.heartbeat);
    }
    const desk = new ToyDesk(() => null);
    desk.start(get);
    const { to, ask } = desk.sent[0] ?? { to: '', ask: { id: 0 } };
    const other = managers.find((manager) => manager !== to) ?? '';
    desk.take({ on: 'message', from: other, body: redirect(ask.id, other) as unknown as Json });
    expect(desk.sent.length).to.equal(1);
  });

  it('takes a 503 of a manager for not yet', () => {
    let asked = 0;
    const desk = new ToyDesk((ask) => (++asked < 3 ? answer(ask, 503, null, 'UNAVAILABLE') : answer(ask, 201, {}, null, '"1"')));
    expect(desk.call(post).status).to.equal(201);
    expect(desk.now).to.equal(timingsDefault.heartbeat + timingsDefault.askTimeout);
    const broken = new ToyDesk((ask) => answer(ask, 500, null, 'BROKEN'));
    expect(broken.call(post).status).to.equal(503);
  });

  it('answers once, however often and however late managers do', () => {
    const desk = new ToyDesk(() => null);
    const call = desk.start(post);
    desk.tick();
    const id = desk.sent[0]?.ask.id ?? 0;
    for (const from of ['stranger', ...managers, ...managers])
      desk.take({ on: 'message', from, body: answer({ type: 'query', id, query: { ask: 'inventory' } }, 201, {}) as unknown as Json });
    desk.take({ on: 'timer', name: `ask ${call}` });
    expect(desk.heard.get(call)?.length).to.equal(1);
    expect(isIdle(desk)).to.equal(true);
  });

  it('ignores what is no reply', () => {
    const desk = new ToyDesk(() => null);
    desk.start(get);
    const id = desk.sent[0]?.ask.id ?? 0;
    for (const body of [
      null,
      7,
      'x',
      [],
      {},
      { id },
      { type: 'answer', id },
      { type: 'answer', id, answer: {} },
      { type: 'answer', id, answer: { status: 'x' } },
      { type: 'redirect', id },
      { type: 'other', id },
    ])
      desk.take({ on: 'message', from: 'manager-1', body });
    desk.take({ on: 'timer', name: 'other' });
    desk.take({ on: 'timer', name: 'ask x' });
    desk.take({ on: 'part', call: 5, part: 'broken' });
    desk.take({ on: 'disk-failed', file: 'f', code: 'EIO' });
    expect(desk.heard.size).to.equal(0);
    expect(desk.state.pending.size).to.equal(1);
  });

  it('forgets a caller that hung up', () => {
    const desk = new ToyDesk(() => null);
    const call = desk.start(post);
    desk.take({ on: 'part', call, part: 'broken' });
    expect(isIdle(desk)).to.equal(true);
    desk.take({
      on: 'message',
      from: 'manager-1',
      body: answer({ type: 'query', id: desk.sent[0]?.ask.id ?? 0, query: { ask: 'inventory' } }, 201) as unknown as Json,
    });
    expect(desk.heard.size).to.equal(0);
  });

  it('has no more calls in flight than its limit', () => {
    const desk = new ToyDesk(() => null, 'desk', { limits: { ...limitsDefault, requestsMax: 3 } });
    for (let n = 0; n < 3; n++) desk.start(get);
    expect(desk.call(get).json['code']).to.equal('OVERLOADED');
    for (let n = 0; n < tooLong && !isIdle(desk); n++) desk.tick();
    expect(desk.call(get).json['code']).to.equal('UNAVAILABLE');
  });

  it('does not take a reply to an earlier boot for one to this', () => {
    const ids = ['one', 'two'].map((seed) => {
      const desk = new ToyDesk(() => null, seed);
      desk.start(get);
      return desk.sent[0]?.ask.id;
    });
    expect(ids[0]).to.not.equal(ids[1]);
  });
});

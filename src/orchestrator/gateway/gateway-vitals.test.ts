// Goal: a gateway says whether it can work from what it saw, and asks when it saw nothing; calls that wait for news end with them, and every answer is counted once.
// Method: a gateway whose managers say what the test lets them; a table of what they say and what `/readyz` comes to.
import { expect } from 'chai';
import type { Grant } from '../../../spec/emco/index.js';
import type { Ask, Reply } from '../wire/message.js';
import { parseMetrics } from '../vitals/parse-metrics.js';
import { answer, managers, type Say, ToyDesk } from './toy-desk.js';

const second = 1_000_000;
const page = (ask: Ask, records: readonly number[]): Reply =>
  answer(ask, 200, { records: records.map((seq) => ({ seq })), next: 0, oldest: 1, last: 0 });
const [first, other] = managers;

function figures(desk: ToyDesk): ReadonlyMap<string, number> {
  const all = new Map<string, number>();
  for (const [name, { samples }] of parseMetrics(desk.call({ path: '/metrics' }).text))
    for (const { labels, value } of samples) all.set([name.replace('orchestrator_', ''), ...Object.values(labels)].join(' '), value);
  return all;
}

describe('readiness of a gateway', () => {
  const table: readonly (readonly [what: string, say: Say, status: number, asks: 'once' | 'often'])[] = [
    ['a manager that leads', (ask) => page(ask, []), 200, 'once'],
    ['a manager that refuses', (ask) => answer(ask, 410, null, 'AUDIT_GONE'), 200, 'once'],
    ['nobody', () => null, 503, 'often'],
    ['managers that do not know who leads', (ask) => ({ type: 'redirect', id: ask.id, leader: null }), 503, 'often'],
    ['managers that cannot now', (ask) => answer(ask, 503, null, 'UNAVAILABLE'), 503, 'often'],
    ['managers that name each other', (ask, to) => ({ type: 'redirect', id: ask.id, leader: to === first ? other : first }), 503, 'often'],
  ];
  for (const [what, say, status, asks] of table)
    it(`with ${what} is ${status}`, () => {
      const desk = new ToyDesk(say);
      const heard = desk.call({ path: '/readyz' });
      expect([heard.status, heard.json['status'], heard.json['code']]).to.deep.equal(
        status === 200 ? [200, 'ready', undefined] : [503, 'unready', 'NO_MANAGER'],
      );
      expect(desk.sent.length > 1 ? 'often' : 'once').to.equal(asks);
      expect(desk.call({ path: '/healthz' }).status).to.equal(200);
      expect(desk.timers.size + desk.state.pending.size + desk.state.asks.size).to.equal(0);
    });

  it('is known without a question for as long as a call is tried, and then asked for anew', () => {
    const desk = new ToyDesk((ask) => page(ask, []));
    desk.call({ path: '/v2/projects' });
    desk.now += desk.state.timings.gatewayDeadline;
    expect([desk.call({ path: '/readyz' }).status, desk.sent.length]).to.deep.equal([200, 1]);
    desk.now += 1;
    expect([desk.call({ path: '/readyz', method: 'HEAD' }).text, desk.sent.length]).to.deep.equal(['', 2]);
    expect(desk.call({ path: '/readyz', method: 'POST' }).status).to.equal(405);
  });
});

describe('a call that waits for news', () => {
  const wait = { path: '/v2/audit?after=0&wait=3s' };

  it('is answered with the first record', () => {
    let records: readonly number[] = [];
    const desk = new ToyDesk((ask) => page(ask, records));
    const call = desk.start(wait);
    for (let n = 0; n < 10; n++) desk.tick();
    expect(desk.heard.has(call)).to.equal(false);
    expect(desk.now).to.equal(second);
    records = [1];
    desk.tick();
    expect(desk.heard.get(call)?.[0]?.json['records']).to.deep.equal([{ seq: 1 }]);
    expect(desk.timers.size + desk.state.pending.size + desk.state.asks.size).to.equal(0);
  });

  it('is answered with nothing when the time is up, and at once when none was given', () => {
    const desk = new ToyDesk((ask) => page(ask, []));
    expect(desk.call(wait).json['records']).to.deep.equal([]);
    expect(desk.now).to.equal(3 * second);
    expect(desk.call({ path: '/v2/audit' }).status).to.equal(200);
    expect(desk.now).to.equal(3 * second);
  });

  it('is told at once what no waiting changes', () => {
    const desk = new ToyDesk((ask) => answer(ask, 410, { oldest: 5 }, 'AUDIT_GONE'));
    expect([desk.call(wait).json['code'], desk.now]).to.deep.equal(['AUDIT_GONE', 0]);
  });

  it('finds another manager when the one that it waits at dies, and ends in 503 when all do', () => {
    let dead: readonly string[] = [];
    const desk = new ToyDesk((ask, to) => (dead.includes(to) ? null : page(ask, dead.length > 0 ? [1] : [])));
    const call = desk.start(wait);
    desk.tick();
    dead = [desk.state.leader];
    for (let n = 0; n < 4 && !desk.heard.has(call); n++) desk.tick();
    expect(desk.heard.get(call)?.[0]?.status).to.equal(200);
    dead = [];
    const last = desk.start(wait);
    dead = [...managers];
    for (let n = 0; n < 40 && !desk.heard.has(last); n++) desk.tick();
    expect(desk.heard.get(last)?.[0]?.json['code']).to.equal('UNAVAILABLE');
  });

  it('leaves room for others: where many wait, nobody waits longer', () => {
    const desk = new ToyDesk((ask) => (ask.type === 'query' ? page(ask, []) : answer(ask, 201, {})));
    const waiting = Array.from({ length: desk.state.limits.requestsMax * 2 }, () => desk.start(wait));
    expect(desk.state.pending.size).to.equal(desk.state.limits.requestsMax / 2);
    for (const call of waiting.slice(desk.state.pending.size)) expect(desk.heard.get(call)?.[0]?.json['records']).to.deep.equal([]);
    expect(desk.call({ method: 'POST', path: '/v2/projects', body: Buffer.from('{"metadata":{"name":"a"}}') }).status).to.equal(201);
  });

  it('leaves nothing when its caller hangs up', () => {
    const desk = new ToyDesk((ask) => page(ask, []));
    const call = desk.start(wait);
    desk.take({ on: 'part', call, part: 'broken' });
    expect(desk.timers.size + desk.state.pending.size + desk.state.asks.size).to.equal(0);
    expect(figures(desk).get('requests_abandoned_total')).to.equal(1);
  });
});

describe('who called', () => {
  const actorOf = (headers: Readonly<Record<string, string>>, grants: readonly Grant[] | null): string | undefined => {
    const desk = new ToyDesk((ask) => answer(ask, 201, {}), 'desk', grants === null ? {} : { grants });
    desk.call({ method: 'POST', path: '/v2/projects', headers, body: Buffer.from('{"metadata":{"name":"a"}}') });
    const [asked] = desk.sent;
    return asked?.ask.type === 'command' ? asked.ask.actor : undefined;
  };

  it('is who the caller says, or who the gateway knows that it is', () => {
    expect(actorOf({ 'x-actor': 'eve' }, null)).to.equal('eve');
    expect(actorOf({}, null)).to.equal(undefined);
    const ada: Grant = { token: 't', subject: 'ada', role: 'admin', projects: [] };
    expect(actorOf({ 'x-actor': 'eve', authorization: 'Bearer t' }, [ada])).to.equal('ada');
  });
});

describe('figures of a gateway', () => {
  it('count every answer once, by operation and status', () => {
    const desk = new ToyDesk((ask) => (ask.type === 'command' ? answer(ask, 201, {}) : null));
    for (const name of ['a', 'b'])
      desk.call({ method: 'POST', path: '/v2/projects', headers: {}, body: Buffer.from(`{"metadata":{"name":"${name}"}}`) });
    desk.call({ method: 'POST', path: '/v2/projects', body: Buffer.from('{') });
    desk.call({ path: '/v2/projects/a' });
    desk.call({ path: '/v2/projects/a', method: 'PATCH' });
    desk.call({ path: '/' });
    const waiting = desk.start({ path: '/v2/projects' });
    const told = figures(desk);
    expect([...told].filter(([name]) => name.startsWith('requests_total')).sort(([a], [b]) => (a < b ? -1 : 1))).to.deep.equal([
      ['requests_total none 404', 1],
      ['requests_total none 405', 1],
      ['requests_total project.create 201', 2],
      ['requests_total project.create 400', 1],
      ['requests_total project.get 503', 1],
    ]);
    expect(told.get('requests_in_flight')).to.equal(1);
    expect(told.get('asks_total')).to.equal(desk.sent.length);
    expect(told.get('ask_timeouts_total')).to.be.above(3);
    expect(desk.heard.has(waiting)).to.equal(false);
    expect(figures(desk).get('requests_total service 200'), 'the first reading is one itself').to.equal(1);
  });
});

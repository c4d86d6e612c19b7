// Goal: whatever HTTP toxics come, change and go under traffic, an answer is the answer to its own request, and afterwards nothing remains.
// Method: clients on kept-open connections send unique bodies to a server that echoes, while drawn toxics are added and removed.
import { expect } from 'chai';
import { Agent } from 'node:http';
import type { Got } from './http-trial.js';
import { HttpTrial } from './http-trial.js';
import { seeded } from './seeded.js';

const CLIENTS = 4;
const CHANGES = 120;
const OWN = 'an answer of the proxy';
const TYPES = [
  { type: 'http_status', attributes: { body: OWN } },
  { type: 'http_status', attributes: { body: OWN, when: 1 } },
  { type: 'http_duplicate', attributes: { gap: 3 } },
  { type: 'http_duplicate', attributes: { gap: 3, deliver: 1 } },
  { type: 'http_late', attributes: { delay: 3 } },
  { type: 'http_truncate', attributes: { bytes: 5 } },
  { type: 'drop_response' },
  { type: 'latency', attributes: { latency: 3, jitter: 2 } },
  { type: 'slicer', attributes: { average_size: 20, size_variation: 10 } },
  { type: 'slicer', stream: 'upstream', attributes: { average_size: 7, size_variation: 5 } },
  { type: 'partition' },
  { type: 'timeout', attributes: { timeout: 20 } },
  { type: 'bandwidth', stream: 'upstream', attributes: { rate: 50 } },
];
const MATCHES = [{}, { method: 'POST' }, { path: '/echo' }, { path: '/chunked', nth: 2 }, { header: { 'x-a': 'b*' }, times: 2 }];

describe('HTTP toxics that come and go', function () {
  this.timeout(60_000);

  let http: HttpTrial;
  beforeEach(async () => {
    http = await HttpTrial.open();
  });
  afterEach(() => http.close());

  it('never give an answer to another request, and leave nothing behind', async () => {
    const draw = seeded('soak');
    const one = <Value>(values: readonly Value[]): Value => values[Math.floor(draw() * values.length)] as Value;
    const wrong: string[] = [];
    let [isOver, answers] = [false, 0];
    const check = (sent: string, got: Got): void => {
      const body = got.body.toString();
      if (got.error === undefined && got.status === 200) answers += 1;
      if (got.error === undefined && body !== sent && body !== OWN) wrong.push(`${sent} got ${body}`);
    };
    const client = async (name: number): Promise<void> => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let count = 0; !isOver; count += 1) {
        const body = `client ${name} says ${count} ${'x'.repeat(count % 50)}`;
        const headers = { 'x-a': `b${count}`, ...(count % 7 === 0 ? { expect: '100-continue' } : {}) };
        check(
          body,
          await http.call(count % 2 === 0 ? 'POST' : 'PUT', one(['/echo', '/chunked']), {
            body,
            headers,
            isChunked: count % 3 === 0,
            agent,
          }),
        );
      }
      agent.destroy();
    };
    const clients = Array.from({ length: CLIENTS }, (_one, index) => client(index));
    const paths: string[] = [];
    for (let change = 0; change < CHANGES; change += 1) {
      paths.push(await http.toxic({ ...one(TYPES), name: `t${change}`, match: one(MATCHES) }));
      await new Promise((resolve) => setTimeout(resolve, draw() * 10));
      await http.trial.ask('PATCH', one(paths), { toxicity: one([1, 1, 0.5]) });
      if (paths.length > 3) await http.remove(paths.splice(Math.floor(draw() * paths.length), 1)[0] ?? '');
    }
    isOver = true;
    for (const path of paths) await http.remove(path);
    await Promise.all(clients);
    expect(wrong).to.deep.equal([]);
    expect(answers).to.be.above(0);
    const { body } = await http.call('POST', '/echo', { body: 'healed' });
    expect(body.toString()).to.equal('healed');
  });
});

// Goal: the log ties what a toxic did to the requests that it was done to, where connections are read as HTTP.
// Method: requests with and without keys through toxics that strike one of them, all of them, or none.
import { expect } from 'chai';
import { HttpTrial } from './http-trial.js';
import type { HitRequest } from './hit-request.js';
import type { JournalRecord } from './journal.js';
import { limits } from './limits.js';

const TEST_MILLIS_MAX = 60_000;

describe('the requests of the log', function () {
  this.timeout(TEST_MILLIS_MAX);
  let http: HttpTrial;
  beforeEach(async () => (http = await HttpTrial.open()));
  afterEach(() => http.close());
  const records = async (): Promise<readonly JournalRecord[]> =>
    (await http.trial.ask<{ records: JournalRecord[] }>('GET', '/log')).body.records;
  const hits = async (): Promise<readonly (readonly [string, readonly HitRequest[] | undefined])[]> =>
    (await records()).map(({ did, requests }) => [did, requests]);

  it('are the one that was answered in place of the server, with its key', async () => {
    await http.toxic({ type: 'http_status', match: { method: 'POST' } });
    await http.call('GET', '/spared');
    await http.call('POST', '/orders?x=1', { body: 'one', headers: { 'idempotency-key': 'k-1' } });
    expect(await hits()).to.deep.equal([['answered', [{ nth: 2, method: 'POST', path: '/orders?x=1', key: 'k-1' }]]]);
  });

  it('are those that a toxic of any kind delayed, if it has a match, though it be an empty one', async () => {
    await http.toxic({ type: 'latency', attributes: { latency: 5 }, match: {} });
    await http.call('GET', '/a');
    await http.call('GET', '/b');
    const [first, second] = [...new Set((await hits()).map(([, requests]) => JSON.stringify(requests)))];
    expect([first, second]).to.deep.equal(['[{"nth":1,"method":"GET","path":"/a"}]', '[{"nth":2,"method":"GET","path":"/b"}]']);
    expect(new Set((await records()).map(({ connection }) => connection)).size).to.equal(1);
  });

  it('are all that were under way when the connection ended', async () => {
    await http.toxic({ type: 'reset_peer', stream: 'downstream', match: { path: '/first' } });
    const near = await http.raw();
    near.socket.write('GET /first HTTP/1.1\r\nHost: a\r\n\r\nGET /second HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(await near.ended()).to.equal('reset');
    const last = (await hits()).at(-1);
    expect([last?.[0], last?.[1]?.map(({ path }) => path)]).to.deep.equal(['reset', ['/first', '/second']]);
  });

  it('are those that wait for their answer when a silence ends the connection', async () => {
    await http.toxic({ type: 'limit_time', stream: 'upstream', attributes: { time: 30 }, match: { path: '/slow' } });
    const near = await http.raw();
    near.socket.write('POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n');
    await near.ended();
    expect(await hits()).to.deep.equal([['closed', [{ nth: 1, method: 'POST', path: '/slow' }]]]);
  });

  it('are cut where they are long', async () => {
    await http.toxic({ type: 'http_status' });
    await http.call('GET', `/${'p'.repeat(5000)}`);
    const [[, requests] = []] = await hits();
    expect(requests?.[0]?.path).to.have.length(limits.journalTextMax);
  });

  it('are not known where nothing needs HTTP', async () => {
    await http.toxic({ type: 'latency', attributes: { latency: 5 } });
    await http.call('GET', '/a');
    const all = await records();
    expect(all).to.have.length.above(0);
    for (const record of all) expect(record).to.not.have.property('requests');
  });
});

// Goal: a request reaches the server twice, whole, and the client gets one answer, the first or the last.
// Method: a real server that counts, real clients around a proxy.
import { expect } from 'chai';
import { eventually, pause } from '../conformance/peer.js';
import { hashOf, HttpTrial } from '../http-trial.js';

const CLOCK_MILLIS = 3;
const BIG = Buffer.alloc(5_000_000, 'once more ');

describe('http_duplicate', function () {
  this.timeout(60_000);
  let http: HttpTrial;
  beforeEach(async () => (http = await HttpTrial.open()));
  afterEach(() => http.close());
  const seen = (count: number): Promise<void> => eventually(`${count} requests`, () => http.seen.length >= count);

  it('delivers twice and answers with the first, then heals', async () => {
    const path = await http.toxic({ type: 'http_duplicate', match: { method: 'POST' } });
    expect((await http.call('POST', '/x', { body: 'twice' })).body.toString()).to.be.oneOf(['{"count":1}', '{"count":2}']);
    await seen(2);
    expect((await http.call('GET', '/')).body.toString()).to.equal('{"count":3}');
    await http.remove(path);
    expect((await http.call('POST', '/x')).body.toString()).to.equal('{"count":4}');
    expect(http.seen.map(({ body }) => body)).to.deep.equal(['twice', 'twice', '', '']);
    expect(http.seen.filter(({ connection }) => connection === 1)).to.have.length(3);
    expect(await http.did()).to.deep.equal(['duplicated']);
  });

  it('leaves requests alone that have none of its keys', async () => {
    await http.toxic({ type: 'http_duplicate', attributes: { keys: 'x-fence, Idempotency-Key', deliver: 1 } });
    await http.call('POST', '/x', { body: 'once' });
    await http.call('POST', '/x', { body: 'twice', headers: { 'idempotency-key': 'k1' } });
    await http.call('DELETE', '/x', { body: 'again', headers: { 'X-Fence': '1.2' } });
    expect(http.seen.map(({ body }) => body)).to.deep.equal(['once', 'twice', 'twice', 'again', 'again']);
  });

  it('waits for its gap, and answers with the last', async () => {
    await http.toxic({ type: 'http_duplicate', attributes: { gap: 150, deliver: 1 }, match: { path: '/x' } });
    const start = performance.now();
    expect((await http.call('POST', '/x')).body.toString()).to.equal('{"count":2}');
    expect(performance.now() - start).to.be.at.least(150 - CLOCK_MILLIS);
    expect((await http.call('POST', '/y')).body.toString()).to.equal('{"count":3}');
    expect(http.seen.map(({ connection }) => connection)).to.deep.equal([1, 2, 1]);
  });

  it('copies 5 MB, in chunks or not, after a 100 or not', async () => {
    await http.toxic({ type: 'http_duplicate', attributes: { deliver: 1, gap: 10 } });
    for (const call of [{ isChunked: true }, { isChunked: false }, { headers: { expect: '100-continue' } }]) {
      for (const path of ['/echo', '/chunked']) {
        const got = await http.call('PUT', path, { body: BIG, ...call });
        expect([got.status, got.body.equals(BIG)]).to.deep.equal([200, true]);
      }
    }
    expect(http.seen.map(({ body }) => body)).to.deep.equal(Array.from({ length: 12 }, () => hashOf(BIG)));
    expect(http.seen.filter(({ connection }) => connection === 1)).to.have.length(6);
  });

  it('answers HEAD, 204 and pipelined requests in their order', async () => {
    await http.toxic({ type: 'http_duplicate', attributes: { deliver: 1, gap: 20 }, match: { header: { 'x-twice': 'yes' } } });
    const headers = { 'x-twice': 'yes' };
    expect((await http.call('HEAD', '/', { headers })).status).to.equal(200);
    expect((await http.call('GET', '/status/204', { headers })).status).to.equal(204);
    const peer = await http.raw();
    peer.socket.write(
      'GET /status/201 HTTP/1.1\r\nHost: x\r\nX-Twice: yes\r\n\r\nGET /status/202 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    await peer.ended();
    expect(
      peer
        .received()
        .toString()
        .match(/HTTP\/1.1 \d+/g),
    ).to.deep.equal(['HTTP/1.1 201', 'HTTP/1.1 202']);
    expect(http.seen).to.have.length(7);
  });

  it('answers with the last although the server ends the connection after the first', async () => {
    await http.toxic({ type: 'http_duplicate', attributes: { deliver: 1, gap: 100 } });
    const peer = await http.raw();
    peer.socket.write('GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect([await peer.ended(), peer.received().toString().slice(-11)]).to.deep.equal(['end', '{"count":2}']);
  });

  it('delivers although the client has gone, and at once when it is removed', async () => {
    const path = await http.toxic({ type: 'http_duplicate', attributes: { gap: 600_000 } });
    expect((await http.call('POST', '/x')).status).to.equal(200);
    http.agent.destroy();
    await pause(20);
    expect(http.seen).to.have.length(1);
    await http.remove(path);
    await seen(2);
  });

  it('forgets what waits when the proxy is disabled, and closes who awaits it when it is removed', async () => {
    const path = await http.toxic({ type: 'http_duplicate', attributes: { gap: 600_000, deliver: 1 } });
    const call = http.call('POST', '/x');
    await seen(1);
    await pause(20);
    await http.remove(path);
    expect((await call).error).to.equal('ECONNRESET');
    await seen(2);
    await http.toxic({ type: 'http_duplicate', attributes: { gap: 600_000 } });
    await http.call('POST', '/x');
    await http.trial.ask('PATCH', '/proxies/http', { enabled: false });
    await http.remove(path);
    await pause(50);
    expect(http.seen).to.have.length(3);
  });
});

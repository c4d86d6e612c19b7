// Goal: an answer of the proxy's own comes where the server's would, is one that clients understand, and keeps the connection in step.
// Method: a real server and real clients, and raw sockets where a client would be too careful.
import { expect } from 'chai';
import { hashOf, HttpTrial } from '../http-trial.js';

const BIG = Buffer.alloc(5_000_000, 'not wanted ');

describe('http_status', function () {
  this.timeout(60_000);
  let http: HttpTrial;
  beforeEach(async () => (http = await HttpTrial.open()));
  afterEach(() => http.close());

  it('answers instead of the server, which hears nothing, and no more when it is gone', async () => {
    const path = await http.toxic({ type: 'http_status', attributes: { status: 429, retry_after: 7, body: '{"error":"slow"}' } });
    const got = await http.call('POST', '/x', { body: 'kept from the server' });
    expect([got.status, got.headers['retry-after'], got.headers['content-type'], got.body.toString()]).to.deep.equal([
      429,
      '7',
      'application/json',
      '{"error":"slow"}',
    ]);
    expect([http.seen, await http.did()]).to.deep.equal([[], ['answered']]);
    await http.remove(path);
    expect((await http.call('POST', '/x')).body.toString()).to.equal('{"count":1}');
    expect(http.seen[0]?.connection).to.equal(1);
  });

  it('answers after the server, whose response is lost', async () => {
    await http.toxic({ type: 'http_status', attributes: { when: 1, status: 500, body: 'no' }, match: { method: 'POST' } });
    for (const path of ['/echo', '/chunked']) {
      const got = await http.call('POST', path, { body: BIG, isChunked: true });
      expect([got.status, got.body.toString()]).to.deep.equal([500, 'no']);
    }
    expect((await http.call('GET', '/')).body.toString()).to.equal('{"count":3}');
    expect(http.seen.map(({ body, connection }) => [body, connection])).to.deep.equal([
      [hashOf(BIG), 1],
      [hashOf(BIG), 1],
      ['', 1],
    ]);
    expect(await http.did()).to.deep.equal(['answered', 'answered']);
  });

  it('reads the whole of a long request before it answers, in chunks or not', async () => {
    await http.toxic({ type: 'http_status', match: { path: '/no' } });
    for (const isChunked of [true, false]) {
      const got = await http.call('PUT', '/no', { body: BIG, isChunked });
      expect([got.status, got.body.length, got.headers['retry-after']]).to.deep.equal([503, 0, undefined]);
      expect((await http.call('PUT', '/echo', { body: BIG, isChunked })).body.equals(BIG)).to.equal(true);
    }
    expect(new Set(http.seen.map(({ connection }) => connection)).size).to.equal(1);
  });

  it('answers HEAD without a body, and 204 without a length', async () => {
    await http.toxic({ type: 'http_status', attributes: { status: 404, body: 'none' }, match: { method: 'HEAD' } });
    await http.toxic({ type: 'http_status', name: 'b', attributes: { status: 204, body: 'none', when: 1 }, match: { method: 'DELETE' } });
    const [head, gone] = [await http.call('HEAD', '/'), await http.call('DELETE', '/')];
    expect([head.status, head.headers['content-length'], head.body.length]).to.deep.equal([404, '4', 0]);
    expect([gone.status, gone.headers['content-length'], gone.body.length]).to.deep.equal([204, undefined, 0]);
    expect((await http.call('GET', '/')).body.toString()).to.equal('{"count":2}');
  });

  it('answers who waits for a 100 at once, and ends that connection', async () => {
    await http.toxic({ type: 'http_status', attributes: { body: 'busy' }, match: { times: 1 } });
    const peer = await http.raw();
    peer.socket.write('POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n');
    expect(await peer.ended()).to.equal('end');
    expect(peer.received().toString()).to.match(/^HTTP\/1.1 503 .*\r\nConnection: close\r\n\r\nbusy$/s);
    const next = await http.call('POST', '/echo', { body: 'hello', headers: { expect: '100-continue' } });
    expect([next.body.toString(), http.seen.length]).to.deep.equal(['hello', 1]);
  });

  it('ends the connection after the answer when the client has asked for that', async () => {
    await http.toxic({ type: 'http_status', attributes: { body: 'busy' } });
    for (const head of ['GET / HTTP/1.0\r\n\r\n', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Keep-Alive, close\r\n\r\n']) {
      const peer = await http.raw();
      peer.socket.write(head);
      expect([await peer.ended(), peer.received().toString().slice(-4)]).to.deep.equal(['end', 'busy']);
    }
  });

  it('keeps the order of pipelined answers, its own and those of the server, however late they are', async () => {
    await http.toxic({ type: 'http_status', attributes: { body: 'own' }, match: { path: '/own' } });
    await http.toxic({ type: 'latency', attributes: { latency: 100 }, match: { path: '/late' } });
    const peer = await http.raw();
    const ask = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
    peer.socket.write(['/own', '/late', '/own', '/own', '/other', '/own'].map(ask).join(''));
    const bodies = (): readonly string[] =>
      peer
        .received()
        .toString()
        .match(/own$|own(?=HTTP)|\{"count":.\}/g) ?? [];
    while (bodies().length < 6) await peer.until(peer.length + 1);
    expect(bodies().map((body) => (body === 'own' ? 'own' : 'server'))).to.deep.equal(['own', 'server', 'own', 'own', 'server', 'own']);
    peer.socket.destroy();
  });

  it('leaves an upgrade that the server makes, and what is no HTTP', async () => {
    await http.toxic({ type: 'http_status', attributes: { when: 1 } });
    const peer = await http.raw();
    peer.socket.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    await peer.until('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n'.length);
    const before = peer.length;
    peer.socket.write('\u0001GET / HTTP/1.1\r\n\r\n');
    await peer.until(before + 19);
    peer.socket.destroy();
  });

  it('closes a connection when it is removed amid a request', async () => {
    const path = await http.toxic({ type: 'http_status' });
    const peer = await http.raw();
    peer.socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await http.remove(path);
    await peer.ended();
    expect([peer.length, http.seen]).to.deep.equal([0, []]);
  });

  it('closes a connection whose request turns out not to be HTTP when it has taken its begin', async () => {
    await http.trial.toxic({ type: 'http_status' });
    const { near, far } = await http.trial.bed.pair();
    near.socket.write('POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nno chunk\r\n');
    await far.ended();
    await near.ended();
    expect([near.length, far.length]).to.deep.equal([0, 0]);
  });

  it('refuses a status that is none, and shows what was not said', async () => {
    for (const attributes of [{ status: 199 }, { status: 600 }, { when: 2 }, { retry_after: -1 }, { body: 5 }]) {
      const { status } = await http.trial.ask('POST', '/proxies/http/toxics', { type: 'http_status', attributes });
      expect(status, JSON.stringify(attributes)).to.equal(400);
    }
    const path = await http.toxic({ type: 'http_status', attributes: { body: 'x' } });
    await http.trial.ask('PATCH', path, { attributes: { body: 'changed' } });
    const { body } = await http.trial.ask('GET', path);
    expect(body['attributes']).to.deep.equal({ status: 503, retry_after: 0, when: 0, body: 'changed' });
    expect((await http.call('GET', '/')).body.toString()).to.equal('changed');
  });
});

// Goal: a client that reads is told what was true before, and what is true again once the toxic is gone.
// Method: a real server that counts, real clients and raw sockets around a proxy.
import { expect } from 'chai';
import { HttpTrial } from '../http-trial.js';

describe('http_stale', function () {
  this.timeout(60_000);
  let http: HttpTrial;
  beforeEach(async () => (http = await HttpTrial.open()));
  afterEach(() => http.close());
  const read = async (path: string): Promise<string> => (await http.call('GET', path)).body.toString();

  it('answers with the last earlier response to the same path, on any connection, then heals', async () => {
    expect(await read('/a')).to.equal('{"count":1}');
    const toxic = await http.toxic({ type: 'http_stale' });
    expect([await read('/a'), await read('/b'), await read('/a?x')]).to.deep.equal(['{"count":2}', '{"count":3}', '{"count":4}']);
    expect((await http.call('POST', '/a')).body.toString()).to.equal('{"count":5}');
    expect([await read('/a'), await read('/b'), await read('/a')]).to.deep.equal(['{"count":2}', '{"count":3}', '{"count":2}']);
    expect((await http.call('GET', '/b', { headers: { connection: 'close' } })).headers.connection).to.equal('close');
    expect(await read('/a')).to.equal('{"count":2}');
    expect(await http.did()).to.deep.equal(['stale', 'stale', 'stale', 'stale', 'closed', 'stale']);
    await http.remove(toxic);
    expect([await read('/a'), http.seen.length]).to.deep.equal(['{"count":6}', 6]);
  });

  it('remembers what its match leaves out', async () => {
    await http.toxic({ type: 'http_stale', match: { header: { 'x-stale': 'yes' } } });
    const stale = async (): Promise<string> => (await http.call('GET', '/', { headers: { 'x-stale': 'yes' } })).body.toString();
    expect([await stale(), await stale()]).to.deep.equal(['{"count":1}', '{"count":1}']);
    expect([await read('/'), await read('/'), await stale()]).to.deep.equal(['{"count":2}', '{"count":3}', '{"count":3}']);
    expect(http.seen.every(({ connection }) => connection === 1)).to.equal(true);
  });

  it('remembers neither HEAD nor what is not 200, and nothing that has a body to send', async () => {
    await http.toxic({ type: 'http_stale' });
    for (let round = 0; round < 2; round += 1) {
      expect((await http.call('HEAD', '/')).status).to.equal(200);
      for (const status of [204, 304, 404]) expect((await http.call('GET', `/status/${status}`)).status).to.equal(status);
      const got = await http.call('GET', '/echo', { body: 'sent', headers: { expect: '100-continue' } });
      expect(got.body.toString()).to.equal('sent');
    }
    expect(http.seen).to.have.length(10);
  });

  it('replays 5 MB in chunks, and puts it where it belongs in a pipeline', async () => {
    await http.toxic({ type: 'http_stale' });
    const big = Buffer.alloc(5_000_000, 'old ');
    expect((await http.call('GET', '/chunked', { body: big })).body.equals(big)).to.equal(true);
    expect((await http.call('GET', '/chunked')).body.equals(big)).to.equal(true);
    const peer = await http.raw();
    const ask = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
    peer.socket.write(ask('/new') + ask('/chunked') + ask('/newer'));
    await peer.until(big.length);
    while (
      !peer
        .received()
        .toString('latin1', peer.length - 20)
        .endsWith('{"count":3}')
    )
      await peer.until(peer.length + 1);
    expect(
      peer
        .received()
        .toString('latin1')
        .match(/HTTP\/1.1 200|\{"count":.\}/g),
    ).to.deep.equal(['HTTP/1.1 200', '{"count":2}', 'HTTP/1.1 200', 'HTTP/1.1 200', '{"count":3}']);
    peer.socket.destroy();
  });

  it('leaves an upgraded connection alone', async () => {
    await http.toxic({ type: 'http_stale' });
    await read('/a');
    const peer = await http.raw();
    peer.socket.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    await peer.until('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n'.length);
    const text = 'GET /a HTTP/1.1\r\nHost: x\r\n\r\n';
    peer.socket.write(text);
    await peer.until(peer.length + text.length);
    expect(peer.received().toString().endsWith(text)).to.equal(true);
    peer.socket.destroy();
  });
});

// Goal: answers that are cut short or are no JSON come to a client just so, and those that are not meant, or have no body, unharmed.
// Method: a real server, real clients and raw sockets around a proxy.
import { expect } from 'chai';
import { HttpTrial } from '../http-trial.js';

const BIG = Buffer.from(JSON.stringify('spam '.repeat(1_000_000)));

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}

describe('toxics for the bodies of answers', function () {
  this.timeout(60_000);
  let http: HttpTrial;
  beforeEach(async () => (http = await HttpTrial.open()));
  afterEach(() => http.close());
  const bodyless = async (): Promise<readonly (number | undefined)[]> => [
    (await http.call('HEAD', '/')).status,
    (await http.call('GET', '/status/204')).status,
    (await http.call('GET', '/status/304')).status,
  ];
  /** Asks for an upgrade, then sends what looks like answers, which come back. */
  const throughUpgrade = async (): Promise<boolean> => {
    const peer = await http.raw();
    peer.socket.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    await peer.until('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n'.length);
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{} ';
    peer.socket.write(text);
    await peer.until(peer.length + text.length);
    peer.socket.destroy();
    return peer.received().toString().endsWith(text);
  };

  describe('http_truncate', () => {
    for (const [path, mode] of [
      ['/echo', 0],
      ['/echo', 1],
      ['/chunked', 1],
    ] as const) {
      it(`cuts a body after so many bytes and ends the connection, then heals: ${path}, mode ${mode}`, async () => {
        const toxic = await http.toxic({ type: 'http_truncate', attributes: { bytes: 1_000_000, mode }, match: { method: 'PUT' } });
        const got = await http.call('PUT', path, { body: BIG });
        expect(got.error).to.equal('ECONNRESET');
        expect(got.body.length).to.be.within(mode === 0 ? 0 : 999_000, 1_000_000);
        expect(got.body.equals(BIG.subarray(0, got.body.length))).to.equal(true);
        expect((await http.did()).slice(-2)).to.deep.equal(['truncated', mode === 0 ? 'reset' : 'closed']);
        expect((await http.call('POST', path, { body: BIG })).body.equals(BIG)).to.equal(true);
        await http.remove(toxic);
        expect((await http.call('PUT', path, { body: BIG })).body.equals(BIG)).to.equal(true);
      });
    }

    it('leaves what is not longer, and what has no body', async () => {
      await http.toxic({ type: 'http_truncate', attributes: { bytes: 5 } });
      expect((await http.call('PUT', '/echo', { body: '12345', headers: { expect: '100-continue' } })).body.toString()).to.equal('12345');
      expect(await bodyless()).to.deep.equal([200, 204, 304]);
      expect(http.seen.every(({ connection }) => connection === 1)).to.equal(true);
      expect(await throughUpgrade()).to.equal(true);
      expect((await http.call('PUT', '/echo', { body: '123456' })).error).to.equal('ECONNRESET');
    });

    it('cuts the second of two pipelined answers, and all of it with 0', async () => {
      await http.toxic({ type: 'http_truncate', attributes: { mode: 1 }, match: { path: '/cut' } });
      const peer = await http.raw();
      peer.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /cut HTTP/1.1\r\nHost: x\r\n\r\n');
      expect(await peer.ended()).to.equal('end');
      expect(peer.received().toString()).to.match(/\{"count":1\}HTTP\/1.1 200 .*\r\n\r\n$/s);
    });
  });

  describe('http_malform', () => {
    for (const mode of [0, 1, 2]) {
      it(`makes a body of the same length that is no JSON, then heals: mode ${mode}`, async () => {
        const toxic = await http.toxic({ type: 'http_malform', attributes: { mode } });
        for (const path of ['/echo', '/chunked']) {
          for (const body of [Buffer.from('7'), Buffer.from('{"a":[1,2]}'), BIG]) {
            const got = await http.call('PUT', path, { body, isChunked: true });
            expect([got.status, got.body.length, isJson(got.body)]).to.deep.equal([200, body.length, false]);
          }
        }
        expect(await bodyless()).to.deep.equal([200, 204, 304]);
        expect(new Set(await http.did())).to.deep.equal(new Set(['malformed']));
        expect(await throughUpgrade()).to.equal(true);
        await http.remove(toxic);
        expect(isJson((await http.call('GET', '/')).body)).to.equal(true);
        expect(http.seen.every(({ connection }) => connection === 1)).to.equal(true);
      });
    }

    it('draws from the seed alone', async () => {
      await http.toxic({ type: 'http_malform', attributes: { mode: 2 } });
      const ask = async (): Promise<string> => (await http.call('GET', '/', { headers: { connection: 'close' } })).body.toString();
      const [first, second] = [await ask(), await ask()];
      expect(first)
        .to.match(/^[}\]:,]{11}$/)
        .and.not.equal(second);
      const other = await HttpTrial.open();
      await other.toxic({ type: 'http_malform', attributes: { mode: 2 } });
      expect((await other.call('GET', '/')).body.toString()).to.equal(first);
      await other.close();
    });
  });
});

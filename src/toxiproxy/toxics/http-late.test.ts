// Goal: the client loses its answer at once, tries again with success, and then the first request arrives.
// Method: a real server, real clients around a proxy; what is late is set going by removing the toxic, so that no clock decides the order.
import { expect } from 'chai';
import { eventually, pause } from '../conformance/peer.js';
import { hashOf, HttpTrial } from '../http-trial.js';

const CLOCK_MILLIS = 3;
const FOREVER = 600_000;
const BIG = Buffer.alloc(5_000_000, 'too late ');

describe('http_late', function () {
  this.timeout(60_000);
  let http: HttpTrial;
  beforeEach(async () => (http = await HttpTrial.open()));
  afterEach(() => http.close());
  const seen = (count: number): Promise<void> => eventually(`${count} requests`, () => http.seen.length >= count);
  const bodies = (): readonly string[] => http.seen.map(({ body }) => body);

  it('delivers the request after the retry', async () => {
    const path = await http.toxic({ type: 'http_late', attributes: { delay: FOREVER }, match: { method: 'POST', nth: 1 } });
    expect((await http.call('POST', '/x', { body: 'first' })).error).to.equal('ECONNRESET');
    expect((await http.call('POST', '/x', { body: 'retry' })).status).to.equal(200);
    expect(bodies()).to.deep.equal(['retry']);
    await http.remove(path);
    await seen(2);
    expect(bodies()).to.deep.equal(['retry', 'first']);
    expect(await http.did()).to.deep.equal(['reset', 'late']);
    expect((await http.call('GET', '/')).body.toString()).to.equal('{"count":3}');
  });

  it('waits for its delay, and can close', async () => {
    await http.toxic({ type: 'http_late', attributes: { delay: 150, mode: 1 } });
    const start = performance.now();
    const peer = await http.raw();
    peer.socket.write('GET /x HTTP/1.1\r\nHost: x\r\n\r\n');
    expect([await peer.ended(), peer.length]).to.deep.equal(['end', 0]);
    await seen(1);
    expect(performance.now() - start).to.be.at.least(150 - CLOCK_MILLIS);
    expect(await http.did()).to.deep.equal(['closed', 'late']);
  });

  it('delivers 5 MB whole, in chunks or not, after a 100 or not', async () => {
    await http.toxic({ type: 'http_late' });
    for (const call of [{ isChunked: true }, { isChunked: false }, { headers: { expect: '100-continue' } }]) {
      expect((await http.call('PUT', '/echo', { body: BIG, ...call })).error).to.be.oneOf(['ECONNRESET', 'EPIPE']);
    }
    await seen(3);
    expect(bodies()).to.deep.equal([hashOf(BIG), hashOf(BIG), hashOf(BIG)]);
  });

  it('leaves a request alone that is too long to be kept, whether it says so or not', async () => {
    await http.toxic({ type: 'http_late', attributes: { delay: FOREVER } });
    const long = Buffer.alloc(17_000_000, 'x');
    for (const isChunked of [true, false]) expect((await http.call('PUT', '/', { body: long, isChunked })).status).to.equal(200);
    expect(bodies()).to.deep.equal([hashOf(long), hashOf(long)]);
  });

  it('gives back half a request when it is removed', async () => {
    const path = await http.toxic({ type: 'http_late', attributes: { delay: FOREVER }, match: { path: '/echo' } });
    await http.toxic({ type: 'http_status', attributes: { body: 'still read' }, match: { path: '/next' } });
    const peer = await http.raw();
    peer.socket.write('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nha');
    await pause(50);
    await http.remove(path);
    peer.socket.write('lf');
    await eventually('the answer', () => peer.received().toString().endsWith('half'));
    peer.socket.write('GET /next HTTP/1.1\r\nHost: x\r\n\r\n');
    await eventually('the next answer', () => peer.received().toString().endsWith('still read'));
    peer.socket.destroy();
  });

  it('lets an answer through that was under way, and HEAD and upgrades be late too', async () => {
    const path = await http.toxic({ type: 'http_late', attributes: { delay: FOREVER }, match: { path: '/late' } });
    expect((await http.call('GET', '/status/304')).status).to.equal(304);
    expect((await http.call('HEAD', '/late')).error).to.equal('ECONNRESET');
    expect((await http.call('GET', '/late', { headers: { connection: 'upgrade', upgrade: 'echo' } })).error).to.equal('ECONNRESET');
    await http.remove(path);
    await seen(2);
    expect(http.seen.map(({ method }) => method)).to.deep.equal(['GET', 'HEAD']);
  });

  it('gives back the whole of what turns out not to be HTTP', async () => {
    await http.trial.toxic({ type: 'http_late', attributes: { delay: FOREVER } });
    const { near, far } = await http.trial.bed.pair();
    const said = 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nno chunk\r\n';
    near.socket.write(said);
    await far.until(said.length);
    expect(far.received().toString()).to.equal(said);
  });
});

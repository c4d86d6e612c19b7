// Goal: bytes that are still needed are never overwritten by those that come after, and a buffer is used again where they are not.
// Method: a server sends two messages, the second when the first was taken; both are looked at afterwards.
import { once } from 'node:events';
import { expect } from 'chai';
import { Upstream } from './conformance/peer.js';
import { dialled } from './source.js';

const TEST_MILLIS_MAX = 60_000;

describe('a dialled source', function () {
  this.timeout(TEST_MILLIS_MAX);

  /** What two reads gave, seen after both. */
  async function twoReads(isNeededNoMore: boolean): Promise<readonly Buffer[]> {
    const upstream = await Upstream.listen(true);
    const [host = '', port = ''] = upstream.address.split(':');
    const { socket, read } = dialled({ host, port: Number(port) });
    const seen: Buffer[] = [];
    const both = new Promise<void>((resolve) => {
      read((bytes) => {
        seen.push(bytes);
        if (seen.length === 2) resolve();
        else socket.write('second');
        return isNeededNoMore;
      });
    });
    await once(socket, 'connect');
    socket.write('first!');
    await both;
    socket.destroy();
    upstream.close();
    return seen;
  }

  it('reads into another buffer while the bytes are needed', async () => {
    expect((await twoReads(false)).map(String)).to.deep.equal(['first!', 'second']);
  });

  it('reads into the same one when they are not', async () => {
    const seen = await twoReads(true);
    expect(seen[0]?.buffer).to.equal(seen[1]?.buffer);
    expect(String(seen[1])).to.equal('second');
  });
});

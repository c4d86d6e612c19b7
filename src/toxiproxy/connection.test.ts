// Goal: a kind of toxic can see both directions of a connection, keep bytes, and answer in place of the server.
// Method: a kind of this test's own, put on a proxy without the API: it takes the request apart from the response.
import { expect } from 'chai';
import { pause, dial, Upstream } from './conformance/peer.js';
import { Journal } from './journal.js';
import { plain } from './manners.js';
import { Proxy } from './proxy.js';
import { always } from './schedule.js';
import { hold, oneChunk, pass } from './toxics/toxic-kind.js';
import type { Affect, ToxicKind } from './toxics/toxic-kind.js';

const TEST_MILLIS_MAX = 60_000;

interface Desk {
  readonly taken: Buffer[];
  isAnswering: boolean;
}

/** Keeps all that the client says until it has said `.`, then answers `no` itself and keeps that from the server. */
const clerk: ToxicKind = {
  type: 'clerk',
  goName: 'ClerkToxic',
  attributes: [],
  reach: ['upstream', 'downstream'],
  ...oneChunk,
  affect: (attributes, { stream, shared, wake, fired }): Affect => {
    const desk = shared(attributes, (): Desk => ({ taken: [], isAnswering: false }));
    if (stream === 'downstream') {
      return {
        decide: (item) => {
          if (!desk.isAnswering) return item === 'idle' ? hold : pass;
          desk.isAnswering = false;
          return { kind: 'insert', bytes: Buffer.from('no') };
        },
      };
    }
    return {
      decide: (item) => {
        if (typeof item === 'string') return item === 'idle' ? hold : pass;
        desk.taken.push(item.bytes);
        if (item.bytes.includes('.')) {
          fired('dropped', Buffer.concat(desk.taken).length);
          desk.taken.length = 0;
          desk.isAnswering = true;
          wake('downstream');
        }
        return { kind: 'take' };
      },
      kept: () => desk.taken.map((bytes) => ({ bytes, part: undefined })),
    };
  },
};

describe('a toxic that knows both directions', function () {
  this.timeout(TEST_MILLIS_MAX);

  it('answers in place of the server, and gives back what it kept when it is removed', async () => {
    const upstream = await Upstream.listen(true);
    const journal = new Journal();
    const proxy = new Proxy(
      { name: 'p', listen: '127.0.0.1:0', upstream: upstream.address, enabled: true, ...plain },
      { seed: '0', allowExternal: false, journal, strict: false },
    );
    await proxy.start();
    const toxic = proxy.install({
      name: 'clerk',
      kind: clerk,
      stream: 'upstream',
      streamText: 'upstream',
      toxicity: 1,
      attributes: {},
      schedule: always,
      match: undefined,
    });
    const near = await dial(proxy.input.listen);
    near.socket.write('please');
    await pause(20);
    near.socket.write('.');
    await near.until(2);
    const far = await upstream.accepted(0);
    near.socket.write('again');
    await pause(20);
    expect([near.received().toString(), far.length]).to.deep.equal(['no', 0]);
    expect(journal.after(0).records).to.have.length(1);
    expect(journal.after(0).records[0]).to.include({ did: 'dropped', bytes: 7, toxic: 'clerk', connection: 1 });
    proxy.removeToxic(toxic);
    await near.until(7);
    expect(near.received().toString()).to.equal('noagain');
    near.socket.destroy();
    proxy.stop();
    upstream.close();
  });
});

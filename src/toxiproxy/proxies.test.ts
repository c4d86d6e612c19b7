// Goal: toxics come with their proxy, all or nothing: at creation, in populate and in the config.
// Method: requests with good and bad toxics; what is there afterwards is read back, and felt at a client's socket.
import { expect } from 'chai';
import { dial, pause } from './conformance/peer.js';
import { freePort } from './conformance/free-port.js';
import { startToxiproxy } from './index.js';
import { Trial } from './trial.js';

const TEST_MILLIS_MAX = 60_000;
const HOLD = { type: 'bandwidth', stream: 'upstream', attributes: { rate: 0 } };
const SLOW = { type: 'latency', attributes: { latency: 5 } };

interface Shown {
  readonly name: string;
  readonly listen: string;
  readonly toxics: readonly { readonly name: string; readonly attributes: unknown }[];
}

describe('toxics that come with a proxy', function () {
  this.timeout(TEST_MILLIS_MAX);
  let trial: Trial;
  beforeEach(async () => (trial = await Trial.open()));
  afterEach(() => trial.close());
  const item = (name: string, toxics: unknown, listen = '127.0.0.1:0') => ({ name, listen, upstream: trial.bed.upstream.address, toxics });
  const names = (shown: Shown): readonly string[] => shown.toxics.map((toxic) => toxic.name);
  const populate = async (items: readonly unknown[]): Promise<readonly Shown[]> => {
    const { status, body } = await trial.ask<{ proxies: readonly Shown[] }>('POST', '/populate', items);
    expect(status).to.equal(201);
    return body.proxies;
  };

  it('are there from the first connection on', async () => {
    const { status, body } = await trial.ask<Shown>('POST', '/proxies', item('with', [HOLD, SLOW]));
    expect([status, names(body)]).to.deep.equal([201, ['bandwidth_upstream', 'latency_downstream']]);
    const near = await dial(body.listen);
    near.socket.write('held');
    const far = await trial.bed.upstream.accepted(0);
    await pause(50);
    expect(far.length).to.equal(0);
    await trial.ask('DELETE', '/proxies/with/toxics/bandwidth_upstream');
    await far.until(4);
    near.socket.destroy();
  });

  const refused: readonly (readonly [toxics: unknown, status: number, message: string])[] = [
    [[{ type: 'down' }], 400, 'invalid toxic type'],
    [[SLOW, { ...HOLD, stream: 'sideways' }], 400, 'stream was invalid, can be either upstream or downstream'],
    [[SLOW, { type: 'latency' }], 409, 'toxic already exists'],
    [
      [{ type: 'latency', attributes: { latency: 1.5 } }],
      400,
      'bad request body: json: cannot unmarshal number 1.5 into Go struct field LatencyToxic.attributes.latency of type int64',
    ],
    [['latency'], 400, 'bad request body: json: cannot unmarshal string into Go value of type toxics.ToxicWrapper'],
  ];
  for (const [toxics, status, message] of refused) {
    it(`are refused as on their own, and leave nothing behind: ${JSON.stringify(toxics)}`, async () => {
      const before = await trial.ask('GET', '/proxies');
      expect(await trial.ask('POST', '/proxies', item('bad', toxics))).to.deep.equal({ status, body: { error: message, status } });
      const error = `${message} at proxy 2`;
      const populated = await trial.ask('POST', '/populate', [item('good', [SLOW]), item('bad', toxics)]);
      expect(populated).to.deep.equal({ status, body: { error, status, proxies: null } });
      expect(await trial.ask('GET', '/proxies')).to.deep.equal(before);
    });
  }

  it('must be a list', async () => {
    const { status, body } = await trial.ask('POST', '/proxies', item('bad', 'none'));
    expect(status).to.equal(400);
    expect(body['error']).to.equal(
      'bad request body: json: cannot unmarshal string into Go struct field Proxy.toxics of type []toxics.ToxicWrapper',
    );
  });

  it('stay when populate says nothing of them, and are exactly those that it names otherwise', async () => {
    const [first] = await populate([item('p', [SLOW, HOLD])]);
    const listen = first?.listen ?? '';
    expect((await populate([item('p', undefined, listen)])).map(names)).to.deep.equal([['bandwidth_upstream', 'latency_downstream']]);
    const near = await dial(listen);
    near.socket.write('still');
    const faster = { ...SLOW, attributes: { latency: 1 } };
    const [changed] = await populate([item('p', [HOLD, faster, { type: 'noop' }], listen)]);
    expect(changed?.toxics.map(({ name, attributes }) => [name, attributes])).to.deep.equal([
      ['bandwidth_upstream', { rate: 0 }],
      ['latency_downstream', { latency: 1, jitter: 0 }],
      ['noop_downstream', {}],
    ]);
    expect((await populate([item('p', [], listen)])).map(names)).to.deep.equal([[]]);
    await near.until(5);
    near.socket.destroy();
  });

  it('come with a config, too, and a bad one there stops the start', async () => {
    const config = (toxics: unknown) => JSON.stringify([{ name: 'c', listen: '127.0.0.1:0', upstream: '127.0.0.1:1', toxics }]);
    const server = await startToxiproxy({ config: config([SLOW]) });
    const shown = (await (await fetch(`${server.url}/proxies/c`)).json()) as Shown;
    expect(names(shown)).to.deep.equal(['latency_downstream']);
    await server.close();
    const failure = await startToxiproxy({ config: config([{ type: 'down' }]) }).catch((error: Error) => error.message);
    expect(failure).to.equal('invalid toxic type at proxy 1');
  });

  it('leave nothing behind when the config cannot be read or carried out, and say which proxy it was', async () => {
    const port = await freePort();
    const good = { name: 'good', listen: '127.0.0.1:0', upstream: '127.0.0.1:1' };
    const far = { name: 'far', listen: '192.0.2.1:1', upstream: '127.0.0.1:1' };
    const why = async (config: string): Promise<string> =>
      startToxiproxy({ port, config }).then(
        () => 'it started',
        (error: Error) => error.message,
      );
    expect(await why('{"name":')).to.equal('bad request body: unexpected EOF');
    expect(await why(JSON.stringify([good, far]))).to.equal('proxy far: listen tcp 192.0.2.1:1: bind: cannot assign requested address');
    const server = await startToxiproxy({ port });
    await server.close();
  });
});

// Goal: a strict server does as Toxiproxy 2.12 does: it knows nothing more, resets as little, and draws as often.
// Method: the requests and connections in which the embedded server differs otherwise, against a strict one.
import { expect } from 'chai';
import { pause } from './conformance/peer.js';
import type { Peer } from './conformance/peer.js';
import { Trial } from './trial.js';

const TEST_MILLIS_MAX = 60_000;

describe('a strict server', function () {
  this.timeout(TEST_MILLIS_MAX);
  let trial: Trial;
  beforeEach(async () => (trial = await Trial.open({ strict: true })));
  afterEach(() => trial.close());

  it('says so, and offers only what Toxiproxy has', async () => {
    const { body } = await trial.ask('GET', '/capabilities');
    expect(body).to.deep.include({ strict: true, toxicFields: [], proxyFields: {} });
    expect(body['toxics']).to.deep.equal(['bandwidth', 'latency', 'limit_data', 'noop', 'reset_peer', 'slicer', 'slow_close', 'timeout']);
  });

  it('does not know other kinds', async () => {
    for (const type of ['partition', 'drop_response', 'limit_time', 'corrupt', 'slow_open']) {
      const { status, body } = await trial.ask('POST', `${trial.path}/toxics`, { type });
      expect([status, body['error']]).to.deep.equal([400, 'invalid toxic type']);
    }
  });

  it('does not see other fields, whatever they hold', async () => {
    const upstream = trial.bed.upstream.address;
    const wild = { upstream, on_dial_error: 7, accept: 'blackhole', toxics: 'none' };
    const keys = ['name', 'listen', 'upstream', 'enabled', 'Logger', 'toxics'];
    const { status, body } = await trial.ask('POST', '/proxies', { name: 'w', ...wild });
    expect([status, Object.keys(body), body['toxics']]).to.deep.equal([201, keys, []]);
    const populated = await trial.ask<{ proxies: readonly object[] }>('POST', '/populate', [{ name: 'v', ...wild }]);
    expect([populated.status, Object.keys(populated.body.proxies[0] ?? {})]).to.deep.equal([201, keys]);
    expect((await trial.ask('PATCH', '/proxies/w', { accept: 'blackhole' })).status).to.equal(200);
    const path = await trial.toxic({ type: 'noop', after_ms: -1, every_ms: 'x' });
    expect(Object.keys((await trial.ask('PATCH', path, { for_ms: 'x' })).body)).to.deep.equal([
      'attributes',
      'name',
      'type',
      'stream',
      'toxicity',
    ]);
  });

  it('closes connections without a reset that were open before reset_peer', async () => {
    const { near, far } = await trial.bed.pair();
    await trial.toxic({ type: 'reset_peer' });
    near.socket.write('x');
    expect([await near.ended(), await far.ended()]).to.deep.equal(['end', 'end']);
  });

  it('resets at their end all connections that were opened with reset_peer there, struck or not', async () => {
    const path = await trial.toxic({ type: 'reset_peer', toxicity: 0 });
    const { near, far } = await trial.bed.pair();
    near.socket.write('x');
    await near.until(1);
    await trial.ask('DELETE', path);
    near.socket.end();
    expect([await far.ended(), await near.ended()]).to.deep.equal(['reset', 'reset']);
  });

  it('draws anew when the toxic is updated, and when its neighbour comes or goes', async () => {
    const path = await trial.toxic({ type: 'bandwidth', stream: 'upstream', toxicity: 0.5 });
    const { near } = await trial.bed.pair();
    const seen = new Set<string>();
    let sent = 0;
    const neighbour = async (): Promise<void> => {
      const other = await trial.toxic({ type: 'noop', stream: 'upstream' });
      await trial.ask('DELETE', other);
    };
    for (const change of [() => trial.ask('PATCH', path, {}), neighbour]) {
      seen.clear();
      while (seen.size < 2) {
        await change();
        sent += 1;
        seen.add(await outcome(near, sent));
      }
    }
  });

  /** Whether a byte passes now; those that were held before have been let go by the change. */
  async function outcome(near: Peer, sent: number): Promise<string> {
    const touched = async (): Promise<number> => {
      const { body } = await trial.ask<Record<string, { touched: number }>>('GET', '/activity');
      return body[trial.bed.proxy.name]?.touched ?? 0;
    };
    const first = await touched();
    near.socket.write('?');
    for (;;) {
      await pause(2);
      if (near.length === sent) return 'passes';
      if ((await touched()) > first) return 'held';
    }
  }
});

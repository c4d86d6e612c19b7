// Goal: what toxics do to connections can be asked for: who is connected, which toxic touched whom, and how many bytes there were.
// Method: connections through a proxy with toxics, then the routes that only this server has.
import { expect } from 'chai';
import type { ConnectionReport } from './connection.js';
import type { Did } from './did.js';
import { eventually, pause } from './conformance/peer.js';
import type { JournalPage } from './journal.js';
import { limits } from './limits.js';
import { Trial } from './trial.js';

const TEST_MILLIS_MAX = 60_000;

describe('what a server tells of its connections', function () {
  this.timeout(TEST_MILLIS_MAX);
  let trial: Trial;
  afterEach(() => trial.close());
  const list = async (): Promise<readonly ConnectionReport[]> => (await trial.ask<ConnectionReport[]>('GET', '/connections')).body;
  const log = async (after: number): Promise<JournalPage> => (await trial.ask<JournalPage>('GET', `/log?after=${after}`)).body;

  describe('as it is started by default', () => {
    beforeEach(async () => (trial = await Trial.open()));

    it('lists who is connected, since when, with what traffic, and what touched it', async () => {
      const before = Date.now();
      const [first, second] = [await trial.bed.pair(), await trial.bed.pair()];
      await trial.toxic({ type: 'latency', attributes: { latency: 5 } });
      first.near.socket.write('12345');
      await first.near.until(5);
      const [one, two] = await list();
      expect(one).to.deep.include({ proxy: trial.bed.proxy.name, bytesUpstream: 5, bytesDownstream: 5, toxics: { latency_downstream: 1 } });
      expect(one?.client).to.equal(`127.0.0.1:${first.near.socket.localPort}`);
      expect(one?.openedMs).to.be.at.least(before);
      expect(two).to.deep.include({ bytesUpstream: 0, bytesDownstream: 0, toxics: {} });
      expect([one?.id, two?.id]).to.deep.equal([1, 2]);
      first.near.socket.destroy();
      second.near.socket.destroy();
      while ((await list()).length > 0) await pause(5);
    });

    it('remembers what touched a connection of the latest toxics alone, and one that stays to the end', async () => {
      const { near } = await trial.bed.pair();
      const halves = { type: 'slicer', attributes: { average_size: 1 } };
      await trial.toxic({ ...halves, name: 'stays' });
      const rounds = limits.connectionToxicNamesMax + 10;
      for (let round = 0; round < rounds; round++) {
        await trial.toxic({ ...halves, name: `goes ${round}`, stream: 'upstream' });
        near.socket.write('12');
        await near.until(2 * (round + 1));
        await trial.ask('DELETE', `${trial.path}/toxics/goes%20${round}`);
      }
      const [connection] = await list();
      const toxics = connection?.toxics ?? {};
      expect(Object.keys(toxics)).to.have.length(limits.connectionToxicNamesMax);
      expect(toxics).to.include({ stays: rounds, [`goes ${rounds - 1}`]: 1 });
      near.socket.destroy();
    });

    const deeds: readonly (readonly [toxic: object, did: readonly Did[], bytes: number])[] = [
      [{ type: 'latency', attributes: { latency: 5 } }, ['delayed'], 8],
      [{ type: 'bandwidth' }, ['held'], 8],
      [{ type: 'partition', attributes: { lossy: 1 } }, ['dropped'], 8],
      [{ type: 'limit_data', attributes: { bytes: 3 } }, ['cut', 'closed'], 8],
      [{ type: 'slicer', attributes: { average_size: 4 } }, ['cut'], 8],
      [{ type: 'corrupt', attributes: { every_bytes: 2 } }, ['corrupted'], 8],
      [{ type: 'drop_response' }, ['reset'], 8],
      [{ type: 'limit_time', attributes: { time: 50 } }, ['closed'], 0],
      [{ type: 'reset_peer', attributes: { timeout: 5 } }, ['dropped', 'reset'], 8],
    ];
    for (const [toxic, did, bytes] of deeds) {
      it(`logs what it did: ${JSON.stringify(toxic)}`, async () => {
        const { near } = await trial.bed.pair();
        await trial.toxic({ ...toxic, name: 'fault' });
        if (bytes > 0) near.socket.write('12345678');
        let page = await log(0);
        while (page.records.length < did.length) page = await log(0);
        expect(page.records.map((record) => record.did)).to.deep.equal(did);
        const { proxy } = trial.bed;
        expect(page.records[0]).to.deep.include({ seq: 1, proxy: proxy.name, connection: 1, toxic: 'fault', bytes });
        expect(page.next).to.equal(did.length);
        expect((await log(page.next)).records).to.deep.equal([]);
      });
    }

    it('refuses to look after what is no number', async () => {
      expect(await trial.ask('GET', '/log?after=x')).to.deep.include({ status: 400 });
      expect(await trial.ask('GET', '/log')).to.deep.include({ status: 200, body: { records: [], next: 0, lost: 0 } });
    });

    it('has no metrics', async () => {
      expect(await trial.ask('GET', '/metrics')).to.deep.equal({ status: 404, body: '404 page not found\n' });
    });

    it('says all that it can do', async () => {
      const { body } = await trial.ask('GET', '/capabilities');
      expect(body).to.deep.include({ strict: false, activity: true });
      expect(body['toxics']).to.include.members(['latency', 'partition', 'drop_response', 'limit_time', 'corrupt', 'slow_open']);
      expect(body['kinds']).to.deep.include({
        latency: { attributes: ['latency', 'jitter'] },
        partition: { attributes: ['lossy'], choices: { lossy: ['hold', 'lose'] }, reach: ['upstream', 'downstream'] },
      });
      expect(body['toxicFields']).to.deep.equal(['after_ms', 'for_ms', 'every_ms', 'skip_connections', 'max_connections', 'match']);
      expect(body['proxyFields']).to.deep.include({ toxics: 'list', on_dial_error: ['close', 'reset', 'refuse'] });
      for (const route of body['routes'] as readonly string[]) expect((await trial.ask('GET', route)).status).to.equal(200);
    });
  });

  describe('with metrics', () => {
    beforeEach(async () => (trial = await Trial.open({ proxyMetrics: true, runtimeMetrics: true })));

    it('counts bytes by proxy and direction while connections are open, by any method', async () => {
      const { near } = await trial.bed.pair();
      near.socket.write('12345');
      await near.until(5);
      const { name, listen, upstream } = trial.bed.proxy;
      const labels = (direction: string): string =>
        `{direction="${direction}",listener="${listen}",proxy="${name}",upstream="${upstream}"}`;
      const { body } = await trial.ask<string>('PUT', '/metrics');
      const lines = body.split('\n');
      expect(lines).to.include.members([
        '# TYPE toxiproxy_proxy_received_bytes_total counter',
        `toxiproxy_proxy_received_bytes_total${labels('upstream')} 5`,
        `toxiproxy_proxy_sent_bytes_total${labels('downstream')} 5`,
        'promhttp_metric_handler_errors_total{cause="encoding"} 0',
        `nodejs_version_info{version="${process.version}"} 1`,
      ]);
      expect(lines.filter((line) => !/^(#.*|[a-z_]+(\{.*\})? [0-9.e+]+|)$/.test(line))).to.deep.equal([]);
    });

    it('counts what was received and never handed on', async () => {
      await trial.toxic({ type: 'timeout', stream: 'upstream' });
      const { near } = await trial.bed.pair();
      near.socket.write('lost');
      let text = '';
      const read = async (): Promise<void> => void (text = (await trial.ask<string>('GET', '/metrics')).body);
      while (!/received_bytes_total\{direction="upstream".* 4\n/.test(text)) await read();
      expect(text).to.match(/sent_bytes_total\{direction="upstream".* 0\n/);
      await eventually('nothing', () => near.length === 0);
    });
  });
});

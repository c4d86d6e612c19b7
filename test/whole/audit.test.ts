// Goal: whoever reads the audit page by page, through crashes of leaders and gateways, reads every change once and in order, and ends with what the inventory holds.
// Method: a life of a deployment in the simulator; whoever leads is killed every few calls; one reader pages through, another waits for news.
import { expect } from 'chai';
import { reference } from '../../scenarios/systems/reference/reference.js';
import type { JsonObject } from '../../src/world/index.js';
import { Client, type Heard } from './client.js';

const second = 1_000_000;
const triesMax = 60;
const plan = { schema: 1, scenario: 'reference', system: 'reference', seed: 'audit', knobs: {}, steps: [] } as const;

async function stoodUp(): Promise<Client> {
  return new Client(await reference.open('sim', plan, { defects: [], directory: '' }));
}

/** A call that is repeated until it is decided. */
async function surely(client: Client, method: string, path: string, body: JsonObject | null = null, key = ''): Promise<Heard> {
  for (let n = 0; n < triesMax; n++) {
    const heard = await client.call('gateway1', method, path, body, key === '' ? {} : { 'idempotency-key': key });
    if (heard.status > 0 && heard.status !== 503) return heard;
    await client.wait(second / 10);
  }
  throw new RangeError(`${method} ${path} is never decided`);
}

interface Row {
  readonly seq: number;
  readonly verb: string;
  readonly kind: string;
  readonly key: string;
  readonly uid: string;
  readonly to: string | null;
}

class Reader {
  after = 0;
  readonly documents = new Map<string, string>();

  take({ status, json }: Heard): number {
    expect(status).to.equal(200);
    const records = json['records'] as unknown as readonly Row[];
    for (const { seq, verb, kind, key, uid, to } of records) {
      expect(seq).to.equal(this.after + 1);
      this.after = seq;
      if (kind === 'context' || kind === 'manager') continue;
      if (verb === 'delete') this.documents.delete(key);
      else this.documents.set(key, `${uid} ${String(to)}`);
    }
    expect(json['next']).to.equal(this.after);
    return records.length;
  }
}

describe('audit of the whole orchestrator', function () {
  this.timeout(60_000);

  it('is read without gap and repeat while leaders crash', async () => {
    const client = await stoodUp();
    const reader = new Reader();
    for (let n = 0; n < 40; n++) {
      const name = `p${n % 7}`;
      const isThere = reader.documents.has(`/projects/${name}`);
      const leader = client.leader();
      if (n % 5 === 4 && leader !== null) client.trial.do({ do: 'node', node: leader, act: 'kill' });
      if (isThere) await surely(client, 'DELETE', `/v2/projects/${name}`, null, `k${n}`);
      else await surely(client, 'POST', '/v2/projects', { metadata: { name } }, `k${n}`);
      if (n % 5 === 4 && leader !== null) client.trial.do({ do: 'node', node: leader, act: 'start' });
      while (reader.take(await surely(client, 'GET', `/v2/audit?after=${reader.after}&limit=2`)) > 0);
    }
    expect(reader.after).to.equal(40);
    const { json } = await surely(client, 'GET', '/v2/inventory');
    const documents = json['documents'] as unknown as readonly {
      readonly key: string;
      readonly uid: string;
      readonly state: string | null;
    }[];
    expect(Object.fromEntries(reader.documents)).to.deep.equal(
      Object.fromEntries(documents.map(({ key, uid, state }) => [key, `${uid} ${String(state)}`])),
    );
    expect(json['audit']).to.equal(40);
    await client.trial.close();
  });

  it('is waited for: the answer comes with the first record, or empty when the time is up', async () => {
    const client = await stoodUp();
    await surely(client, 'POST', '/v2/projects', { metadata: { name: 'a' } });
    const asked = client.trial.now;
    const waiting = client.start('gateway1', 'GET', '/v2/audit?after=1&wait=8s');
    await client.wait(4 * second);
    await surely(client, 'POST', '/v2/projects', { metadata: { name: 'b' } }, 'k');
    const heard = await client.end(waiting);
    expect(heard.json['records']).to.have.length(1);
    expect(client.trial.now - asked).to.be.within(4 * second, 5 * second);
    const begun = client.trial.now;
    const empty = await surely(client, 'GET', '/v2/audit?after=2&wait=2s');
    expect([empty.json['records'], empty.json['next']]).to.deep.equal([[], 2]);
    expect(client.trial.now - begun).to.be.within(2 * second, 3 * second);
    await client.trial.close();
  });

  it('names who called, and is asked in a form that is checked', async () => {
    const client = await stoodUp();
    await surely(client, 'GET', '/v2/projects');
    await client.call('gateway1', 'POST', '/v2/projects', { metadata: { name: 'a' } }, { 'x-actor': 'ann', 'idempotency-key': 'k' });
    const { json } = await surely(client, 'GET', '/v2/audit');
    expect(json['records']).to.deep.include.members([]);
    expect((json['records'] as readonly JsonObject[])[0]).to.include({ seq: 1, actor: 'ann', verb: 'create', key: '/projects/a' });
    for (const query of ['after=x', 'after=-1', 'limit=0', 'limit=501', 'wait=31s', 'wait=1m', 'after=1&after=2', 'after=%']) {
      const heard = await client.call('gateway1', 'GET', `/v2/audit?${query}`);
      expect([query, heard.status, heard.json['code']]).to.deep.equal([query, 400, 'QUERY_INVALID']);
    }
    for (const after of [2, 9_000]) {
      const heard = await client.call('gateway1', 'GET', `/v2/audit?after=${after}`);
      expect([heard.status, heard.json['code'], heard.json['oldest'], heard.json['last']]).to.deep.equal([410, 'AUDIT_GONE', 1, 1]);
    }
    const bad = await client.call('gateway1', 'POST', '/v2/projects', { metadata: { name: 'b' } }, { 'x-actor': 'x'.repeat(129) });
    expect([bad.status, bad.json['field']]).to.deep.equal([400, 'x-actor']);
    await client.trial.close();
  });
});

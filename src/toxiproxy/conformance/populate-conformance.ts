import { expect } from 'chai';
import { ask, jsonReply } from './ask.js';
import type { Reply } from './ask.js';
import { Bed, freshName } from './bed.js';
import { freePort } from './free-port.js';
import { dial, refused } from './peer.js';
import type { Target } from './target.js';

interface Shown {
  readonly name: string;
  readonly listen: string;
  readonly upstream: string;
  readonly enabled: boolean;
  readonly toxics: readonly unknown[];
}

interface Populated {
  readonly error?: string;
  readonly status?: number;
  readonly proxies: readonly Shown[] | null;
}

/** The route /populate, which has errors of its own form. */
export function populateConformance(target: Target): void {
  let bed: Bed;
  let names: string[];
  beforeEach(async () => {
    bed = await Bed.open(target.url);
    names = [freshName(), freshName(), freshName()];
  });
  afterEach(async () => {
    for (const name of names) await ask(target.url, 'DELETE', `/proxies/${name}`);
    await bed.close();
  });
  const send = (items: unknown): Promise<Reply> => ask(target.url, 'POST', '/populate', { body: JSON.stringify(items) });
  const read = async (items: unknown): Promise<Populated> => JSON.parse((await send(items)).text) as Populated;
  const item = (index: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({
    name: names[index],
    listen: '127.0.0.1:0',
    upstream: bed.upstream.address,
    ...more,
  });
  const get = (name = ''): Promise<Reply> => ask(target.url, 'GET', `/proxies/${name}`);
  const refusal = (status: number, error: string): Reply => jsonReply(status, JSON.stringify({ error, status, proxies: null }));

  it('answers nothing with null, and an empty list with null', async () => {
    for (const nothing of [null, []]) expect(await send(nothing)).to.deep.equal(jsonReply(201, '{"proxies":null}'));
  });

  // PopulateProxy, PopulateDefaultEnabled
  it('creates what is missing, in order, up at its real address', async () => {
    const reply = await send([item(1), item(0, { enabled: null })]);
    expect([reply.status, reply.type]).to.deep.equal([201, 'application/json']);
    const { proxies } = JSON.parse(reply.text) as Populated;
    expect(proxies?.map(({ name }) => name)).to.deep.equal([names[1], names[0]]);
    for (const { listen, enabled } of proxies ?? []) {
      expect([listen.replace(/[0-9]+$/, ''), enabled]).to.deep.equal(['127.0.0.1:', true]);
      (await dial(listen)).socket.destroy();
    }
    expect(await get(names[0])).to.deep.equal(jsonReply(200, JSON.stringify({ ...proxies?.[1] })));
  });

  // PopulateDisabledProxy
  it('leaves down what shall be disabled', async () => {
    const closed = await freePort();
    const { proxies } = await read([item(0, { listen: `localhost:${closed}`, enabled: false }), item(1, { enabled: true })]);
    expect(proxies?.map(({ enabled }) => enabled)).to.deep.equal([false, true]);
    expect(proxies?.[0]?.listen).to.equal(`localhost:${closed}`);
    expect(await refused(`127.0.0.1:${closed}`)).to.equal(true);
    (await dial(proxies?.[1]?.listen ?? '')).socket.destroy();
  });

  // PopulateExistingProxy, PopulateAddToxic
  it('leaves alone what is the same, its toxics and connections included, and replaces what differs', async () => {
    const made = await read([item(0), item(1)]);
    const [first, second] = made.proxies ?? [];
    for (const name of names.slice(0, 2)) {
      expect((await ask(target.url, 'POST', `/proxies/${name}/toxics`, { body: '{"type":"noop"}' })).status).to.equal(200);
    }
    const near = await dial(first?.listen ?? '');
    const again = await read([
      item(0, { listen: first?.listen.replace('127.0.0.1', 'localhost') }),
      item(1, { listen: second?.listen, upstream: bed.upstream.address.replace('127.0.0.1', 'localhost') }),
    ]);
    expect(again.proxies?.map(({ listen }) => listen)).to.deep.equal([first?.listen, second?.listen]);
    expect(again.proxies?.map(({ toxics }) => toxics.length)).to.deep.equal([1, 0]);
    near.socket.write('still here');
    await near.until(10);
    near.socket.destroy();
  });

  it('ignores enabled of what is the same', async () => {
    const [first] = (await read([item(0)])).proxies ?? [];
    const [again] = (await read([item(0, { listen: first?.listen, enabled: false })])).proxies ?? [];
    expect(again).to.deep.equal(first);
    const [down] = (await read([item(1, { enabled: false })])).proxies ?? [];
    expect((await read([item(1, { listen: down?.listen, enabled: true })])).proxies?.[0]?.listen).to.match(/^127\.0\.0\.1:[0-9]+$/);
  });

  it('takes the same name twice: the second replaces the first', async () => {
    const { proxies } = await read([item(0, { upstream: 'x:1' }), item(0, { upstream: 'x:2' })]);
    expect(proxies?.map(({ name, upstream }) => [name, upstream])).to.deep.equal([
      [names[0], 'x:1'],
      [names[0], 'x:2'],
    ]);
    expect((JSON.parse((await get(names[0])).text) as Shown).upstream).to.equal('x:2');
  });

  it('reads keys of any case and ignores what follows the list', async () => {
    const body = `[{"NAME":"${names[0]}","UPSTREAM":"y:1","LISTEN":"127.0.0.1:0","ENABLED":false}] more`;
    expect(await ask(target.url, 'POST', '/populate', { body })).to.deep.include({ status: 201 });
    expect(JSON.parse((await get(names[0])).text)).to.deep.include({ upstream: 'y:1', enabled: false });
  });

  // PopulateWithBadName
  const incomplete: readonly (readonly [item: unknown, message: string])[] = [
    [{ upstream: 'x:1' }, 'missing required field: name at proxy 2'],
    [{ name: '', upstream: 'x:1' }, 'missing required field: name at proxy 2'],
    [{ name: 'x' }, 'missing required field: upstream at proxy 2'],
    [{}, 'missing required field: name at proxy 2'],
    [null, 'missing required field: name at proxy 2'],
  ];
  for (const [bad, message] of incomplete) {
    it(`refuses ${JSON.stringify(bad)} with 400 ${message}, and touches nothing`, async () => {
      expect(await send([item(0), bad, item(1)])).to.deep.equal(refusal(400, message));
      for (const name of names) expect((await get(name)).status).to.equal(404);
    });
  }

  // PopulateProxyWithBadDataShouldReturnError
  it('stops at the first that cannot listen, says what it did, and leaves that', async () => {
    const reply = await send([item(0), item(1, { listen: '127.0.0.1:99999' }), item(2)]);
    expect(reply.status).to.equal(500);
    const { error, status, proxies } = JSON.parse(reply.text) as Populated;
    expect([error, status, proxies?.length]).to.deep.equal(['listen tcp: address 99999: invalid port', 500, 1]);
    expect(JSON.stringify(proxies?.[0])).to.equal((await get(names[0])).text);
    expect(Object.keys(JSON.parse(reply.text) as object)).to.deep.equal(['error', 'status', 'proxies']);
    expect([(await get(names[1])).status, (await get(names[2])).status]).to.deep.equal([404, 404]);
  });

  it('refuses a taken address with 500', async () => {
    expect(await send([item(0, { listen: bed.proxy.listen })])).to.deep.equal(
      refusal(500, `listen tcp ${bed.proxy.listen}: bind: address already in use`),
    );
    expect((await get(names[0])).status).to.equal(404);
  });

  it('leaves what cannot be replaced as it was, but disabled', async () => {
    const [first] = (await read([item(0)])).proxies ?? [];
    expect((await send([item(0, { listen: bed.proxy.listen, upstream: 'x:1' })])).status).to.equal(500);
    expect(JSON.parse((await get(names[0])).text)).to.deep.equal({ ...first, enabled: false });
  });

  it('leaves alone what is told an address without a meaning', async () => {
    await read([item(0)]);
    const before = await get(names[0]);
    expect(await send([item(0, { listen: 'nonsense' })])).to.deep.equal(refusal(500, 'address nonsense: missing port in address'));
    expect(await get(names[0])).to.deep.equal(before);
  });

  it('creates toxics with a proxy, or ignores them', async () => {
    const { proxies } = await read([item(0, { toxics: [{ type: 'latency' }] })]);
    expect(proxies?.[0]?.toxics).to.have.length(target.either('toxics at creation', { original: 0, embedded: 1 }));
  });
}

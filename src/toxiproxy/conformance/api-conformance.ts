import { expect } from 'chai';
import { Toxiproxy } from 'toxiproxy-node-client';
import { Bed, freshName, toxicBody } from './bed.js';
import type { UrlProvider } from './bed.js';
import { dial } from './peer.js';

interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

/** The HTTP API: statuses, bodies and messages, by plain requests and through `toxiproxy-node-client`. */
export function apiConformance(url: UrlProvider): void {
  const request = async (method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Reply> => {
    const response = await fetch(url() + path, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };
  const expectError = (reply: Reply, status: number, message: string): void => {
    expect(reply).to.deep.equal({ status, type: 'text/plain; charset=utf-8', text: `{"error":"${message}","status":${status}}\n` });
  };
  let bed: Bed;
  beforeEach(async () => (bed = await Bed.open(url())));
  afterEach(() => bed.close());

  it('tells its version as one JSON object', async () => {
    const reply = await request('GET', '/version');
    expect(reply.type).to.equal('application/json;charset=utf-8');
    expect(reply.text).to.match(/^\{"version": "[^"]+"\}\n$/);
    expect(await bed.client.getVersion()).to.equal(reply.text);
  });

  const failures: readonly (readonly [method: string, path: string, body: string | undefined, status: number, message: string])[] = [
    ['POST', '/proxies', '', 400, 'bad request body: EOF'],
    ['POST', '/proxies', '{"name":"x', 400, 'bad request body: unexpected EOF'],
    ['POST', '/proxies', '{}', 400, 'missing required field: name'],
    ['POST', '/proxies', '{"name":"x"}', 400, 'missing required field: upstream'],
    ['POST', '/proxies', '{"name":"x","upstream":"y","listen":"nonsense"}', 500, 'listen tcp: address nonsense: missing port in address'],
    ['POST', '/proxies', '{"name":"x","upstream":"y","listen":"127.0.0.1:99999"}', 500, 'listen tcp: address 99999: invalid port'],
    ['GET', '/proxies/unknown', undefined, 404, 'proxy not found'],
    ['DELETE', '/proxies/unknown', undefined, 404, 'proxy not found'],
    ['PATCH', '/proxies/unknown', '{}', 404, 'proxy not found'],
    ['GET', '/proxies/unknown/toxics', undefined, 404, 'proxy not found'],
    ['GET', '/proxies/BED/toxics/unknown', undefined, 404, 'toxic not found'],
    ['DELETE', '/proxies/BED/toxics/unknown', undefined, 404, 'toxic not found'],
    ['POST', '/proxies/BED/toxics', '{"type":"down"}', 400, 'invalid toxic type'],
    ['POST', '/proxies/BED/toxics', '{"stream":"sideways"}', 400, 'stream was invalid, can be either upstream or downstream'],
  ];
  for (const [method, path, body, status, message] of failures) {
    it(`answers ${method} ${path} ${body ?? ''} with ${status} ${message}`, async () => {
      expectError(await request(method, path.replace('BED', bed.proxy.name), body), status, message);
    });
  }

  it('answers unknown paths 404, known paths with other methods 405, unclean paths 301', async () => {
    expect(await request('GET', '/nowhere')).to.deep.include({ status: 404, text: '404 page not found\n' });
    expect(await request('GET', '/proxies/')).to.deep.include({ status: 404, text: '404 page not found\n' });
    expect(await request('PUT', '/proxies')).to.deep.include({ status: 405, text: '' });
    expect(await request('GET', '//proxies')).to.deep.include({ status: 301, text: '' });
  });

  it('turns browsers away', async () => {
    const reply = await request('GET', '/version', undefined, { 'User-Agent': 'Mozilla/5.0' });
    expect(reply).to.deep.include({ status: 403, text: 'User agent not allowed\n' });
  });

  it('creates a proxy that is up, with its real address, and reads it back', async () => {
    expect(bed.proxy.enabled).to.equal(true);
    expect(bed.proxy.listen).to.match(/^127\.0\.0\.1:[1-9][0-9]*$/);
    const again = await bed.client.get(bed.proxy.name);
    expect(again).to.deep.include({ listen: bed.proxy.listen, upstream: bed.upstream.address });
    expect(Object.keys(await bed.client.getAll())).to.include(bed.proxy.name);
    (await dial(bed.proxy.listen)).socket.destroy();
  });

  it('refuses a second proxy of the same name or address', async () => {
    const body = { name: bed.proxy.name, listen: '127.0.0.1:0', upstream: 'x:1' };
    expectError(await request('POST', '/proxies', JSON.stringify(body)), 409, 'proxy already exists');
    const other = JSON.stringify({ ...body, name: freshName(), listen: bed.proxy.listen });
    expectError(await request('POST', '/proxies', other), 500, `listen tcp ${bed.proxy.listen}: bind: address already in use`);
  });

  it('keeps the address of a disabled proxy as text until it is enabled', async () => {
    const name = freshName();
    const proxy = await bed.client.createProxy({ name, listen: 'localhost:0', upstream: 'x:1', enabled: false });
    expect(proxy).to.deep.include({ listen: 'localhost:0', enabled: false });
    const enabled = await proxy.update({ listen: 'localhost:0', upstream: 'x:1', enabled: true });
    expect(enabled.listen).to.match(/^127\.0\.0\.1:[1-9]/);
    await enabled.remove();
  });

  it('disables and enables on the same port, and keeps toxics meanwhile', async () => {
    await bed.toxic({ type: 'latency', attributes: { latency: 1, jitter: 0 } });
    const { listen, upstream } = bed.proxy;
    await bed.proxy.update({ enabled: false, listen, upstream });
    await dial(listen).then(
      () => expect.fail('connected'),
      (error: NodeJS.ErrnoException) => expect(error.code).to.equal('ECONNREFUSED'),
    );
    expect(await bed.proxy.update({ enabled: true, listen, upstream })).to.deep.include({ listen, enabled: true });
    expect(await bed.proxy.getToxic('latency_downstream')).to.deep.include({ type: 'latency' });
    (await dial(listen)).socket.destroy();
  });

  it('frees the port of a deleted proxy', async () => {
    await bed.proxy.remove();
    await dial(bed.proxy.listen).then(
      () => expect.fail('connected'),
      (error: NodeJS.ErrnoException) => expect(error.code).to.equal('ECONNREFUSED'),
    );
    expect((await request('GET', `/proxies/${bed.proxy.name}`)).status).to.equal(404);
  });

  it('lists toxics upstream first and names them by type and stream', async () => {
    const path = `/proxies/${bed.proxy.name}/toxics`;
    const first = await request('POST', path, '{"type":"latency"}');
    expect(first.text).to.equal(
      '{"attributes":{"latency":0,"jitter":0},"name":"latency_downstream","type":"latency","stream":"downstream","toxicity":1}',
    );
    expect(first.status).to.equal(200);
    await request('POST', path, '{"type":"noop","stream":"upstream","toxicity":0.2}');
    const names = (JSON.parse((await request('GET', path)).text) as { name: string; toxicity: number }[]).map((toxic) => [
      toxic.name,
      toxic.toxicity,
    ]);
    expect(names).to.deep.equal([
      ['noop_upstream', 0.2],
      ['latency_downstream', 1],
    ]);
    expectError(await request('POST', path, '{"type":"bandwidth","name":"noop_upstream"}'), 409, 'toxic already exists');
  });

  it('merges attributes on update and keeps what is left out', async () => {
    const toxic = await bed.toxic({ type: 'latency', attributes: { latency: 5, jitter: 3 }, toxicity: 0.5 });
    const path = `/proxies/${bed.proxy.name}/toxics/${toxic.name}`;
    expect(JSON.parse((await request('PATCH', path, '{"attributes":{"latency":7}}')).text)).to.deep.include({
      attributes: { latency: 7, jitter: 3 },
      toxicity: 0.5,
    });
    const updated = await toxic.update(toxicBody({ type: 'latency', attributes: { latency: 9, jitter: 3 }, toxicity: 1 }));
    expect(updated).to.deep.include({ toxicity: 1, attributes: { latency: 9, jitter: 3 } });
    await updated.remove();
    expect((await request('GET', path)).status).to.equal(404);
  });

  it('has every type of toxic with zero defaults', async () => {
    const defaults: Readonly<Record<string, readonly string[]>> = {
      bandwidth: ['rate'],
      latency: ['latency', 'jitter'],
      limit_data: ['bytes'],
      noop: [],
      reset_peer: ['timeout'],
      slow_close: ['delay'],
      timeout: ['timeout'],
    };
    for (const [type, names] of Object.entries(defaults)) {
      const reply = await request('POST', `/proxies/${bed.proxy.name}/toxics`, JSON.stringify({ type }));
      expect(JSON.parse(reply.text)).to.deep.include({ type, attributes: Object.fromEntries(names.map((name) => [name, 0])) });
    }
    const slicer = JSON.stringify({ type: 'slicer', attributes: { average_size: 9 } });
    const reply = await request('POST', `/proxies/${bed.proxy.name}/toxics`, slicer);
    expect(JSON.parse(reply.text)).to.deep.include({ attributes: { average_size: 9, size_variation: 0, delay: 0 } });
  });

  it('populates: creates the missing, keeps the same, checks all before it starts', async () => {
    await bed.toxic({ type: 'noop' });
    const name = freshName();
    const same = { name: bed.proxy.name, listen: bed.proxy.listen.replace('127.0.0.1', 'localhost'), upstream: bed.upstream.address };
    const made = await bed.client.populate([same, { name, listen: '127.0.0.1:0', upstream: bed.upstream.address, enabled: false }]);
    expect(Object.keys(made)).to.deep.equal([bed.proxy.name, name]);
    expect(made[name]?.enabled).to.equal(false);
    await bed.proxy.getToxic('noop_downstream');
    const bad = await request('POST', '/populate', JSON.stringify([{ name: 'never', upstream: 'x:1' }, { upstream: 'x:1' }]));
    expect(bad).to.deep.include({ status: 400, type: 'application/json' });
    expect(JSON.parse(bad.text)).to.deep.equal({ error: 'missing required field: name at proxy 2', status: 400, proxies: null });
    expect(await request('POST', '/populate', '[]')).to.deep.include({ status: 201, text: '{"proxies":null}' });
    await made[name]?.remove();
  });

  it('resets: every proxy up, no toxics', async () => {
    await bed.toxic({ type: 'timeout', attributes: { timeout: 0 } });
    await bed.proxy.update({ enabled: false, listen: bed.proxy.listen, upstream: bed.proxy.upstream });
    await new Toxiproxy(url()).reset();
    expect(JSON.parse((await request('GET', `/proxies/${bed.proxy.name}`)).text)).to.deep.include({ enabled: true, toxics: [] });
  });
}

import { expect } from 'chai';
import { ask, emptyReply, errorReply, plainReply } from './ask.js';
import type { Extras, Reply } from './ask.js';
import { Bed } from './bed.js';
import { rawStatus } from './raw-status.js';
import type { Target } from './target.js';

/** Which methods each path knows; BED is the name of a proxy that has a toxic `noop_downstream`. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  '/version': ['GET'],
  '/proxies': ['GET', 'POST'],
  '/proxies/BED': ['GET', 'POST', 'PATCH', 'DELETE'],
  '/proxies/BED/toxics': ['GET', 'POST'],
  '/proxies/BED/toxics/noop_downstream': ['GET', 'POST', 'PATCH', 'DELETE'],
  '/populate': ['POST'],
  '/reset': ['POST'],
};
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const;

const UNKNOWN_PATHS: readonly string[] = [
  '/',
  '/nowhere',
  '/PROXIES',
  '/version/',
  '/proxies/',
  '/proxies/BED/',
  '/proxies/BED/nothing',
  '/proxies/BED/toxics/',
  '/proxies/BED/toxics/noop_downstream/more',
  '/reset/',
  '/populate/',
  '/proxies%2f',
  '/version%20',
  '/version;x',
  '/version%00',
  '/version#part',
];

const UNCLEAN_PATHS: readonly (readonly [path: string, location: string])[] = [
  ['//proxies', '/proxies'],
  ['///proxies', '/proxies'],
  ['/./proxies', '/proxies'],
  ['/nowhere/../proxies', '/proxies'],
  ['/../proxies', '/proxies'],
  ['/proxies/./BED', '/proxies/BED'],
  ['/proxies//', '/proxies/'],
  ['/proxies/..', '/'],
  ['/proxies/.', '/proxies'],
  ['/proxies//toxics', '/proxies/toxics'],
  ['//proxies?a=1', '/proxies?a=1'],
  ['/%2e%2e/proxies', '/proxies'],
  ['/proxies/%2F', '/proxies/'],
  ['//a b%3Fc'.replace(' ', '%20'), '/a%20b%3Fc'],
];

const USER_AGENTS: readonly (readonly [agent: string, path: string, expected: Reply | 'served'])[] = [
  ['Mozilla/5.0 (X11)', '/version', plainReply(403, 'User agent not allowed\n', true)],
  ['Mozilla/5.0 (X11)', '/proxies', plainReply(403, 'User agent not allowed\n', true)],
  ['Mozilla/5.0 (X11)', '/nowhere', plainReply(404, '404 page not found\n', false)],
  ['Mozilla', '/version', 'served'],
  ['mozilla/5.0', '/version', 'served'],
  ['x Mozilla/5.0', '/version', 'served'],
  ['curl/8', '/version', 'served'],
  ['', '/version', 'served'],
];

/** Paths, methods, headers, and what every answer has. */
export function transportConformance(target: Target): void {
  let bed: Bed;
  before(async () => {
    bed = await Bed.open(target.url);
    await bed.toxic({ type: 'noop' });
  });
  after(() => bed.close());
  const send = (method: string, path: string, extras: Extras = {}): Promise<Reply> =>
    ask(target.url, method, path.replace('BED', bed.proxy.name), extras);

  for (const [path, known] of Object.entries(KNOWN)) {
    for (const method of METHODS.filter((name) => !known.includes(name))) {
      it(`answers ${method} ${path} with an empty 405`, async () => {
        expect(await send(method, path)).to.deep.equal(emptyReply(405));
      });
    }
  }

  for (const path of UNKNOWN_PATHS) {
    it(`answers ${path} with 404 page not found, which is no JSON and has no request id`, async () => {
      expect(await send('GET', path)).to.deep.equal(plainReply(404, '404 page not found\n', false));
      expect((await send('POST', path, { body: '{}' })).status).to.equal(404);
    });
  }

  for (const [path, location] of UNCLEAN_PATHS) {
    it(`answers ${path} with 301 to ${location}, for any method`, async () => {
      const where = location.replace('BED', bed.proxy.name);
      for (const method of ['POST', 'PATCH', 'DELETE']) {
        expect(await send(method, path), method).to.deep.equal(emptyReply(301, { location: where }));
      }
      expect(await send('GET', path)).to.deep.include({ status: 301, location: where, numbered: false });
    });
  }

  it('answers a path with a broken percent sign with 400', async () => {
    const broken = { status: 400, text: '400 Bad Request', numbered: false };
    expect(await send('GET', '/proxies/%zz')).to.deep.include(broken);
    const { headers } = await fetch(`${target.url}/proxies/%zz`);
    expect(headers.get('content-length')).to.equal(target.either('answers to broken paths', { original: null, embedded: '15' }));
    // More than the original has read when it closes: the end of its answer is a reset.
    expect(await send('GET', '/proxies/%zz', { headers: { Cookie: 'c'.repeat(30_000) } })).to.deep.include(broken);
  });

  for (const [agent, path, expected] of USER_AGENTS) {
    it(`${expected === 'served' ? 'serves' : `answers ${expected.status} to`} the user agent "${agent}" on ${path}`, async () => {
      const reply = await send('GET', path, { headers: { 'User-Agent': agent } });
      if (expected === 'served') expect(reply).to.deep.include({ status: 200, numbered: true });
      else expect(reply).to.deep.equal(expected);
    });
  }

  it('ignores the query, the content type of a request, and an Expect: 100-continue', async () => {
    expect((await send('GET', '/version?a=1')).status).to.equal(200);
    const missing = errorReply(400, 'missing required field: name');
    for (const headers of [{ 'Content-Type': 'image/png' }, { Expect: '100-continue' }, { 'Content-Encoding': 'gzip' }]) {
      expect(await send('POST', '/proxies', { body: '{}', headers })).to.deep.equal(missing);
    }
  });

  it('does not let a header name another method, and does not upgrade', async () => {
    const headers = { 'X-HTTP-Method-Override': 'DELETE', Connection: 'Upgrade', Upgrade: 'websocket' };
    expect((await send('GET', '/proxies/BED', { headers })).status).to.equal(200);
  });

  it('takes headers and paths of hundreds of kilobytes', async () => {
    expect((await send('GET', '/version', { headers: { 'X-Long': 'x'.repeat(300_000) } })).status).to.equal(200);
    expect(await send('GET', `/proxies/${'n'.repeat(300_000)}`)).to.deep.equal(errorReply(404, 'proxy not found'));
  });

  it('takes a body in chunks', async () => {
    const headers = { 'Transfer-Encoding': 'chunked' };
    const response = await fetch(`${target.url}/proxies`, { method: 'POST', body: new Blob(['{}']).stream(), duplex: 'half' });
    expect(response.status).to.equal(400);
    expect((await send('GET', '/version', { headers })).status).to.equal(200);
  });

  it('gives each routed request an id of its own', async () => {
    const ids = new Set<string | null>();
    for (let index = 0; index < 5; index += 1) ids.add((await fetch(`${target.url}/version`)).headers.get('x-toxiproxy-request-id'));
    expect(ids.size).to.equal(5);
    expect(ids.has(null)).to.equal(false);
  });

  it('tells its version as one JSON object with a space in it', async () => {
    const reply = await send('GET', '/version');
    expect(reply).to.deep.include({ status: 200, type: 'application/json;charset=utf-8', numbered: true });
    expect(reply.text).to.match(/^\{"version": "[^"]+"\}\n$/);
    expect(await bed.client.getVersion()).to.equal(reply.text);
  });

  it('has routes for its capabilities, activity, connections and log, or says 404', async () => {
    const expected = target.either('own routes', { original: 404, embedded: 200 });
    for (const path of ['/capabilities', '/activity', '/connections', '/log'])
      expect((await send('GET', path)).status, path).to.equal(expected);
    const { headers } = await fetch(`${target.url}/nowhere`);
    expect(headers.has('x-toxiproxy-server')).to.equal(target.either('own routes', { original: false, embedded: true }));
  });

  it('looks at the host name of a request, or does not', async () => {
    const status = target.either('foreign host names', { original: 200, embedded: 403 });
    expect((await send('GET', '/version', { headers: { Host: 'evil.example' } })).status).to.equal(status);
    for (const Host of ['localhost', 'LOCALHOST:1', '127.0.0.1', '[::1]:80', '10.1.2.3:4']) {
      expect((await send('GET', '/version', { headers: { Host } })).status, Host).to.equal(200);
    }
  });

  it('answers what HTTP does not know with 405 or 501, or with 400', async () => {
    const at = (original: number): number => target.either('odd requests', { original, embedded: 400 });
    expect((await rawStatus(target.url, 'FOO /version HTTP/1.1\r\nHost: a\r\n\r\n')).toString()).to.equal(`${at(405)}`);
    const gzip = 'POST /proxies HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: gzip\r\n\r\n';
    expect(await rawStatus(target.url, gzip)).to.equal(at(501));
    expect(await rawStatus(target.url, 'GET version HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')).to.equal(400);
    expect(await rawStatus(target.url, 'GET /version HTTP/1.1\r\n\r\n')).to.equal(400);
    expect(await rawStatus(target.url, 'nonsense\r\n\r\n')).to.equal(400);
  });
}

import { expect } from 'chai';
import { ask, emptyReply, errorReply, jsonReply } from './ask.js';
import type { Reply } from './ask.js';
import { Bed, freshName } from './bed.js';
import { freePort } from './free-port.js';
import { dial, refused } from './peer.js';
import type { Target } from './target.js';

const BIND_IN_USE = 'bind: address already in use';
/** TEST-NET-1: an address that no machine has. */
const NOWHERE = '192.0.2.1:80';

interface Shown {
  readonly listen: string;
  readonly upstream: string;
  readonly enabled: boolean;
}

/** Proxies: creating, showing, changing, moving, removing and resetting them. */
export function proxyConformance(target: Target): void {
  let bed: Bed;
  beforeEach(async () => (bed = await Bed.open(target.url)));
  afterEach(() => bed.close());
  const send = (method: string, path: string, body?: unknown): Promise<Reply> => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return ask(target.url, method, path.replace('BED', bed.proxy.name), { body: text });
  };
  const change = (body: unknown): Promise<Reply> => send('PATCH', '/proxies/BED', body);
  const shown = async (name = 'BED'): Promise<Shown> => JSON.parse((await send('GET', `/proxies/${name}`)).text) as Shown;
  const text = (name: string, { listen, upstream, enabled }: Shown): string =>
    JSON.stringify({ name, listen, upstream, enabled, Logger: {}, toxics: [] });
  /** Creates a proxy beside the bed's, hands its name over, and removes it. */
  const beside = async (body: Record<string, unknown>, work: (name: string, reply: Reply) => Promise<void>): Promise<void> => {
    const name = freshName();
    const reply = await send('POST', '/proxies', { name, upstream: bed.upstream.address, listen: '127.0.0.1:0', ...body });
    try {
      await work(name, reply);
    } finally {
      await send('DELETE', `/proxies/${name}`);
    }
  };

  describe('creating', () => {
    // CreateProxyBlankName, CreateProxyBlankUpstream
    const refusals: readonly (readonly [body: unknown, status: number, message: string])[] = [
      [{}, 400, 'missing required field: name'],
      [{ name: '' }, 400, 'missing required field: name'],
      [{ upstream: 'x:1' }, 400, 'missing required field: name'],
      [{ name: 'x' }, 400, 'missing required field: upstream'],
      [{ name: 'x', upstream: '', listen: 'nonsense' }, 400, 'missing required field: upstream'],
      [{ name: 'x', upstream: 'y:1', listen: 'nonsense' }, 500, 'listen tcp: address nonsense: missing port in address'],
      [{ name: 'x', upstream: 'y:1', listen: '127.0.0.1:99999' }, 500, 'listen tcp: address 99999: invalid port'],
      [{ name: 'x', upstream: 'y:1', listen: '127.0.0.1:-1' }, 500, 'listen tcp: address -1: invalid port'],
      [{ name: 'x', upstream: 'y:1', listen: '127.0.0.1:no' }, 500, 'listen tcp: lookup tcp/no: unknown port'],
      [{ name: 'x', upstream: 'y:1', listen: '::1:80' }, 500, 'listen tcp: address ::1:80: too many colons in address'],
      [{ name: 'x', upstream: 'y:1', listen: '[::1]' }, 500, 'listen tcp: address [::1]: missing port in address'],
      [{ name: 'x', upstream: 'y:1', listen: '[::1:80' }, 500, "listen tcp: address [::1:80: missing ']' in address"],
      [{ name: 'x', upstream: 'y:1', listen: '256.0.0.1:80' }, 500, 'listen tcp: lookup 256.0.0.1: no such host'],
      [{ name: 'x', upstream: 'y:1', listen: '127.1:80' }, 500, 'listen tcp: lookup 127.1: no such host'],
      [{ name: 'x', upstream: 'y:1', listen: NOWHERE }, 500, `listen tcp ${NOWHERE}: bind: cannot assign requested address`],
    ];
    for (const [body, status, message] of refusals) {
      it(`refuses ${JSON.stringify(body)} with ${status} ${message}, and stores nothing`, async () => {
        expect(await send('POST', '/proxies', body)).to.deep.equal(errorReply(status, message));
        expect((await send('GET', '/proxies/x')).status).to.equal(404);
      });
    }

    // CreateAndGetProxy, CreateProxyWithSave
    it('answers 201 with the whole proxy, which is up at its real address, and reads it back', async () => {
      await beside({ listen: 'localhost:0' }, async (name, reply) => {
        const { listen } = await shown(name);
        expect(listen).to.match(/^127\.0\.0\.1:[1-9][0-9]*$/);
        expect(reply).to.deep.equal(jsonReply(201, text(name, { listen, upstream: bed.upstream.address, enabled: true })));
        expect(await send('GET', `/proxies/${name}`)).to.deep.equal({ ...reply, status: 200 });
        (await dial(listen)).socket.destroy();
      });
    });

    // CreateDisabledProxy, CreateDisabledProxyAndEnable
    it('keeps the address of a disabled proxy as it was said, until it is enabled', async () => {
      const closed = await freePort();
      await beside({ listen: `localhost:${closed}`, enabled: false }, async (name, reply) => {
        expect(reply).to.deep.equal(
          jsonReply(201, text(name, { listen: `localhost:${closed}`, upstream: bed.upstream.address, enabled: false })),
        );
        expect(await refused(`127.0.0.1:${closed}`)).to.equal(true);
        expect(JSON.parse((await send('PATCH', `/proxies/${name}`, { enabled: true })).text)).to.deep.include({
          listen: `127.0.0.1:${closed}`,
          enabled: true,
        });
        (await dial(`127.0.0.1:${closed}`)).socket.destroy();
        expect(JSON.parse((await send('POST', `/proxies/${name}`, { enabled: false })).text)).to.deep.include({
          listen: `127.0.0.1:${closed}`,
          enabled: false,
        });
        expect(await refused(`127.0.0.1:${closed}`)).to.equal(true);
      });
    });

    // CreateProxyNameConflict, CreateProxyPortConflict, AddTwoProxiesToCollection, StartTwoOnSameAddress
    it('refuses a second proxy of the same name with 409, before it looks at the address', async () => {
      const body = { name: bed.proxy.name, listen: 'nonsense', upstream: 'x:1' };
      expect(await send('POST', '/proxies', body)).to.deep.equal(errorReply(409, 'proxy already exists'));
    });

    it('refuses a taken address with 500, stores nothing, and takes it once it is free', async () => {
      const { listen } = bed.proxy;
      const name = freshName();
      const body = { name, listen, upstream: bed.upstream.address };
      expect(await send('POST', '/proxies', body)).to.deep.equal(errorReply(500, `listen tcp ${listen}: ${BIND_IN_USE}`));
      expect((await send('GET', `/proxies/${name}`)).status).to.equal(404);
      expect((await send('DELETE', '/proxies/BED')).status).to.equal(204);
      expect((await send('POST', '/proxies', body)).status).to.equal(201);
      expect((await send('DELETE', `/proxies/${name}`)).status).to.equal(204);
    });

    it('creates toxics with a proxy, or ignores them', async () => {
      const toxics = [{ type: 'latency', attributes: { latency: 7 } }];
      await beside({ toxics }, async (name) => {
        const list = JSON.parse((await send('GET', `/proxies/${name}/toxics`)).text) as unknown[];
        expect(list).to.have.length(target.either('toxics at creation', { original: 0, embedded: 1 }));
      });
    });
  });

  it('has manners towards clients and shows them, or does not see them, whatever they hold', async () => {
    const own = target.either('more fields of proxies', { original: false, embedded: true });
    await beside({ on_dial_error: 'reset', accept: 'normal' }, async (name) => {
      const shown = JSON.parse((await send('GET', `/proxies/${name}`)).text) as Readonly<Record<string, unknown>>;
      expect([shown['on_dial_error'], 'accept' in shown]).to.deep.equal([own ? 'reset' : undefined, false]);
    });
    for (const wrong of [{ on_dial_error: 'shrug' }, { accept: 7 }]) {
      const name = freshName();
      const body = { name, listen: '127.0.0.1:0', upstream: bed.upstream.address, ...wrong };
      expect((await send('POST', '/proxies', body)).status, JSON.stringify(wrong)).to.equal(own ? 400 : 201);
      await send('DELETE', `/proxies/${name}`);
    }
  });

  describe('listing', () => {
    // IndexWithNoProxies, ListingProxies, ListProxies
    it('is an object by name with its keys in order', async () => {
      await beside({}, async (name) => {
        const { text: body, ...head } = await send('GET', '/proxies');
        expect(head).to.deep.equal({ status: 200, type: 'application/json', nosniff: false, numbered: true, location: undefined });
        const listed = JSON.parse(body) as Record<string, unknown>;
        expect(listed[name]).to.deep.equal(await shown(name));
        expect(listed[bed.proxy.name]).to.deep.equal(await shown());
        const keys = [...body.matchAll(/"([^"]*)":\{"name":"/g)].map(([, key = '']) => key);
        expect(keys).to.deep.equal([...keys].sort());
        expect(Object.keys(await bed.client.getAll())).to.include.members([name, bed.proxy.name]);
      });
    });

    it('has keys that are numbers in their place, and any name', async () => {
      for (const name of ['9', '10', '__proto__', 'constructor', 'é€😀']) {
        expect((await send('POST', '/proxies', { name, upstream: 'x:1', enabled: false })).status, name).to.equal(201);
      }
      const { text: body } = await send('GET', '/proxies');
      const places = ['"10":', '"9":', '"__proto__":', '"constructor":'].map((key) => body.indexOf(key));
      expect(places).to.deep.equal([...places].sort((a, b) => a - b));
      expect(Math.min(...places)).to.be.at.least(0);
      for (const name of ['9', '10', '__proto__', 'constructor', 'é€😀']) {
        expect(JSON.parse((await send('GET', `/proxies/${encodeURIComponent(name)}`)).text)).to.deep.include({ name });
        expect((await send('DELETE', `/proxies/${encodeURIComponent(name)}`)).status).to.equal(204);
      }
    });
  });

  describe('names', () => {
    const names: readonly (readonly [name: string, path: string])[] = [
      ['a b', 'a%20b'],
      ['a+b', 'a+b'],
      ['a+b', 'a%2bb'],
      ['a?b#c%', 'a%3fb%23c%25'],
      ['ä', '%C3%A4'],
      ['ä', '%c3%a4'],
      ['<&>"\\', '%3C%26%3E%22%5C'],
      ['toxics', 'toxics'],
      ['\u0001\t', '%01%09'],
      ['x'.repeat(5000), 'x'.repeat(5000)],
    ];
    for (const [name, path] of names) {
      it(`are one part of a path, percent-decoded: ${JSON.stringify(name.slice(0, 20))} is /proxies/${path.slice(0, 20)}`, async () => {
        expect((await send('POST', '/proxies', { name, upstream: 'x:1', enabled: false })).status).to.equal(201);
        const reply = await send('GET', `/proxies/${path}`);
        expect(JSON.parse(reply.text)).to.deep.include({ name });
        expect(reply.text).to.not.match(/[<>&]/);
        expect(await send('GET', `/proxies/${path}/toxics`)).to.deep.equal(jsonReply(200, '[]'));
        expect(await send('DELETE', `/proxies/${path}`)).to.deep.include({ status: 204, text: '' });
      });
    }

    it('with a slash can be created and then never be addressed', async () => {
      const name = `${freshName()}/x`;
      const body = { name, upstream: 'x:1', listen: '127.0.0.1:0', enabled: false };
      expect((await send('POST', '/proxies', body)).status).to.equal(201);
      for (const path of [name, encodeURIComponent(name)]) {
        for (const method of ['GET', 'PATCH', 'DELETE']) expect((await send(method, `/proxies/${path}`, '{}')).status).to.equal(404);
      }
      expect((await send('GET', '/proxies')).text).to.include(`"${name}"`);
      expect((await send('POST', '/populate', [{ ...body, upstream: 'y:1' }])).text).to.include('"upstream":"y:1"');
    });

    it('that are no Unicode become what they can be shown as', async () => {
      const name = freshName();
      expect((await send('POST', '/proxies', `{"name":"${name}\\ud83d","upstream":"x:1","enabled":false}`)).text).to.include(
        `"${name}\ufffd"`,
      );
      expect((await send('DELETE', `/proxies/${encodeURIComponent(`${name}\ufffd`)}`)).status).to.equal(204);
    });
  });

  describe('changing', () => {
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
      it(`answers 404 to ${method} of a proxy that there is not, whatever the body`, async () => {
        for (const body of ['{}', 'garbage', '']) {
          expect(await send(method, '/proxies/unknown', body)).to.deep.equal(errorReply(404, 'proxy not found'));
        }
      });
    }

    it('takes any part of a proxy, by POST as by PATCH, and answers with the whole', async () => {
      const { listen } = bed.proxy;
      const expected = jsonReply(200, text(bed.proxy.name, { listen, upstream: 'x:1', enabled: true }));
      expect(await change({ upstream: 'x:1' })).to.deep.equal(expected);
      expect(await send('POST', '/proxies/BED', {})).to.deep.equal(expected);
      expect(await change({ name: 'other' })).to.deep.equal(expected);
      expect((await send('GET', '/proxies/other')).status).to.equal(404);
      expect((await change({ upstream: '' })).text).to.include('"upstream":""');
      expect((await change({ toxics: [{ type: 'latency' }] })).text).to.include('"toxics":[]');
    });

    it('changes nothing when one part has the wrong type', async () => {
      const before = await shown();
      expect((await change({ upstream: 'other:1', enabled: 'x' })).status).to.equal(400);
      expect(await shown()).to.deep.equal(before);
    });

    // ProxyUpdate
    it('takes a new port each time that port 0 is said, and keeps the present one otherwise', async () => {
      const first = bed.proxy.listen;
      const { listen: second } = JSON.parse((await change({ listen: 'localhost:0' })).text) as Shown;
      expect(second)
        .to.match(/^127\.0\.0\.1:[1-9]/)
        .and.to.not.equal(first);
      expect(await refused(first)).to.equal(true);
      expect((await change({ listen: second })).text).to.include(`"listen":"${second}"`);
      (await dial(second)).socket.destroy();
    });

    // UpdateWithHostname
    it('leaves connections alone when the same address is spelled otherwise or nothing changes, and cuts them otherwise', async () => {
      const { near } = await bed.pair();
      const local = bed.proxy.listen.replace('127.0.0.1', 'localhost');
      const same = { listen: local, upstream: bed.upstream.address, enabled: true };
      for (const body of [{}, { listen: local }, same]) expect((await change(body)).text).to.include(`"listen":"${bed.proxy.listen}"`);
      near.socket.write('still here');
      await near.until(10);
      await change({ upstream: bed.upstream.address.replace('127.0.0.1', 'localhost') });
      await near.ended();
    });

    it('disables and enables on the same port, and keeps toxics meanwhile', async () => {
      await bed.toxic({ type: 'latency', attributes: { latency: 1, jitter: 0 } });
      const { listen } = bed.proxy;
      const { near, far } = await bed.pair();
      expect((await change({ enabled: false })).text)
        .to.include('"enabled":false')
        .and.to.include('"name":"latency_downstream"');
      await Promise.all([near.ended(), far.ended()]);
      expect(await refused(listen)).to.equal(true);
      // A second time changes nothing.
      expect((await change({ enabled: false })).status).to.equal(200);
      expect(JSON.parse((await change({ enabled: true })).text)).to.deep.include({ listen, enabled: true });
      expect((await send('GET', '/proxies/BED/toxics/latency_downstream')).status).to.equal(200);
      (await dial(listen)).socket.destroy();
    });

    // RestartFailedToStart
    it('leaves a proxy that cannot be moved with its new address, disabled, until there is room', async () => {
      const other = await Bed.open(target.url);
      const taken = other.proxy.listen;
      expect(await change({ listen: taken })).to.deep.equal(errorReply(500, `listen tcp ${taken}: ${BIND_IN_USE}`));
      expect(await shown()).to.deep.include({ listen: taken, enabled: false });
      expect(await refused(bed.proxy.listen)).to.equal(true);
      expect(await change({ enabled: true })).to.deep.equal(errorReply(500, `listen tcp ${taken}: ${BIND_IN_USE}`));
      await other.close();
      expect(JSON.parse((await change({ enabled: true })).text)).to.deep.include({ listen: taken, enabled: true });
    });

    const nonsense: readonly (readonly [listen: string, message: string])[] = [
      ['nonsense', 'address nonsense: missing port in address'],
      ['localhost', 'address localhost: missing port in address'],
      ['127.0.0.1:99999', 'address 99999: invalid port'],
      ['127.0.0.1:-1', 'address -1: invalid port'],
      ['::1:80', 'address ::1:80: too many colons in address'],
      ['[::1]', 'address [::1]: missing port in address'],
      ['[::1:80', "address [::1:80: missing ']' in address"],
      ['256.0.0.1:80', 'lookup 256.0.0.1: no such host'],
      ['a b:80', 'lookup a b: no such host'],
    ];
    for (const [listen, message] of nonsense) {
      it(`refuses to listen on ${listen} with 500 ${message}, and changes nothing`, async () => {
        const before = await shown();
        for (const body of [{ listen }, { listen, upstream: 'other:1' }, { listen, enabled: false }]) {
          expect(await change(body)).to.deep.equal(errorReply(500, message));
        }
        expect(await shown()).to.deep.equal(before);
      });
    }

    for (const listen of ['127.0.0.1:', '127.0.0.1:00', '127.0.0.1:+0', 'localhost:0']) {
      it(`takes any free port for ${listen}`, async () => {
        expect((JSON.parse((await change({ listen })).text) as Shown).listen).to.match(/^127\.0\.0\.1:[1-9]/);
      });
    }

    it('takes every interface where no host is said, or loopback', async () => {
      const host = target.either('loopback by default', { original: '[::]', embedded: '127.0.0.1' });
      for (const listen of ['', ':0', ':', '0.0.0.0:0', '[::]:0']) {
        const now = (JSON.parse((await change({ listen })).text) as Shown).listen;
        expect(now.replace(/:[0-9]+$/, ''), listen).to.equal(host);
      }
      const { listen } = await shown();
      const port = listen.replace(/^.*:/, '');
      const near = await dial(`127.0.0.1:${port}`);
      await change({ listen });
      expect((await change({ listen: `[::]:${port}` })).text).to.include(`"listen":"${listen}"`);
      expect(near.ending).to.equal(undefined);
      await change({ listen: `:${port}` });
      if (target.either('loopback by default', { original: true, embedded: false })) await near.ended();
      expect((await shown()).listen).to.equal(listen);
      near.socket.destroy();
    });

    it('knows ports by name, or does not', async () => {
      const reply = await change({ listen: '127.0.0.1:nfs', enabled: false });
      expect(reply.text).to.include(target.either('service names', { original: ':nfs', embedded: 'unknown port' }));
    });
  });

  describe('removing', () => {
    // DeleteProxy, RemoveProxyFromCollection
    it('answers 204 without a body, frees the port and cuts connections; a second time answers 404', async () => {
      const { near, far } = await bed.pair();
      expect(await send('DELETE', '/proxies/BED')).to.deep.equal(emptyReply(204, { numbered: true }));
      expect(await refused(bed.proxy.listen)).to.equal(true);
      await Promise.all([near.ended(), far.ended()]);
      expect(await send('DELETE', '/proxies/BED')).to.deep.equal(errorReply(404, 'proxy not found'));
      expect(await send('GET', '/proxies/BED')).to.deep.equal(errorReply(404, 'proxy not found'));
      expect((await send('GET', '/proxies')).text).to.not.include(`"${bed.proxy.name}"`);
    });

    it('lets the same name and port be used again, without the toxics', async () => {
      await bed.toxic({ type: 'noop' });
      const { name, listen, upstream } = bed.proxy;
      await send('DELETE', '/proxies/BED');
      expect(await send('POST', '/proxies', { name, listen, upstream })).to.deep.equal(
        jsonReply(201, text(name, { listen, upstream, enabled: true })),
      );
    });
  });

  describe('resetting', () => {
    // ResetState
    it('answers 204 without a body, enables every proxy and removes every toxic; connections stay', async () => {
      const other = await Bed.open(target.url);
      for (const stream of ['upstream', 'downstream'] as const) await bed.toxic({ type: 'noop', stream });
      const { near } = await bed.pair();
      await other.update({ enabled: false });
      expect(await send('POST', '/reset')).to.deep.equal(emptyReply(204, { numbered: true }));
      expect(await shown()).to.deep.include({ enabled: true, toxics: [] });
      expect(await shown(other.proxy.name)).to.deep.include({ enabled: true });
      (await other.dial()).socket.write('x');
      near.socket.write('still here');
      await near.until(10);
      await other.close();
    });

    it('answers 500 when a proxy cannot be started, and does the rest, or what comes before', async () => {
      const stuck = await Bed.open(target.url);
      await bed.toxic({ type: 'noop' });
      expect((await stuck.update({ listen: NOWHERE })).status).to.equal(500);
      expect(await send('POST', '/reset')).to.deep.equal(errorReply(500, `listen tcp ${NOWHERE}: bind: cannot assign requested address`));
      const left = ((await shown()) as Shown & { toxics: unknown[] }).toxics.length;
      expect(left).to.be.oneOf(target.either('reset goes on', { original: [0, 1], embedded: [0] }));
      await stuck.close();
      expect((await send('POST', '/reset')).status).to.equal(204);
    });
  });
}

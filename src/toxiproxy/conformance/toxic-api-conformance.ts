import { expect } from 'chai';
import { ask, emptyReply, errorReply, jsonReply } from './ask.js';
import type { Reply } from './ask.js';
import { Bed, toxicBody } from './bed.js';
import type { Target } from './target.js';

const INVALID_STREAM = 'stream was invalid, can be either upstream or downstream';

/** The attributes of each type, in the order of the wire. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  bandwidth: ['rate'],
  latency: ['latency', 'jitter'],
  limit_data: ['bytes'],
  noop: [],
  reset_peer: ['timeout'],
  slicer: ['average_size', 'size_variation', 'delay'],
  slow_close: ['delay'],
  timeout: ['timeout'],
};

/** What a toxicity becomes: a float32, written as short as it can be. */
const TOXICITIES: readonly (readonly [said: string, kept: string])[] = [
  ['0', '0'],
  ['1', '1'],
  ['1.0e0', '1'],
  ['0.2', '0.2'],
  ['0.1', '0.1'],
  ['0.123456789012', '0.12345679'],
  ['-3', '-3'],
  ['7', '7'],
  ['1e-7', '1e-7'],
  ['0.000001', '0.000001'],
  ['1e-46', '0'],
  ['16777217', '16777216'],
  ['123456789', '123456790'],
  ['1e20', '100000000000000000000'],
  ['1e21', '1e+21'],
  ['1e38', '1e+38'],
];

/** The API of toxics: creating, reading, changing and removing them. */
export function toxicApiConformance(target: Target): void {
  let bed: Bed;
  beforeEach(async () => (bed = await Bed.open(target.url)));
  afterEach(() => bed.close());
  const send = (method: string, toxic: string, body?: unknown): Promise<Reply> => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return ask(target.url, method, `/proxies/${bed.proxy.name}/toxics${toxic}`, { body: text });
  };
  const add = (body: unknown): Promise<Reply> => send('POST', '', body);
  const shown = (type: string, more: Record<string, unknown> = {}): string => {
    const attributes = Object.fromEntries((ATTRIBUTES[type] ?? []).map((name) => [name, 0]));
    const { stream = 'downstream' } = more;
    return JSON.stringify({ attributes, name: `${type}_${String(stream)}`, type, stream, toxicity: 1, ...more });
  };
  const names = async (): Promise<readonly string[]> =>
    (JSON.parse((await send('GET', '')).text) as { name: string }[]).map(({ name }) => name);

  // AddToxic, AddNoop
  for (const type of Object.keys(ATTRIBUTES)) {
    it(`creates ${type} with 200, zeros and default names, and reads it back in three ways`, async () => {
      const reply = await add({ type });
      expect(reply).to.deep.equal(jsonReply(200, shown(type)));
      expect(await send('GET', `/${type}_downstream`)).to.deep.equal(reply);
      expect(await send('GET', '')).to.deep.equal(jsonReply(200, `[${shown(type)}]`));
      const proxy = JSON.parse((await ask(target.url, 'GET', `/proxies/${bed.proxy.name}`)).text) as { toxics: unknown };
      expect(proxy.toxics).to.deep.equal([JSON.parse(shown(type))]);
      expect(await send('DELETE', `/${type}_downstream`)).to.deep.equal(emptyReply(204, { numbered: true }));
      expect(await send('GET', '')).to.deep.equal(jsonReply(200, '[]'));
    });
  }

  it('refuses types that it does not have, with 400', async () => {
    for (const type of ['down', 'Latency', '', '__proto__', 'http_nothing']) {
      expect(await add({ type }), type).to.deep.equal(errorReply(400, 'invalid toxic type'));
    }
    for (const body of ['{}', '{"type":null}']) expect(await add(body)).to.deep.equal(errorReply(400, 'invalid toxic type'));
  });

  it('has more types, or refuses them', async () => {
    const status = target.either('more types', { original: 400, embedded: 200 });
    expect((await add({ type: 'limit_time', attributes: { time: 600_000 } })).status).to.equal(status);
  });

  it('has schedules and matches and shows them, or does not see them, whatever they hold', async () => {
    const own = target.either('more fields of toxics', { original: false, embedded: true });
    const more = { for_ms: 600_000, match: { path: '/a' } };
    const reply = await add({ type: 'noop', ...more });
    expect(JSON.parse(reply.text)).to.deep.equal({ ...(JSON.parse(shown('noop')) as object), ...(own ? more : {}) });
    for (const wrong of [{ after_ms: -1 }, { every_ms: 'x' }, { match: 7 }, { match: { unknown: 1 } }]) {
      expect((await add({ type: 'noop', name: JSON.stringify(wrong), ...wrong })).status, JSON.stringify(wrong)).to.equal(own ? 400 : 200);
    }
  });

  // InvalidStream
  it('takes the stream in any case, and shows and names it as it was typed', async () => {
    for (const stream of ['downstream', 'DownStream', 'UPSTREAM']) {
      expect(await add({ type: 'noop', stream })).to.deep.equal(jsonReply(200, shown('noop', { stream })));
    }
    expect(await names()).to.deep.equal(['noop_UPSTREAM', 'noop_downstream', 'noop_DownStream']);
    for (const stream of ['', 'sideways', 'up', ' upstream']) {
      expect(await add({ type: 'noop', stream })).to.deep.equal(errorReply(400, INVALID_STREAM));
    }
    expect(await add('{"type":"latency","stream":null}')).to.deep.equal(jsonReply(200, shown('latency')));
  });

  it('takes an empty or null name for no name', async () => {
    expect((await add({ type: 'noop', name: '' })).text).to.equal(shown('noop'));
    expect((await add({ type: 'latency', name: null })).text).to.equal(shown('latency'));
  });

  it('checks the body, then the stream, the type, the name, the attributes', async () => {
    await add({ type: 'noop', name: 'taken' });
    const bad = { latency: 'x' };
    expect((await add({ type: 'nothing', stream: 'sideways', name: 'taken', attributes: [] })).text).to.match(/attributes of type/);
    expect(await add({ type: 'nothing', stream: 'sideways', name: 'taken', attributes: bad })).to.deep.equal(
      errorReply(400, INVALID_STREAM),
    );
    expect(await add({ type: 'nothing', name: 'taken', attributes: bad })).to.deep.equal(errorReply(400, 'invalid toxic type'));
    expect(await add({ type: 'latency', name: 'taken', attributes: bad })).to.deep.equal(errorReply(409, 'toxic already exists'));
    expect((await add({ type: 'latency', name: 'free', attributes: bad })).status).to.equal(400);
    expect(await names()).to.deep.equal(['taken']);
  });

  // AddConflictingToxic, AddConflictingToxicsMultistream, AddConflictingToxicsMultistreamDefaults
  it('has each name once, whatever its type and stream, and keeps the first', async () => {
    await add({ type: 'latency', name: 'one', stream: 'upstream' });
    for (const stream of ['upstream', 'downstream']) {
      expect(await add({ type: 'noop', name: 'one', stream })).to.deep.equal(errorReply(409, 'toxic already exists'));
    }
    expect((await send('GET', '/one')).text).to.include('"type":"latency"');
    for (const stream of ['upstream', 'downstream']) expect((await add({ type: 'latency', stream })).status).to.equal(200);
    expect((await add({ type: 'latency' })).status).to.equal(409);
  });

  // ListingToxics, AddMultipleToxics
  it('lists upstream ones first, each stream in order of creation', async () => {
    for (const [name, stream] of ['d1-downstream', 'u1-upstream', 'd2-downstream', 'u2-upstream'].map((text) => text.split('-'))) {
      await add({ type: 'noop', name, stream });
    }
    expect(await names()).to.deep.equal(['u1', 'u2', 'd1', 'd2']);
    await send('DELETE', '/u1');
    await add({ type: 'noop', name: 'u1', stream: 'upstream' });
    expect(await names()).to.deep.equal(['u2', 'u1', 'd1', 'd2']);
  });

  // AddToxicWithToxicity
  for (const [said, kept] of TOXICITIES) {
    it(`keeps the toxicity ${said} as ${kept}`, async () => {
      const at = (toxicity: string): string => shown('noop').replace('"toxicity":1', `"toxicity":${toxicity}`);
      expect((await add(`{"type":"noop","toxicity":${said}}`)).text).to.equal(at(kept));
      await send('PATCH', '/noop_downstream', '{"toxicity":0.75}');
      expect((await send('PATCH', '/noop_downstream', `{"toxicity":${said}}`)).text).to.equal(at(kept));
    });
  }

  it('takes missing and null attributes for zeros and keys of any case, and ignores what it does not know', async () => {
    const zeros = shown('latency');
    for (const attributes of ['null', '{}', '{"unknown":"x","__proto__":5}', '{"latency":null}']) {
      expect((await add(`{"type":"latency","attributes":${attributes}}`)).text, attributes).to.equal(zeros);
      await send('DELETE', '/latency_downstream');
    }
    expect((await add('{"type":"noop","attributes":{"latency":"x"}}')).text).to.equal(shown('noop'));
    expect((await add('{"type":"latency","ATTRIBUTES":{"LATENCY":5,"latency":6,"Jitter":-0}}')).text).to.include('"latency":6,"jitter":0');
  });

  it('takes whole numbers of 53 bits, and of 64 bits or not', async () => {
    for (const number of ['9007199254740991', '-9007199254740991', '123456789012345']) {
      expect((await add(`{"type":"timeout","toxicity":0,"attributes":{"timeout":${number}}}`)).text).to.include(`"timeout":${number}}`);
      await send('DELETE', '/timeout_downstream');
    }
    const status = target.either('large numbers', { original: 200, embedded: 400 });
    expect((await add('{"type":"timeout","toxicity":0,"attributes":{"timeout":9223372036854775807}}')).status).to.equal(status);
  });

  // UpdateToxics
  it('changes what is said and keeps the rest, by POST as by PATCH', async () => {
    await add({ type: 'latency', attributes: { latency: 5, jitter: 3 }, toxicity: 0.5 });
    const at = (latency: number, jitter: number, toxicity: number): Reply =>
      jsonReply(200, shown('latency', { attributes: { latency, jitter }, toxicity }));
    const patch = (body: unknown): Promise<Reply> => send('PATCH', '/latency_downstream', body);
    expect(await patch({ attributes: { latency: 7 } })).to.deep.equal(at(7, 3, 0.5));
    expect(await send('POST', '/latency_downstream', { toxicity: 1 })).to.deep.equal(at(7, 3, 1));
    for (const nothing of ['{}', 'null', '{"attributes":null}', '{"attributes":{}}', '{"attributes":{"latency":null},"toxicity":null}']) {
      expect(await patch(nothing)).to.deep.equal(at(7, 3, 1));
    }
    expect(await patch({ name: 'x', type: 'noop', stream: 'upstream', attributes: { jitter: 4 } })).to.deep.equal(at(7, 4, 1));
    expect(await patch('{"name":5,"type":5,"stream":5}')).to.deep.equal(at(7, 4, 1));
    expect(await patch('{"attributes":{"latency":1},"attributes":{"jitter":2}}')).to.deep.equal(at(1, 2, 1));
    expect(await names()).to.deep.equal(['latency_downstream']);
  });

  it('keeps the half of a change that was read before the wrong part', async () => {
    await add({ type: 'latency' });
    const patch = (body: unknown): Promise<Reply> => send('PATCH', '/latency_downstream', body);
    const latency = async (): Promise<string> => (await send('GET', '/latency_downstream')).text;
    expect((await patch('{"attributes":{"latency":77,"jitter":"x"}}')).status).to.equal(400);
    expect(await latency()).to.equal(shown('latency', { attributes: { latency: 77, jitter: 0 } }));
    expect((await patch('{"toxicity":0.5,"attributes":{"latency":78,"jitter":"x"}}')).status).to.equal(400);
    expect(await latency()).to.equal(shown('latency', { attributes: { latency: 78, jitter: 0 } }));
    expect((await patch('{"attributes":{"latency":79},"toxicity":"x"}')).status).to.equal(400);
    expect(await latency()).to.equal(shown('latency', { attributes: { latency: 79, jitter: 0 } }));
  });

  // RemoveToxic
  it('answers 404 for a toxic or a proxy that there is not, whatever the body', async () => {
    await add({ type: 'noop' });
    await send('DELETE', '/noop_downstream');
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
      for (const body of ['{}', 'garbage']) {
        expect(await send(method, '/noop_downstream', body)).to.deep.equal(errorReply(404, 'toxic not found'));
        expect(await ask(target.url, method, '/proxies/unknown/toxics/x', { body })).to.deep.equal(errorReply(404, 'proxy not found'));
      }
    }
    for (const method of ['GET', 'POST']) {
      expect(await ask(target.url, method, '/proxies/unknown/toxics', { body: 'garbage' })).to.deep.equal(
        errorReply(404, 'proxy not found'),
      );
    }
  });

  const encoded: readonly (readonly [name: string, path: string])[] = [
    ['a b', 'a%20b'],
    ['é€😀', '%C3%A9%E2%82%AC%F0%9F%98%80'],
    ['<&>', '%3C%26%3E'],
    ['\u0000', '%00'],
    ['__proto__', '__proto__'],
    ['a?b#c%', 'a%3Fb%23c%25'],
  ];
  for (const [name, path] of encoded) {
    it(`finds the toxic ${JSON.stringify(name)} at ${path}`, async () => {
      const reply = await add({ type: 'noop', name });
      expect(JSON.parse(reply.text)).to.deep.include({ name });
      expect(await send('GET', `/${path}`)).to.deep.equal(reply);
      expect((await send('DELETE', `/${path}`)).status).to.equal(204);
    });
  }

  it('writes names as Go does: <, >, & and line separators escaped', async () => {
    expect((await add('{"type":"noop","name":"<&>\\u2028\\u0001\\t\\"\\\\"}')).text).to.include(
      '"\\u003c\\u0026\\u003e\\u2028\\u0001\\t\\"\\\\"',
    );
  });

  it('never finds a toxic with a slash in its name', async () => {
    expect((await add({ type: 'noop', name: 'a/b' })).status).to.equal(200);
    for (const path of ['a/b', 'a%2Fb']) expect((await send('GET', `/${path}`)).status).to.equal(404);
    await ask(target.url, 'POST', '/reset');
    expect(await names()).to.deep.equal([]);
  });

  it('serves the npm client: add, get, update, remove, and refuse a second one of the name', async () => {
    const toxic = await bed.toxic({ type: 'latency', attributes: { latency: 5, jitter: 3 }, toxicity: 0.5 });
    expect(await bed.proxy.getToxic('latency_downstream')).to.deep.include({ type: 'latency', toxicity: 0.5 });
    const updated = await toxic.update(toxicBody({ type: 'latency', attributes: { latency: 9, jitter: 3 } }));
    expect(updated).to.deep.include({ toxicity: 1, attributes: { latency: 9, jitter: 3 } });
    const second = await bed.toxic({ type: 'latency' }).then(
      () => 'taken',
      (error: Error) => error.message,
    );
    expect(second).to.include('409');
    await updated.remove();
    expect(await names()).to.deep.equal([]);
  });
}

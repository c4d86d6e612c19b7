// Goal: headers mean what HTTP says that they mean, bodies are read as Go reads them, and no request whatever does harm.
// Method: single requests, whose asks are looked at; 2,000 random ones; and EMCO's journey through the state machine itself.
import { expect } from 'chai';
import fc from 'fast-check';
import { kubeconfigOf, multipartOf, operations, packageOf } from '../../../spec/emco/index.js';
import { bytesOf, type Json, type Request } from '../../world/index.js';
import { correctStateRules } from '../rules/index.js';
import { correctGatewayRules } from './gateway-rules.js';
import { ask as askState, type State } from '../state/index.js';
import { apply, story, type Story } from '../state/story.js';
import type { Command } from '../wire/command.js';
import type { Ask, Reply } from '../wire/message.js';
import { limitsDefault } from '../wire/config.js';
import { gatewayMachine } from './gateway-machine.js';
import { answer, type Heard, ToyDesk } from './toy-desk.js';

const json = { 'content-type': 'application/json' };
const created = (ask: Ask): Reply =>
  answer(ask, 201, ask.type === 'command' && 'body' in ask.command ? ask.command.body : null, null, '"1"');

function post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Request {
  return { method: 'POST', path: `/v2${path}`, headers: { ...json, ...headers }, body: bytesOf(JSON.stringify(body)) };
}

function commandIn(desk: ToyDesk): Ask & { readonly type: 'command' } {
  const last = desk.sent.at(-1)?.ask;
  if (last?.type !== 'command') throw new RangeError('no command was sent');
  return last;
}

describe('requests', () => {
  it('reads names of fields without case, and keeps what is known in the order of the table', () => {
    const desk = new ToyDesk(created);
    desk.call(
      post('/projects/p/logical-clouds', {
        SPEC: { User: { USERNAME: 'u' }, NameSpace: 'n', level: null },
        MetaData: { userdata1: 'd', Name: 'a', name: 'b' },
      }),
    );
    expect(JSON.stringify(commandIn(desk).command)).to.equal(
      '{"do":"create","kind":"logical-cloud","key":"/projects/p/logical-clouds/b","body":{"metadata":{"name":"b","userData1":"d"},"spec":{"namespace":"n","user":{"userName":"u"}}},"payload":null}',
    );
  });

  it('warns of fields that it leaves out, and refuses them when it is strict', () => {
    const body = { 'späc"': 1, metadata: { name: 'p', colour: 'red' } };
    expect(new ToyDesk(created).call(post('/projects', body)).headers['warning']).to.equal(
      '299 - "unknown fields ignored: sp?c?, metadata.colour"',
    );
    const heard = new ToyDesk(created, 'strict', { strict: true }).call(post('/projects', body));
    expect([heard.status, heard.json['code'], heard.json['field']]).to.deep.equal([422, 'FIELD_UNKNOWN', 'späc"']);
  });

  it('does not let a body reach the prototype of anything', () => {
    const desk = new ToyDesk(created);
    desk.call({
      ...post('/projects/p/logical-clouds', {}),
      body: bytesOf('{"metadata":{"name":"a"},"spec":{"namespace":"n","labels":{"__proto__":"x"}},"__proto__":{"y":1}}'),
    });
    expect(JSON.stringify(commandIn(desk).command)).to.contain('"labels":{"__proto__":"x"}');
    expect(({} as { y?: number }).y).to.equal(undefined);
  });

  it("makes a key of its own for a write without one, and passes on the caller's", () => {
    const desk = new ToyDesk(created);
    const keys = ['', ''].map(() => (desk.call(post('/projects', { metadata: { name: 'p' } })), commandIn(desk).key));
    expect(keys[0]).to.match(/^~gateway-1\./);
    expect(keys[0]).to.not.equal(keys[1]);
    desk.call(post('/projects', { metadata: { name: 'p' } }, { 'idempotency-key': 'k-1' }));
    expect(commandIn(desk).key).to.equal('k-1');
    for (const key of ['', '~gateway-1.x', 'a\u0001', 'k'.repeat(256), ' k'])
      expect(desk.call(post('/projects', {}, { 'idempotency-key': key })).json['code']).to.equal('HEADER_INVALID');
  });

  it('gives calls of one meaning one digest, and others others', () => {
    const desk = new ToyDesk(created);
    const digest = (request: Request): number => (desk.call(request), commandIn(desk).digest);
    const upload = (boundary: string): Request => {
      const { contentType, body } = multipartOf({ metadata: { name: 'a' } }, { name: 'f', bytes: packageOf({ 'a/b': 'c' }) });
      const named = (text: string): string => text.replaceAll('emco-upload-5c1f0a97d3e84b26', boundary);
      return {
        method: 'POST',
        path: '/v2/projects/p/composite-apps/c/v/apps',
        headers: { 'content-type': named(contentType) },
        body: Buffer.from(named(Buffer.from(body).toString('latin1')), 'latin1'),
      };
    };
    expect(digest(upload('one'))).to.equal(digest(upload('another')));
    const several = [
      post('/projects', { metadata: { name: 'p' } }),
      post('/projects', { metadata: { name: 'q' } }),
      { ...post('/projects/p', {}), method: 'DELETE' },
      { ...post('/projects/p', { metadata: { name: 'p' } }), method: 'PUT' },
    ];
    expect(new Set(several.map(digest)).size).to.equal(several.length);
  });

  it('speaks of versions as HTTP does', () => {
    const desk = new ToyDesk((ask) =>
      ask.type === 'query' ? answer(ask, 200, {}, null, '"7"') : answer(ask, 409, { key: 'k' }, 'ALREADY_EXISTS'),
    );
    const put = (headers: Readonly<Record<string, string>>): Heard =>
      desk.call({ ...post('/projects/p', { metadata: { name: 'p' } }, headers), method: 'PUT' });
    expect(put({ 'if-match': '"7"' }).status).to.equal(409);
    expect((commandIn(desk).command as Command & { readonly do: 'replace' }).ifMatch).to.equal('"7"');
    expect([put({ 'if-none-match': '*' }).status, commandIn(desk).command.do]).to.deep.equal([412, 'create']);
    for (const tag of ['7', '"7", "8"', '""x', '']) expect(put({ 'if-match': tag }).json['code']).to.equal('HEADER_INVALID');
    expect(desk.call(post('/projects', { metadata: { name: 'p' } }, { 'if-match': '*' })).json['code']).to.equal('HEADER_INVALID');
    expect(desk.call({ path: '/v2/projects/p', headers: { 'if-none-match': '"7"' } }).status).to.equal(304);
    expect(desk.call({ path: '/v2/projects/p', headers: { 'if-none-match': '"6"' } }).status).to.equal(200);
  });

  it('tells what a manager has against a call as a problem document', () => {
    const desk = new ToyDesk((ask) => answer(ask, 409, { by: '/projects/p/x', field: 'spec.app' }, 'REFERENCED'));
    const { json: problem } = desk.call({ method: 'DELETE', path: '/v2/projects/p' });
    expect(problem).to.include({
      type: 'urn:orchestrator:problem:REFERENCED',
      status: 409,
      code: 'REFERENCED',
      field: 'spec.app',
      by: '/projects/p/x',
    });
  });

  it('has apps as JSON only', () => {
    const desk = new ToyDesk((ask) => answer(ask, 200, {}));
    const path = '/v2/projects/p/composite-apps/c/v/apps/a';
    for (const accept of ['application/octet-stream', 'multipart/form-data', 'application/json;q=0'])
      expect(desk.call({ path, headers: { accept } }).status, accept).to.equal(406);
    for (const accept of ['', '*/*', 'application/*', 'text/html, application/json;q=0.5'])
      expect(desk.call({ path, headers: { accept } }).status, accept).to.equal(200);
  });
});

describe('requests at random', () => {
  const odd = fc.constantFrom('a+b', '%', '%41', '%ff', '..', '', 'instantiate', 'status', 'ü', 'n'.repeat(200));
  const word = fc.oneof({ weight: 30, arbitrary: fc.constantFrom('p', 'x', 'v1') }, { weight: 1, arbitrary: odd });
  const route = fc
    .constantFrom(...operations)
    .chain(({ path }) =>
      fc.array(word, { minLength: 8, maxLength: 8 }).map((words) => `/v2${path.replace(/\{[^}]+\}/g, () => words.pop() ?? 'x')}`),
    );
  const path = fc.oneof(
    { weight: 6, arbitrary: route },
    { weight: 3, arbitrary: fc.constantFrom('/v2/projects', '/v2/cluster-providers', '/v2/projects/p', '/v2/projects/p/logical-clouds') },
    { weight: 1, arbitrary: fc.string() },
    { weight: 1, arbitrary: fc.webPath() },
  );
  const type = fc.constantFrom('application/json', 'application/json; charset=latin1', 'multipart/form-data', 'text/plain', '');
  const documents = fc.record(
    {
      metadata: fc.record({ name: fc.constantFrom('p', 'p', 'x', 'x', '', 'a b') }),
      spec: fc.oneof(
        fc.jsonValue({ maxDepth: 3 }),
        fc.dictionary(
          fc.constantFrom(
            'app',
            'intent',
            'compositeAppVersion',
            'namespace',
            'version',
            'logicalCloud',
            'user',
            'labels',
            'overrideValues',
          ),
          fc.jsonValue({ maxDepth: 3 }),
        ),
      ),
    },
    { requiredKeys: ['metadata'] },
  );
  const files = fc.oneof(
    fc.uint8Array(),
    fc.constant(packageOf({ 'a/b': 'c' })),
    fc.constant(kubeconfigOf('cluster-1')),
    fc.constant(null),
  );
  const form = fc.tuple(documents, files).map(([document, bytes]) => multipartOf(document, bytes === null ? null : { name: 'f', bytes }));
  const content = fc.oneof(
    { weight: 4, arbitrary: documents.map((document) => ({ contentType: 'application/json', body: bytesOf(JSON.stringify(document)) })) },
    { weight: 4, arbitrary: form },
    {
      weight: 1,
      arbitrary: fc.record({
        contentType: type,
        body: fc.oneof(fc.uint8Array({ maxLength: 100 }), fc.json().map(bytesOf), fc.constant(null)),
      }),
    },
    { weight: 1, arbitrary: fc.tuple(form, type).map(([{ body }, contentType]) => ({ contentType, body })) },
  );
  const header = fc.dictionary(
    fc.constantFrom('idempotency-key', 'if-match', 'if-none-match', 'accept'),
    fc.oneof(fc.string(), fc.uuid(), fc.constantFrom('"1"', '*')),
    { maxKeys: 1 },
  );
  const method = fc.constantFrom('GET', 'POST', 'POST', 'PUT', 'PUT', 'DELETE', 'HEAD', 'PATCH', '');
  const request = fc.record({ method, path, content, header });
  const fate = fc.constantFrom('answer', 'answer', 'answer', 'answer', 'answer', 'silence', 'redirect', 'hang-up');

  it('are each answered once, never by 5xx but 503, and leave nothing behind', () => {
    const machine = gatewayMachine(correctGatewayRules);
    const statuses = new Map<number, number>();
    const told = story(correctStateRules);
    fc.assert(
      fc.property(request, fate, ({ content: { contentType, body }, header: headers, ...rest }, what) => {
        const desk = new ToyDesk((ask, to) =>
          what === 'answer'
            ? decide(told, ask)
            : what === 'redirect'
              ? { type: 'redirect', id: ask.id, leader: to === 'manager-1' ? 'manager-2' : 'manager-1' }
              : null,
        );
        const call = desk.start({ ...rest, body, headers: { ...headers, 'content-type': contentType } });
        if (what === 'hang-up') desk.take({ on: 'part', call, part: 'broken' });
        for (let n = 0; n < 50 && desk.timers.size > 0; n++) desk.tick();
        const heard = desk.heard.get(call) ?? [];
        expect(heard.length).to.be.at.most(1);
        if (what !== 'hang-up') expect(heard.length).to.equal(1);
        for (const { status } of heard) {
          expect(status < 500 || status === 503, String(status)).to.equal(true);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
        expect([desk.state.pending.size, desk.state.asks.size, desk.timers.size]).to.deep.equal([0, 0, 0]);
        expect(machine.digest(machine.clone(desk.state))).to.equal(machine.digest(desk.state));
      }),
      { numRuns: 2_000, seed: 7 },
    );
    expect([...statuses.keys()]).to.include.members([200, 201, 400, 404, 405, 415, 422, 503]);
  });
});

function decide(told: Story, ask: Ask): Reply {
  if (ask.type === 'query') return { type: 'answer', id: ask.id, answer: askState(told.state as State, ask.query, told.rules) };
  let decided = apply(told, ask.command, ask.key);
  for (let n = 0; n < 20 && decided.answer === null; n++) decided = apply(told, decided.followUp ?? { do: 'noop' });
  return { type: 'answer', id: ask.id, answer: decided.answer ?? { status: 503, code: null, body: null, etag: null } };
}

describe('a journey of EMCO', () => {
  it('goes through the gateway and the state machine', () => {
    const told = story(correctStateRules);
    const desk = new ToyDesk((ask) => decide(told, ask));
    const cav = '/projects/p/composite-apps/c/v1';
    const dig = `${cav}/deployment-intent-groups/d`;
    const upload = (path: string, body: unknown, bytes: Uint8Array): Request => {
      const { contentType, body: form } = multipartOf(body, { name: 'f', bytes });
      return { method: 'POST', path: `/v2${path}`, headers: { 'content-type': contentType }, body: form };
    };
    const named = (name: string, spec?: unknown): Json => JSON.parse(JSON.stringify({ metadata: { name }, spec })) as Json;
    const files = packageOf({
      'web/web.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { a: "{{ .Values.a }}" }\n',
      'web/values.yaml': 'a: 1\n',
    });
    const journey: readonly Request[] = [
      post('/cluster-providers', named('edge')),
      upload('/cluster-providers/edge/clusters', named('one'), kubeconfigOf('cluster-1')),
      post('/cluster-providers/edge/clusters/one/labels', { clusterLabel: 'near' }),
      post('/projects', named('p')),
      post('/projects/p/logical-clouds', named('l', { level: '0' })),
      post('/projects/p/logical-clouds/l/cluster-references', named('r', { clusterProvider: 'edge', cluster: 'one' })),
      { ...post('/projects/p/logical-clouds/l/instantiate', {}), body: null },
      post('/projects/p/composite-apps', named('c', { compositeAppVersion: 'v1' })),
      upload(`${cav}/apps`, named('web'), files),
      post(`${cav}/composite-profiles`, named('cp')),
      upload(`${cav}/composite-profiles/cp/profiles`, named('pr', { app: 'web' }), packageOf({ 'x/override_values.yaml': 'a: 2\n' })),
      post(`${cav}/deployment-intent-groups`, named('d', { compositeProfile: 'cp', version: 'r1', logicalCloud: 'l' })),
      post(`${dig}/generic-placement-intents`, named('g')),
      post(
        `${dig}/generic-placement-intents/g/app-intents`,
        named('i', { app: 'web', intent: { allOf: [{ clusterProvider: 'edge', clusterLabel: 'near' }] } }),
      ),
      post(`${dig}/intents`, named('gi', { intent: { genericPlacementIntent: 'g' } })),
      { ...post(`${dig}/approve`, {}), body: null },
    ];
    expect(journey.map((request) => desk.call(request)).map(({ status, text }) => (status < 300 ? status : text))).to.deep.equal([
      201,
      201,
      201,
      201,
      201,
      201,
      202,
      ...Array.from({ length: 8 }, () => 201),
      202,
    ]);
    expect(desk.call({ path: `/v2${dig}/status` }).status).to.equal(200);
    expect(desk.call({ path: `/v2${cav}/apps` }).text).to.equal('[{"metadata":{"name":"web"}}]');
    expect(desk.call({ method: 'DELETE', path: '/v2/projects/p' }).json['code']).to.equal('HAS_CHILDREN');
    expect(desk.call({ path: '/v2/inventory' }).status).to.equal(200);
    expect(desk.call(post('/projects', named('big'.repeat(limitsDefault.bodyBytesMax)))).status).to.equal(413);
  });
});

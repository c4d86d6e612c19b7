// Goal: every route answers every method and every class of body as the policy says, and nothing that is refused reaches a manager.
// Method: the table of operations, each with its proper body and with every way to spoil it, against managers that agree to everything.
import { expect } from 'chai';
import {
  exampleDocument,
  examplePath,
  gatewayErrors,
  kubeconfigOf,
  multipartOf,
  operations,
  packageOf,
  type RestOperation,
} from '../../../spec/emco/index.js';
import { bytesOf, type Request } from '../../world/index.js';
import type { Ask } from '../wire/message.js';
import { answer, type Heard, ToyDesk } from './toy-desk.js';

const file = { name: 'demo.tgz', bytes: packageOf({ 'demo/a.yaml': 'kind: ConfigMap' }) };
const kubeconfig = { name: 'kubeconfig', bytes: kubeconfigOf('cluster-1') };

function requestOf(operation: RestOperation, metadata: unknown = exampleDocument(operation)): Request {
  const path = `/v2${examplePath(operation)}`;
  const { method } = operation;
  if (operation.body.encoding === 'none') return { method, path, headers: {}, body: null };
  if (operation.body.encoding === 'json')
    return {
      method,
      path,
      headers: { 'content-type': 'application/json' },
      body: bytesOf(typeof metadata === 'string' ? metadata : JSON.stringify(metadata)),
    };
  const { contentType, body } = multipartOf(metadata, operation.kind === 'cluster' ? kubeconfig : file);
  return { method, path, headers: { 'content-type': contentType }, body };
}

/** The spec of the example; a whole one may be any value. */
function specOf(operation: RestOperation): object {
  const { spec } = exampleDocument(operation);
  return typeof spec === 'object' && spec !== null ? spec : {};
}

function agree(ask: Ask) {
  if (ask.type === 'query') return answer(ask, 200, { asked: ask.query.ask }, null, '"7"');
  const statuses = { create: 201, replace: 200, delete: 204, move: 202, members: 202, restore: 202 } as const;
  return answer(
    ask,
    statuses[ask.command.do as keyof typeof statuses],
    { done: ask.command.do },
    null,
    ask.command.do === 'delete' ? null : '"8"',
  );
}

function refusedWith(desk: ToyDesk, request: Request, code: keyof typeof gatewayErrors): Heard {
  const before = desk.sent.length;
  const heard = desk.call(request);
  expect(`${heard.status} ${String(heard.json['code'])}`).to.equal(`${gatewayErrors[code].status} ${code}`);
  expect(heard.headers['content-type']).to.equal('application/problem+json');
  expect(heard.json).to.include.keys('type', 'title', 'status', 'code', 'detail');
  expect(desk.sent.length, 'asked a manager').to.equal(before);
  return heard;
}

const writes = operations.filter(({ body }) => body.encoding !== 'none');
const documents = writes.filter(({ body }) => body.form === 'metadata');
const desk = new ToyDesk(agree);

describe('gateway policy', () => {
  for (const operation of operations)
    it(`${operation.name} succeeds with its documented status`, () => {
      const heard = desk.call(requestOf(operation));
      expect(operation.statuses).to.include(heard.status);
      if (operation.does === 'create') expect(heard.headers).to.include.keys('location', 'etag');
      if (operation.does === 'delete') expect(heard.text).to.equal('');
    });

  it('answers a method that a path does not take with 405 and those that it takes', () => {
    const known = new Map<string, Set<string>>();
    for (const { path, method } of operations)
      known.set(path, new Set([...(known.get(path) ?? []), method, ...(method === 'GET' ? ['HEAD'] : [])]));
    for (const operation of operations)
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'get']) {
        const methods = known.get(operation.path) ?? new Set();
        if (methods.has(method)) continue;
        const heard = desk.call({ ...requestOf(operation), method });
        expect(heard.status, `${method} ${operation.path}`).to.equal(405);
        expect(heard.headers['allow']).to.equal([...methods].sort().join(', '));
      }
  });

  it('answers HEAD as GET without the body', () => {
    const get = desk.call({ path: '/v2/projects/p' });
    const head = desk.call({ path: '/v2/projects/p', method: 'HEAD' });
    expect(head.headers).to.deep.equal(get.headers);
    expect([head.status, head.text]).to.deep.equal([200, '']);
  });

  it('answers for itself at /healthz', () => {
    const silent = new ToyDesk(() => null);
    expect(silent.call({ path: '/healthz' }).json).to.deep.equal({ status: 'ok' });
    expect(silent.sent).to.deep.equal([]);
    expect(silent.call({ path: '/healthz', method: 'POST' }).status).to.equal(405);
  });

  for (const path of ['/', '/v1/projects', '/v2', '/v2/nothing', '/v2/projects/p/nothing', '/v2/projects/p/composite-apps/c', '/healthz/x'])
    it(`knows nothing at ${path}`, () => void refusedWith(desk, { path, method: 'GET', headers: {}, body: null }, 'ROUTE_UNKNOWN'));

  for (const path of [
    '/v2/projects/',
    '/v2//projects',
    '/v2/projects/%zz',
    '/v2/projects/%ff',
    '/v2/projects/a%2Fb',
    '/v2/projects/a+b',
    '/v2/projects/..',
    'v2/projects',
    '*',
    '',
    `/v2/projects/${'n'.repeat(129)}`,
  ])
    it(`refuses the path ${path.slice(0, 40)}`, () =>
      void refusedWith(desk, { path, method: 'GET', headers: {}, body: null }, 'PATH_INVALID'));

  it('refuses a path of 5,000 characters', () =>
    void refusedWith(desk, { path: `/v2/${'x'.repeat(5_000)}`, method: 'GET', headers: {}, body: null }, 'PATH_TOO_LONG'));
});

describe('gateway policy on bodies', () => {
  for (const operation of writes) {
    const proper = requestOf(operation);
    it(`${operation.name} refuses what is not a body of its kind`, () => {
      refusedWith(desk, { ...proper, body: null }, 'BODY_EMPTY');
      refusedWith(desk, { ...proper, headers: { 'content-type': 'text/plain' } }, 'CONTENT_TYPE_WRONG');
      refusedWith(desk, requestOf(operation, '{"metadata":'), 'BODY_NOT_JSON');
      refusedWith(desk, requestOf(operation, '   '), 'BODY_EMPTY');
      refusedWith(desk, requestOf(operation, '['.repeat(100_000)), 'BODY_TOO_DEEP');
      expect(refusedWith(desk, requestOf(operation, '[]'), 'FIELD_INVALID').json['field']).to.equal('body');
      expect(refusedWith(desk, requestOf(operation, '{}'), 'FIELD_INVALID').json['field']).to.match(
        /^(metadata|clusterLabel|backup|spec\.[A-Za-z]+)$/,
      );
      const half = operation.body.encoding === 'json' ? bytesOf('{"a":"\xff"}').map((byte) => (byte > 127 ? 0xff : byte)) : null;
      if (half !== null) refusedWith(desk, { ...proper, body: half }, 'BODY_NOT_UTF8');
      const { encoding, form } = operation.body;
      const most = form === 'backup' ? 7_340_032 : encoding === 'json' ? 1_048_576 : 5_242_880;
      refusedWith(desk, { ...proper, body: new Uint8Array(most + 1) }, 'BODY_TOO_LARGE');
    });
  }

  const bad: readonly (readonly [field: string, metadata: unknown])[] = [
    ['metadata.name', { name: 7 }],
    ['metadata.name', { name: '' }],
    ['metadata.name', { name: 'a+b' }],
    ['metadata.name', { name: '-a' }],
    ['metadata.name', { name: 'a'.repeat(129) }],
    ['metadata.name', { name: null }],
    ['metadata.name', { description: 'd' }],
    ['metadata.description', { name: 'x', description: 'd'.repeat(1_025) }],
    ['metadata.description', { name: 'x', description: [] }],
    ['metadata.userData1', { name: 'x', userData1: 'd'.repeat(513) }],
    ['metadata', 'x'],
    ['metadata', []],
  ];
  for (const operation of documents)
    it(`${operation.name} refuses metadata outside the rule, and says where`, () => {
      for (const [field, metadata] of bad)
        expect(
          refusedWith(desk, requestOf(operation, { ...exampleDocument(operation), metadata }), 'FIELD_INVALID').json['field'],
        ).to.equal(field);
    });

  it('refuses every field of every kind that has the wrong type, and says where', () => {
    for (const operation of documents)
      for (const [field, { type }] of Object.entries(operation.body.spec)) {
        if (type === 'any') continue;
        const spec = { ...specOf(operation), [field]: { wrong: [null, 7] } };
        const heard = desk.call(requestOf(operation, { ...exampleDocument(operation), spec }));
        if (heard.status < 400) expect(heard.headers['warning'], `${operation.name} ${type}`).to.contain(`spec.${field}.wrong`);
        else expect(String(heard.json['field']), `${operation.name} ${field}`).to.match(new RegExp(`^spec\\.${field}`));
      }
  });

  const app = operations.find(({ name }) => name === 'app-intent.create');
  const places: readonly (readonly [field: string, intent: unknown])[] = [
    ['spec.intent.allOf', { allOf: {} }],
    ['spec.intent.allOf[0]', { allOf: [7] }],
    ['spec.intent.allOf[0].clusterProvider', { allOf: [{ cluster: 'c' }] }],
    ['spec.intent.allOf[0].cluster', { allOf: [{ clusterProvider: 'p' }] }],
    ['spec.intent.allOf[0].cluster', { allOf: [{ clusterProvider: 'p', cluster: 'c', clusterLabel: 'l' }] }],
    [
      'spec.intent.allOf[1].cluster',
      {
        allOf: [
          { clusterProvider: 'p', cluster: 'c' },
          { clusterProvider: 'p', cluster: 'c+d' },
        ],
      },
    ],
    ['spec.intent.allOf[0].anyOf[0].cluster', { allOf: [{ anyOf: [{ clusterProvider: 'p' }] }] }],
    ['spec.intent.anyOf[0].clusterProvider', { anyOf: [{}] }],
    ['spec.intent', 'all'],
  ];
  for (const [field, intent] of places)
    it(`refuses a placement that is wrong at ${field}: ${JSON.stringify(intent)}`, () => {
      if (app === undefined) throw new RangeError('no app-intent.create');
      expect(
        refusedWith(desk, requestOf(app, { metadata: { name: 'x' }, spec: { app: 'a', intent } }), 'FIELD_INVALID').json['field'],
      ).to.equal(field);
    });

  for (const operation of writes.filter(({ does, body }) => does === 'replace' && body.form !== 'anonymous'))
    it(`${operation.name} refuses another name than the path's`, () => {
      const document = operation.body.form === 'label' ? { clusterLabel: 'y' } : { ...exampleDocument(operation), metadata: { name: 'y' } };
      refusedWith(desk, requestOf(operation, document), 'NAME_MISMATCH');
    });

  it('refuses what JSON can say but a disk cannot keep', () => {
    const json = { path: '/v2/projects', method: 'POST', headers: { 'content-type': 'application/json' } };
    const heard = refusedWith(desk, { ...json, body: bytesOf('{"metadata":{"name":"x","description":"\\ud800"}}') }, 'FIELD_INVALID');
    expect(heard.json['field']).to.equal('metadata.description');
    refusedWith(desk, { ...json, body: bytesOf('{"metadata":{"name":"x"},"z":[1e999]}') }, 'FIELD_INVALID');
  });
});

// Goal: what the gateway answers is what the OpenAPI document says, and the schemas of bodies take what the gateway takes.
// Method: the examples of the document sent in the order of their references, through every call of every kind; all spoiled; and changed examples held
// against schema and reader at once.
import { expect } from 'chai';
import fc from 'fast-check';
import {
  exampleDocument,
  examplePath,
  kindNamed,
  kinds,
  kubeconfigOf,
  multipartOf,
  openapi,
  operationNamed,
  operations,
  packageOf,
  type RestOperation,
  statusParameters,
} from '../../../spec/emco/index.js';
import { answerChecker } from '../../../test/house/answer-checker.js';
import { schemaChecker } from '../../../test/house/schema-checker.js';
import { bytesOf, type Json, type JsonObject, type Request } from '../../world/index.js';
import { correctStateRules } from '../rules/index.js';
import { ask as askState } from '../state/index.js';
import { achieve, apply, story, type Story } from '../state/story.js';
import type { Ask, Reply } from '../wire/message.js';
import { readDocument } from './read-document.js';
import { isRefused } from './refused.js';
import { type Heard, ToyDesk } from './toy-desk.js';

const document = openapi();
const faultOf = answerChecker(document);
const files = packageOf({
  'web/templates/web.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { a: "{{ .Values.a }}" }\n',
  'web/values.yaml': 'a: 1\n',
});
const profile = packageOf({ 'web/override_values.yaml': 'a: 2\n' });

function decide(told: Story, ask: Ask): Reply {
  if (ask.type === 'query') return { type: 'answer', id: ask.id, answer: askState(told.state, ask.query, told.rules) };
  let decided = apply(told, ask.command, ask.key);
  for (let n = 0; n < 20 && decided.answer === null; n++) decided = apply(told, decided.followUp ?? { do: 'noop' });
  return { type: 'answer', id: ask.id, answer: decided.answer ?? { status: 503, code: null, body: null, etag: null } };
}

function requestOf(operation: RestOperation, headers: Readonly<Record<string, string>> = {}): Request {
  const { method, kind, body } = operation;
  const call = { method, path: `/v2${examplePath(operation)}` };
  const example = exampleDocument(operation);
  if (body.encoding === 'none') return { ...call, headers, body: null };
  if (body.encoding === 'json')
    return { ...call, headers: { 'content-type': 'application/json', ...headers }, body: bytesOf(JSON.stringify(example)) };
  const bytes = kindNamed(kind).upload === 'kubeconfig' ? kubeconfigOf('cluster-1') : kind === 'profile' ? profile : files;
  const form = multipartOf(example, { name: 'file', bytes });
  return { ...call, headers: { 'content-type': form.contentType, ...headers }, body: form.body };
}

/** A gateway before the state machine itself, every answer of which is checked. */
class Counter {
  readonly told = story(correctStateRules);
  readonly statuses = new Map<string, number>();
  private readonly desk: ToyDesk;

  constructor(strict = false) {
    this.desk = new ToyDesk((ask) => decide(this.told, ask), 'desk', { strict });
  }

  call(request: Request): Heard {
    const heard = this.desk.call(request);
    expect(faultOf({ ...request, ...heard }), `${request.method} ${request.path}`).to.equal('');
    this.statuses.set(`${heard.status}`, (this.statuses.get(`${heard.status}`) ?? 0) + 1);
    return heard;
  }

  do(name: string, headers: Readonly<Record<string, string>> = {}): Heard {
    return this.call(requestOf(operationNamed(name), headers));
  }

  /** A status in every view. */
  askStatus(name: string): void {
    const request = requestOf(operationNamed(name));
    const values = statusParameters.flatMap(({ name: parameter, takes, oneOf }) =>
      oneOf !== null
        ? oneOf.map((value) => `${parameter}=${value}`)
        : takes === 'flag'
          ? [parameter]
          : takes === 'texts'
            ? [`${parameter}=x`]
            : [],
    );
    for (const query of ['', 'status=ready&output=detail', ...values])
      expect(this.call({ ...request, path: `${request.path}?${query}` }).status, query).to.equal(200);
    expect(this.call({ ...request, path: `${request.path}?instance=x` }).status).to.equal(404);
    expect(this.call({ ...request, path: `${request.path}?output=much` }).status).to.equal(400);
  }

  /** Another app than that of the examples, which waits for it. */
  addApp(name: string): void {
    const { path } = requestOf(operationNamed('app.create'));
    const { contentType, body } = multipartOf({ metadata: { name } }, { name: 'file', bytes: files });
    expect(this.call({ method: 'POST', path, headers: { 'content-type': contentType }, body }).status).to.equal(201);
  }

  /** Calls what comes to `status` only once something else is done, again and again; gives back what never did. */
  all(names: readonly string[], status: number): readonly string[] {
    let left = names;
    for (let before = -1; before !== left.length; ) {
      before = left.length;
      left = left.filter((name) => this.do(name).status !== status);
    }
    return left;
  }
}

const each = (does: RestOperation['does']): readonly string[] =>
  operations.filter((operation) => operation.does === does).map(({ name }) => name);

/** Verbs in an order in which each is legal once; of those marked the last call is left unfinished. */
const rounds: readonly (readonly [verb: string, isLeft?: boolean])[] = [
  ['apply', true],
  ['stop'],
  ['approve'],
  ['instantiate', true],
  ['stop'],
  ['update'],
  ['rollback'],
  ['migrate'],
  ['terminate', true],
  ['stop'],
  ['deployment-intent-group.terminate'],
  ['logical-cloud.terminate', true],
  ['stop'],
  ['terminate'],
  ['forget'],
];

describe('answers', () => {
  it('of a whole life of every kind are as the document says', () => {
    const counter = new Counter();
    expect(counter.all(['project.create', 'composite-app.create'], 201)).to.deep.equal([]);
    counter.addApp('app-2');
    expect(counter.all(each('create').slice(2), 201), 'examples that are never accepted').to.deep.equal([]);
    for (const name of [...each('get'), ...each('list')]) expect(counter.do(name).status, name).to.equal(200);
    for (const name of each('get')) expect(counter.do(name, { 'if-none-match': '*' }).status, name).to.equal(304);
    const moved: string[] = [];
    for (const [verb, isLeft] of rounds) {
      const names = each('move')
        .filter((move) => `.${move}`.endsWith(`.${verb}`))
        .toReversed();
      for (const name of names) {
        for (const status of each('status')) counter.askStatus(status);
        const isMoved = counter.do(name).status === 202;
        if (isMoved) moved.push(name);
        if (isMoved && !(isLeft === true && name === names.at(-1))) achieve(counter.told);
      }
    }
    const never = each('move').filter((name) => !moved.includes(name));
    expect(never, 'calls that were never accepted').to.deep.equal(['deployment-intent-group.migrate']);
    for (const name of each('replace')) counter.do(name);
    counter.do('inventory.get');
    expect(counter.all(['app-dependency.delete'], 204)).to.deep.equal([]);
    const app = requestOf(operationNamed('app.delete'));
    expect(counter.call({ ...app, path: app.path.replace('/app-1', '/app-2') }).status).to.equal(204);
    const left = counter.all(
      each('delete')
        .filter((name) => name !== 'app-dependency.delete')
        .toReversed(),
      204,
    );
    expect(left, 'kinds that cannot be deleted').to.deep.equal([]);
  });

  it('of refused calls are as the document says', () => {
    const counter = new Counter();
    const strict = new Counter(true);
    const spoiled: readonly Partial<Request>[] = [
      {},
      { method: 'HEAD' },
      { method: 'PATCH' },
      { headers: { 'idempotency-key': '~' } },
      { headers: { 'if-match': '"1"', 'content-type': 'application/json' } },
      { headers: { 'content-type': 'text/plain' } },
      { headers: { accept: 'text/html' } },
      { body: bytesOf('{}') },
      { body: bytesOf('{"metadata":{"name":"x"},"spec":{},"more":1}') },
      { body: bytesOf('[') },
      { body: new Uint8Array([255]) },
      { body: bytesOf(' ') },
      { body: bytesOf('['.repeat(50)) },
    ];
    for (const operation of operations)
      for (const spoil of spoiled)
        for (const desk of [counter, strict]) {
          const request = { ...requestOf(operation), ...spoil };
          desk.call(request);
          desk.call({ ...request, path: `${request.path}?${'x'.repeat(5_000)}` });
        }
    expect([...counter.statuses.keys(), ...strict.statuses.keys()]).to.include.members([
      '400',
      '404',
      '405',
      '406',
      '409',
      '412',
      '415',
      '422',
    ]);
  });
});

const words: readonly Json[] = [
  '',
  'a',
  'a+b',
  '-',
  'n'.repeat(200),
  't'.repeat(1_100),
  'app=web',
  '10.0.0.0/8',
  '10.0.0.0/33',
  '400m',
  7,
  -1,
  0.5,
];
const others: readonly Json[] = [
  1e16,
  true,
  [],
  {},
  ['a'],
  [7],
  { a: 'b' },
  { a: 7 },
  { clusterProvider: 'p', clusterLabel: 'l' },
  [{ name: 'a' }],
];

/** `value` with one thing in it changed: replaced, taken away, or with something more. */
function spoil(value: Json, path: readonly number[], by: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const names = Object.keys(value);
  const name = names[step % (names.length + 1)];
  if (Array.isArray(value))
    return name === undefined
      ? [...(value as Json[]), by]
      : value.map((item, at) => (String(at) === name ? spoil(item as Json, rest, by) : (item as Json)));
  const fields = value as JsonObject;
  if (name === undefined) return { ...fields, clusterLabel: by };
  if (step % 7 === 6) return Object.fromEntries(Object.entries(fields).filter(([field]) => field !== name));
  return { ...fields, [name]: spoil(fields[name] ?? null, rest, by) };
}

describe('schemas of bodies', () => {
  const faultsOf = schemaChecker(document);
  const bodied = operations.filter(({ does, body }) => does === 'create' || (does === 'move' && body.form !== 'none'));
  const place = ({ name, kind, does, path }: RestOperation): string =>
    does === 'create'
      ? `#/components/schemas/${kind}`
      : `#/paths/~1v2${path.replaceAll('/', '~1')}/post/requestBody/content/application~1json/schema`.replace('{name}', name);

  it('take what the gateway takes, and nothing else', () => {
    const seen = { both: 0, neither: 0 };
    const change = fc.tuple(fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }), fc.constantFrom(...words, ...others));
    const changes = fc.array(change, { maxLength: 3 });
    fc.assert(
      fc.property(fc.constantFrom(...bodied), changes, (operation, all) => {
        const body = all.reduce((value: Json, [path, by]) => spoil(value, path, by), exampleDocument(operation) as JsonObject);
        if (typeof body !== 'object' || body === null || Array.isArray(body)) return;
        const faults = faultsOf(place(operation), body);
        const read = readDocument(operation.body, body as JsonObject, true);
        const isTaken = !isRefused(read);
        // An optional text may be empty; the canonical form leaves it out.
        if (isTaken && faults !== '' && JSON.stringify(body).includes('""')) return;
        expect(
          isTaken,
          `${operation.name} ${JSON.stringify(body).slice(0, 400)}\n${faults}\n${JSON.stringify(read).slice(0, 400)}`,
        ).to.equal(faults === '');
        seen[isTaken ? 'both' : 'neither']++;
      }),
      { numRuns: 5_000, seed: 11 },
    );
    expect(Math.min(seen.both, seen.neither)).to.be.above(500);
  });

  it('are there for every kind', () =>
    void expect(kinds.filter(({ name }) => !bodied.some(({ kind }) => kind === name))).to.deep.equal([]));
});

// Goal: a policy refuses, answers, holds and withholds what it names and nothing else, says so each time, and leaves nothing behind when it is lifted; a store
// that is put back is what it was.
// Method: one cluster on a bench; a policy is made and lifted through the API, and the same calls are made before, under and after it.
import { expect } from 'chai';
import { asObject, type JsonObject, parseJson, textOf } from '../../world/index.js';
import { Bench } from './bench.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const POLICIES = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
const map = (name: string): JsonObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a: '1' } });
const namespace: JsonObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n1' } };
const program = { accept: 'application/json' };

function under(rules: JsonObject, bench = new Bench()): Bench {
  const body = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata: { name: 'f1' }, spec: rules };
  expect(bench.call('POST', POLICIES, body).status).to.equal(201);
  return bench;
}

function lift(bench: Bench): void {
  expect(bench.call('DELETE', `${POLICIES}/f1`).status).to.equal(200);
  for (let paces = 0; paces < 3; paces++) bench.pace();
}

const hits = ({ effects }: Bench): number =>
  effects.filter((effect) => effect.do === 'mark' && effect.name === 'fault-hit' && effect.data === 'f1').length;

/** What a call was told in the last step. */
function text({ effects }: Bench, call: number): string {
  return effects
    .map((effect) => (effect.do === 'reply' && effect.call === call && effect.part !== 'broken' ? textOf(effect.part.bytes) : ''))
    .join('');
}

function open(bench: Bench, resourceVersion: string): number {
  const input = bench.request('GET', `${MAPS}?watch=true&allowWatchBookmarks=true&resourceVersion=${resourceVersion}`);
  bench.keep(bench.step(input));
  return input.call;
}

const names = (bench: Bench): readonly string[] => [...bench.state.objects.values()].map(({ name }) => name).sort();
const version = (bench: Bench): string => String(bench.state.revision);
const isOver = ({ effects }: Bench, call: number): boolean =>
  effects.some((effect) => effect.do === 'reply' && effect.call === call && effect.part !== 'broken' && effect.part.end);

describe('orchestrator/cluster: policies', () => {
  for (const [as, status, words] of [
    ['quota', 403, 'exceeded quota'],
    ['webhook', 400, 'denied the request'],
    ['webhook-away', 500, 'failed calling webhook'],
    [null, 403, 'ValidatingAdmissionPolicy'],
  ] as const)
    it(`refuses in the words of a ${as ?? 'policy'}, and no more once it is lifted`, () => {
      const bench = under({ deny: [{ verb: 'create', resource: 'configmaps', ...(as === null ? {} : { as }) }] });
      const refused = bench.call('POST', MAPS, map('m1'));
      expect([refused.status, hits(bench)]).to.deep.equal([status, 1]);
      expect(String(refused.body['message'])).to.contain(words);
      lift(bench);
      expect(bench.call('POST', MAPS, map('m1')).status).to.equal(201);
      expect(hits(bench)).to.equal(0);
    });

  for (const [how, status, begins] of [
    ['too-many-requests', 429, '{"kind":"Status"'],
    ['internal-error', 500, '{"kind":"Status"'],
    ['unavailable', 503, '{"kind":"Status"'],
    ['failure', 200, '{"kind":"Status"'],
    ['html', 200, '<!doctype html>'],
    ['text', 200, 'upstream connect error'],
    ['bad-gateway', 502, '<!doctype html>'],
  ] as const)
    it(`answers ${how} in the place of the server, for what it names alone`, () => {
      const bench = under({ answer: [{ verb: 'create', resource: 'configmaps', how }] });
      const asked = bench.request('POST', MAPS, map('m1'), program);
      bench.keep(bench.step(asked));
      const [head] = bench.effects.flatMap((effect) => (effect.do === 'reply' && effect.part !== 'broken' ? [effect.part.head] : []));
      expect([head?.status, hits(bench)]).to.deep.equal([status, 1]);
      expect(head?.headers['retry-after']).to.equal(status === 429 ? '1' : undefined);
      expect(text(bench, asked.call).startsWith(begins)).to.equal(true);
      expect(names(bench)).not.to.include('m1');
      expect(bench.call('GET', MAPS, null, program).body['kind']).to.equal('ConfigMapList');
      lift(bench);
      expect(bench.call('POST', MAPS, map('m1')).status).to.equal(201);
    });

  it('may serve a request and spoil its answer', () => {
    const bench = under({ answer: [{ verb: 'create', resource: '*', how: 'unavailable', served: true }] });
    expect(bench.call('POST', MAPS, map('m1'), program).status).to.equal(503);
    expect(names(bench)).to.include('m1');
  });

  it('cuts an answer in the middle', () => {
    const bench = under({ answer: [{ verb: 'list', resource: 'configmaps', how: 'truncated' }] });
    const asked = bench.request('GET', MAPS, null, program);
    bench.step(asked);
    expect(text(bench, asked.call).startsWith('{"kind":"ConfigMapList"')).to.equal(true);
    expect(parseJson(text(bench, asked.call))).to.equal(undefined);
  });

  it('answers each nth request, and begins to count anew after it was lifted', () => {
    const third = { answer: [{ verb: 'get', resource: '*', how: 'unavailable', every: 3 }] };
    const bench = under(third);
    const statuses = (): readonly number[] => [1, 2, 3, 4].map(() => bench.call('GET', `${MAPS}/none`, null, program).status);
    expect(statuses()).to.deep.equal([404, 404, 503, 404]);
    lift(bench);
    expect(bench.state.met.size).to.equal(0);
    under(third, bench);
    expect(statuses()).to.deep.equal([404, 404, 503, 404]);
  });

  it('answers programs alone: people are at the console', () => {
    const bench = under({ answer: [{ verb: '*', resource: '*', how: 'html' }] });
    for (const headers of [{}, { accept: '*/*' }] as Record<string, string>[])
      expect(bench.call('GET', MAPS, null, headers).body['kind']).to.equal('ConfigMapList');
    expect(hits(bench)).to.equal(0);
  });

  it('holds what is deleted until it is lifted, also over a restart', () => {
    const bench = under({ hold: [{ resource: '*' }] });
    bench.call('POST', MAPS, map('m1'));
    expect(asObject(bench.call('DELETE', `${MAPS}/m1`).body['metadata'])?.['deletionTimestamp']).to.be.a('string');
    expect(hits(bench)).to.equal(1);
    for (let paces = 0; paces < 5; paces++) bench.pace();
    bench.boot();
    for (let paces = 0; paces < 5; paces++) bench.pace();
    expect(names(bench)).to.include('m1');
    lift(bench);
    expect(names(bench)).not.to.include('m1');
  });

  it('holds a namespace and what is in it', () => {
    const bench = under({ hold: [{ resource: '*' }] });
    bench.call('POST', '/api/v1/namespaces', namespace);
    bench.call('POST', '/api/v1/namespaces/n1/configmaps', map('m1'));
    bench.call('DELETE', '/api/v1/namespaces/n1');
    for (let paces = 0; paces < 5; paces++) bench.pace();
    expect(names(bench)).to.include.members(['n1', 'm1']);
    lift(bench);
    expect(names(bench)).not.to.include.members(['n1']);
    expect(names(bench)).not.to.include.members(['m1']);
  });

  it('loses an event, of which an open watch never hears', () => {
    const bench = under({ lose: [{ resource: 'configmaps' }] });
    const call = open(bench, version(bench));
    bench.call('POST', MAPS, map('m1'));
    expect([text(bench, call), hits(bench)]).to.deep.equal(['', 1]);
    lift(bench);
    bench.call('POST', MAPS, map('m2'));
    expect(text(bench, call)).to.contain('"m2"').and.not.to.contain('"m1"');
  });

  it('stops a watch for good: neither its events nor its end are told, and a new one is as ever', () => {
    const bench = under({ stall: [{ resource: 'configmaps' }] });
    const call = open(bench, version(bench));
    bench.call('POST', MAPS, map('m1'));
    expect([text(bench, call), hits(bench)]).to.deep.equal(['', 1]);
    lift(bench);
    bench.call('POST', MAPS, map('m2'));
    expect(text(bench, call)).to.equal('');
    expect(bench.step({ on: 'timer', name: `watch.${call}` })).to.deep.equal([]);
    const other = open(bench, version(bench));
    bench.call('POST', MAPS, map('m3'));
    expect(text(bench, other)).to.contain('"m3"');
  });

  it('stops a quiet watch at its end', () => {
    const bench = under({ stall: [{ resource: 'configmaps' }] });
    const call = open(bench, version(bench));
    bench.step({ on: 'timer', name: `watch.${call}` });
    expect([isOver(bench, call), hits(bench)]).to.deep.equal([false, 1]);
  });

  it('ends watches as expired, open ones and new ones', () => {
    const bench = new Bench();
    const call = open(bench, version(bench));
    under({ expire: [{ resource: 'configmaps' }] }, bench);
    bench.call('POST', MAPS, map('m1'));
    expect(text(bench, call)).to.contain('"code":410');
    expect([isOver(bench, call), hits(bench)]).to.deep.equal([true, 1]);
    const again = open(bench, version(bench));
    expect(text(bench, again)).to.contain('"code":410');
    lift(bench);
    const later = open(bench, version(bench));
    bench.call('POST', MAPS, map('m2'));
    expect(text(bench, later)).to.contain('"m2"');
  });
});

describe('orchestrator/cluster: backups', () => {
  const keep = (bench: Bench, empty = false): number => bench.call('POST', '/backups', { name: 'f1', empty }).status;

  it('puts back what was: what was made is gone, what was deleted is there again, and versions go back', () => {
    const bench = new Bench();
    bench.call('POST', MAPS, map('m1'));
    expect(keep(bench)).to.equal(201);
    const before = version(bench);
    bench.call('DELETE', `${MAPS}/m1`);
    bench.call('POST', MAPS, map('m2'));
    bench.boot();
    expect(bench.call('POST', '/backups/f1/restore').status).to.equal(200);
    expect(hits(bench)).to.equal(1);
    expect([version(bench), names(bench)]).to.deep.equal([before, ['default', 'kube-system', 'm1']]);
    bench.boot();
    expect([version(bench), names(bench)]).to.deep.equal([before, ['default', 'kube-system', 'm1']]);
  });

  it('never gives a uid twice, though versions are', () => {
    const bench = new Bench();
    keep(bench);
    const uid = (): unknown => asObject(bench.call('POST', MAPS, map('m1')).body['metadata'])?.['uid'];
    const first = uid();
    bench.call('POST', '/backups/f1/restore');
    bench.boot();
    expect(uid()).not.to.equal(first);
  });

  it('is a new cluster after an empty one, in which policies stay', () => {
    const bench = new Bench();
    bench.call('POST', MAPS, map('m1'));
    keep(bench, true);
    under({ lose: [{ resource: 'secrets' }] }, bench);
    bench.call('POST', '/backups/f1/restore');
    expect(names(bench)).to.deep.equal(['default', 'f1', 'kube-system']);
    expect(bench.state.policies.map(({ name }) => name)).to.deep.equal(['f1']);
    bench.boot();
    expect(bench.state.policies.map(({ name }) => name)).to.deep.equal(['f1']);
  });

  it('does not bring back a policy that was lifted', () => {
    const bench = under({ deny: [{ verb: '*', resource: '*' }] });
    keep(bench);
    lift(bench);
    bench.call('POST', '/backups/f1/restore');
    expect(bench.call('POST', MAPS, map('m1')).status).to.equal(201);
  });

  it('cuts off whoever watches, and expires what was seen before', () => {
    const bench = new Bench();
    bench.call('POST', MAPS, map('m1'));
    keep(bench);
    bench.call('POST', MAPS, map('m2'));
    const call = open(bench, version(bench));
    const restore = bench.request('POST', '/backups/f1/restore');
    const effects = bench.step(restore);
    expect(effects.some((effect) => effect.do === 'reply' && effect.call === call && effect.part === 'broken')).to.equal(true);
    expect(bench.state.watches.size).to.equal(0);
    expect(text(bench, open(bench, '1'))).to.contain('"code":410');
  });

  it('refuses a copy that cannot be read, and stays as it is', () => {
    const bench = new Bench();
    bench.call('POST', MAPS, map('m1'));
    keep(bench);
    bench.disk.set('backup.f1', Buffer.from('{"revision":'));
    bench.boot();
    expect(bench.call('POST', '/backups/f1/restore').status).to.equal(400);
    expect(names(bench)).to.include('m1');
    expect(bench.call('POST', MAPS, map('m2')).status).to.equal(201);
  });

  it('puts a copy back once, and says nothing was hit when nothing had changed', () => {
    const bench = new Bench();
    keep(bench);
    bench.call('POST', '/backups/f1/restore');
    expect(hits(bench)).to.equal(0);
    expect(bench.call('POST', '/backups/f1/restore').status).to.equal(404);
    expect(bench.disk.has('backup.f1')).to.equal(false);
  });

  it('refuses names that are none, and other methods', () => {
    const bench = new Bench();
    expect(bench.call('POST', '/backups', { name: '../x' }).status).to.equal(400);
    expect(bench.call('POST', '/backups', 'no').status).to.equal(400);
    expect(bench.call('GET', '/backups').status).to.equal(404);
  });
});

// Goal: the cluster answers as Kubernetes does, shuts out what is late, and keeps what it acknowledged over a crash at any point.
// Method: a table of calls with their status and reason; watch stories read line by line; a write cut at every effect.
import { expect } from 'chai';
import { asObject, bytesOf, type Json, type JsonObject, parseJson, textOf } from '../../world/index.js';
import { type Answered, Bench } from './bench.js';
import { clusterMachine } from './index.js';

const machine = clusterMachine();

/** The lines that a watch was told in the last step. */
function told(bench: Bench, call: number): readonly string[] {
  const parts = bench.effects.flatMap((effect) =>
    effect.do === 'reply' && effect.call === call && effect.part !== 'broken' ? [textOf(effect.part.bytes)] : [],
  );
  return parts
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { type, object } = parseJson(line) as { type: string; object: JsonObject };
      return `${type} ${String(asObject(object['metadata'])?.['name'] ?? object['reason'] ?? '')}`.trim();
    });
}

const MAPS = '/api/v1/namespaces/default/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const map = (name: string, more: JsonObject = {}, data: JsonObject = { a: '1' }): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...more },
  data,
});
const deployment: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
  },
};
const job: JsonObject = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'j' },
  spec: { template: { spec: { containers: [{ name: 'c' }] } } },
};
const merge = { 'content-type': 'application/merge-patch+json' };
const patch = { 'content-type': 'application/json-patch+json' };
const meta = ({ body }: Answered): JsonObject => asObject(body['metadata']) ?? {};
const POLICIES = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
const policy = (verb: string): JsonObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'p' },
  spec: { deny: [{ verb, resource: 'configmaps' }] },
});

describe('orchestrator/cluster', () => {
  const table: readonly (readonly [
    method: string,
    path: string,
    body: Json | string,
    headers: Record<string, string>,
    expected: string,
  ])[] = [
    ['GET', '/api', null, {}, '200 '],
    ['GET', '/apis', null, {}, '200 '],
    ['GET', '/api/v1', null, {}, '200 '],
    ['GET', '/apis/apps/v1', null, {}, '200 '],
    ['GET', '/apis/batch', null, {}, '200 '],
    ['GET', '/version', null, {}, '200 '],
    ['GET', '/nowhere', null, {}, '404 NotFound'],
    ['GET', '/api/v1/pods', null, {}, '404 NotFound'],
    ['GET', `${MAPS}/there`, null, {}, '200 '],
    ['GET', `${MAPS}/absent`, null, {}, '404 NotFound'],
    ['GET', `${MAPS}?labelSelector=a%3Db,!c`, null, {}, '200 '],
    ['GET', `${MAPS}?labelSelector=a==b==c`, null, {}, '400 BadRequest'],
    ['GET', `${MAPS}?fieldSelector=data.a=1`, null, {}, '400 BadRequest'],
    ['POST', MAPS, map('new'), {}, '201 '],
    ['POST', MAPS, map('there'), {}, '409 AlreadyExists'],
    ['POST', MAPS, map('Bad_Name'), {}, '422 Invalid'],
    ['POST', MAPS, map(''), {}, '422 Invalid'],
    ['POST', MAPS, map('new', { namespace: 'other' }), {}, '400 BadRequest'],
    ['POST', MAPS, map('new', { labels: { a: 'not a label' } }), {}, '422 Invalid'],
    ['POST', MAPS, map('new', {}, { a: 1 }), {}, '400 BadRequest'],
    ['POST', MAPS, { ...map('new'), kind: 'Secret' }, {}, '400 BadRequest'],
    ['POST', MAPS, '{', {}, '400 BadRequest'],
    ['POST', MAPS, null, {}, '400 BadRequest'],
    ['POST', MAPS, map('new'), { 'content-type': 'application/yaml' }, '415 UnsupportedMediaType'],
    ['POST', MAPS.replace('default', 'absent'), map('new'), {}, '404 NotFound'],
    ['POST', '/api/v1/configmaps', map('new'), {}, '405 MethodNotAllowed'],
    ['POST', DEPLOYMENTS, deployment, {}, '201 '],
    ['POST', DEPLOYMENTS, { ...deployment, spec: {} }, {}, '422 Invalid'],
    ['POST', DEPLOYMENTS, { ...deployment, spec: { ...asObject(deployment['spec']), replicas: -1 } }, {}, '422 Invalid'],
    ['PUT', `${MAPS}/there`, map('there', {}, { a: '2' }), {}, '200 '],
    ['PUT', `${MAPS}/there`, map('there', { resourceVersion: '1' }), {}, '409 Conflict'],
    ['PUT', `${MAPS}/there`, map('there', { uid: 'other' }), {}, '409 Conflict'],
    ['PUT', `${MAPS}/there`, map('else'), {}, '400 BadRequest'],
    ['PUT', `${MAPS}/absent`, map('absent'), {}, '404 NotFound'],
    ['PATCH', `${MAPS}/there`, { data: { a: null, b: '2' } }, merge, '200 '],
    ['PATCH', `${MAPS}/there`, [{ op: 'replace', path: '/data/a', value: '3' }], patch, '200 '],
    ['PATCH', `${MAPS}/there`, [{ op: 'test', path: '/data/a', value: '3' }], patch, '422 Invalid'],
    ['PATCH', `${MAPS}/there`, [{ op: 'remove', path: '/data/z' }], patch, '422 Invalid'],
    ['PATCH', `${MAPS}/there`, [{ op: 'jump', path: '/data' }], patch, '400 BadRequest'],
    ['PATCH', `${MAPS}/there`, { data: {} }, patch, '400 BadRequest'],
    ['PATCH', `${MAPS}/there`, {}, { 'content-type': 'application/apply-patch+yaml' }, '422 Invalid'],
    ['PATCH', `${MAPS}/there`, {}, { 'content-type': 'application/yaml' }, '415 UnsupportedMediaType'],
    ['DELETE', `${MAPS}/there`, null, {}, '200 '],
    ['DELETE', `${MAPS}/absent`, null, {}, '404 NotFound'],
    ['DELETE', `${MAPS}/there`, { preconditions: { uid: 'other' } }, {}, '409 Conflict'],
    ['DELETE', `${MAPS}/there`, { preconditions: { resourceVersion: '1' } }, {}, '409 Conflict'],
    ['DELETE', `${MAPS}/there`, { propagationPolicy: 'Sideways' }, {}, '400 BadRequest'],
    ['DELETE', '/api/v1/namespaces/default', null, {}, '403 Forbidden'],
    ['DELETE', MAPS, null, {}, '405 MethodNotAllowed'],
    ['DELETE', `${MAPS}/there`, null, { 'x-fence': 'one' }, '400 BadRequest'],
  ];
  for (const [method, path, body, headers, expected] of table)
    it(`${method} ${path} of ${JSON.stringify(body).slice(0, 60)} is answered ${expected}`, () => {
      const bench = new Bench();
      bench.call('POST', MAPS, map('there'));
      const { status, body: answered } = bench.call(method, path, body, headers);
      expect(`${status} ${status < 400 ? '' : String(answered['reason'])}`).to.equal(expected);
      if (status >= 400) expect(answered['kind']).to.equal('Status');
    });

  it('a list is sorted and selected, in one namespace or in all', () => {
    const bench = new Bench();
    for (const name of ['b', 'a']) bench.call('POST', MAPS, map(name, { labels: { app: name } }));
    bench.call('POST', MAPS.replace('default', 'kube-system'), map('c', { labels: { app: 'a' } }));
    const names = (path: string): unknown =>
      (bench.call('GET', path).body['items'] as readonly JsonObject[]).map((item) => asObject(item['metadata'])?.['name']);
    expect(names(MAPS)).to.deep.equal(['a', 'b']);
    expect(names('/api/v1/configmaps')).to.deep.equal(['a', 'b', 'c']);
    expect(names('/api/v1/configmaps?labelSelector=app%3Da')).to.deep.equal(['a', 'c']);
    expect(names('/api/v1/configmaps?labelSelector=app')).to.deep.equal(['a', 'b', 'c']);
    expect(names('/api/v1/configmaps?labelSelector=app%20notin%20(a)')).to.deep.equal(['b']);
  });

  it('a uid and a clusterIP are never given twice', () => {
    const bench = new Bench();
    const service = (name: string): JsonObject => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: { ports: [{ port: 80 }] },
    });
    const seen = new Set<string>();
    for (let round = 0; round < 5; round++) {
      const { body } = bench.call('POST', '/api/v1/namespaces/default/services', service('s'));
      seen.add(`${String(asObject(body['metadata'])?.['uid'])} ${String(asObject(body['spec'])?.['clusterIP'])}`);
      bench.call('DELETE', '/api/v1/namespaces/default/services/s');
      bench.boot();
    }
    expect(seen.size).to.equal(5);
  });

  it('an update that changes nothing keeps the version', () => {
    const bench = new Bench();
    const created = bench.call('POST', MAPS, map('m'));
    expect(meta(bench.call('PUT', `${MAPS}/m`, map('m')))['resourceVersion']).to.equal(meta(created)['resourceVersion']);
  });

  it('a Deployment becomes ready and a Job completes after the pace, also over a restart', () => {
    const bench = new Bench();
    bench.call('POST', DEPLOYMENTS, deployment);
    bench.call('POST', '/apis/batch/v1/namespaces/default/jobs', job);
    expect(bench.call('GET', `${DEPLOYMENTS}/web`).body['status']).to.deep.equal({});
    bench.boot();
    bench.pace();
    expect(bench.call('GET', `${DEPLOYMENTS}/web`).body['status']).to.include({ readyReplicas: 2, observedGeneration: 1 });
    expect(bench.call('GET', '/apis/batch/v1/namespaces/default/jobs/j').body['status']).to.include({ succeeded: 1 });
    bench.call('PATCH', `${DEPLOYMENTS}/web`, { spec: { replicas: 3 } }, merge);
    bench.pace();
    expect(bench.call('GET', `${DEPLOYMENTS}/web`).body['status']).to.include({ readyReplicas: 3, observedGeneration: 2 });
  });

  it('an object with finalizers goes when the last one does', () => {
    const bench = new Bench();
    bench.call('POST', MAPS, map('m', { finalizers: ['a.b/c'] }));
    expect(meta(bench.call('DELETE', `${MAPS}/m`))['deletionTimestamp']).to.equal('2023-11-14T22:13:20Z');
    expect(bench.call('PATCH', `${MAPS}/m`, { metadata: { finalizers: ['a.b/c', 'd.e/f'] } }, merge).status).to.equal(422);
    bench.boot();
    expect(bench.call('GET', `${MAPS}/m`).status).to.equal(200);
    expect(bench.call('PATCH', `${MAPS}/m`, { metadata: { finalizers: null } }, merge).status).to.equal(200);
    expect(bench.call('GET', `${MAPS}/m`).status).to.equal(404);
  });

  it('a Deployment deleted in the foreground goes after the pace', () => {
    const bench = new Bench();
    bench.call('POST', DEPLOYMENTS, deployment);
    bench.call('DELETE', `${DEPLOYMENTS}/web?propagationPolicy=Foreground`);
    expect(meta(bench.call('GET', `${DEPLOYMENTS}/web`))['finalizers']).to.deep.equal(['foregroundDeletion']);
    bench.pace();
    expect(bench.call('GET', `${DEPLOYMENTS}/web`).status).to.equal(404);
  });

  it('a namespace is Terminating until its contents are gone, takes nothing new meanwhile, and finishes after a restart', () => {
    const bench = new Bench();
    bench.call('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } });
    const maps = MAPS.replace('default', 'n');
    bench.call('POST', maps, map('m'));
    bench.call('POST', maps, map('held', { finalizers: ['a.b/c'] }));
    expect(bench.call('DELETE', '/api/v1/namespaces/n').body['status']).to.deep.equal({ phase: 'Terminating' });
    expect(bench.call('POST', maps, map('late')).body['reason']).to.equal('Forbidden');
    bench.boot();
    bench.pace();
    expect([
      bench.call('GET', `${maps}/m`).status,
      bench.call('GET', `${maps}/held`).status,
      bench.call('GET', '/api/v1/namespaces/n').status,
    ]).to.deep.equal([404, 200, 200]);
    bench.call('PATCH', `${maps}/held`, { metadata: { finalizers: [] } }, merge);
    bench.pace();
    expect(bench.call('GET', '/api/v1/namespaces/n').status).to.equal(404);
  });

  it('a policy refuses a verb until it is deleted', () => {
    const bench = new Bench();
    bench.call('POST', MAPS, map('m'));
    bench.call('POST', POLICIES, policy('delete'));
    expect(bench.call('DELETE', `${MAPS}/m`).body['reason']).to.equal('Forbidden');
    expect(bench.call('POST', MAPS, map('n')).status).to.equal(201);
    expect(bench.call('DELETE', `${POLICIES}/p`).status).to.equal(200);
    expect(bench.call('DELETE', `${MAPS}/m`).status).to.equal(200);
  });

  describe('fence', () => {
    const put = (bench: Bench, fence: string, value: string): string => {
      const { status, body } = bench.call('PUT', `${MAPS}/m`, map('m', {}, { a: value }), { 'x-fence': fence });
      return `${status} ${String(body['reason'] ?? '')}`;
    };

    it('refuses what is older than the newest seen, and repeats the answer of the newest itself', () => {
      const bench = new Bench();
      bench.call('POST', MAPS, map('m'));
      expect(put(bench, '2.5', 'x')).to.equal('200 ');
      expect(put(bench, '1.9', 'y')).to.equal('409 StaleEpoch');
      expect(put(bench, '2.4', 'y')).to.equal('409 StaleSequence');
      expect(put(bench, '2.5', 'y')).to.equal('409 StaleSequence');
      expect(put(bench, '2.5', 'x')).to.equal('200 ');
      bench.boot();
      expect(put(bench, '2.4', 'y')).to.equal('409 StaleSequence');
      expect(put(bench, '3.1', 'y')).to.equal('200 ');
    });

    it('rises even when the request that carries it fails', () => {
      const bench = new Bench();
      expect(bench.call('DELETE', `${MAPS}/absent`, null, { 'x-fence': '4.1' }).status).to.equal(404);
      bench.boot();
      expect(put(bench, '3.9', 'x')).to.equal('409 StaleEpoch');
    });

    it('does not concern requests without one', () => {
      const bench = new Bench();
      bench.call('DELETE', `${MAPS}/absent`, null, { 'x-fence': '4.1' });
      expect(bench.call('POST', MAPS, map('m')).status).to.equal(201);
    });
  });

  describe('watch', () => {
    const open = (bench: Bench, query: string): number => {
      const input = bench.request('GET', `${MAPS}?watch=true${query}`);
      bench.keep(bench.step(input));
      return input.call;
    };

    it('begins with what is there and goes on with what happens, as the selector sees it', () => {
      const bench = new Bench();
      bench.call('POST', MAPS, map('m', { labels: { a: 'b' } }));
      bench.call('POST', MAPS, map('other'));
      const call = open(bench, '&labelSelector=a%3Db');
      expect(told(bench, call)).to.deep.equal(['ADDED m']);
      bench.call('PATCH', `${MAPS}/m`, { data: { a: '2' } }, merge);
      expect(told(bench, call)).to.deep.equal(['MODIFIED m']);
      bench.call('PATCH', `${MAPS}/other`, { metadata: { labels: { a: 'b' } } }, merge);
      expect(told(bench, call)).to.deep.equal(['ADDED other']);
      bench.call('PATCH', `${MAPS}/other`, { metadata: { labels: null } }, merge);
      expect(told(bench, call)).to.deep.equal(['DELETED other']);
      bench.call('DELETE', `${MAPS}/m`);
      expect(told(bench, call)).to.deep.equal(['DELETED m']);
      bench.step({ on: 'part', call, part: 'broken' });
      bench.call('POST', MAPS, map('m', { labels: { a: 'b' } }));
      expect(told(bench, call)).to.deep.equal([]);
    });

    it('resumes after a version, and is expired when that is forgotten', () => {
      const bench = new Bench();
      const since = String(meta(bench.call('POST', MAPS, map('m')))['resourceVersion']);
      for (let round = 0; round < 4; round++) bench.call('PATCH', `${MAPS}/m`, { data: { a: `x${round}` } }, merge);
      expect(told(bench, open(bench, `&resourceVersion=${since}`))).to.deep.equal(['MODIFIED m', 'MODIFIED m', 'MODIFIED m', 'MODIFIED m']);
      bench.call('PATCH', `${MAPS}/m`, { data: { a: 'y' } }, merge);
      expect(told(bench, open(bench, `&resourceVersion=${since}`))).to.deep.equal(['ERROR Expired']);
      expect(bench.call('GET', `${MAPS}?watch=1&resourceVersion=99999`).status).to.equal(504);
    });

    it('keeps a quiet watch in reach with bookmarks, and ends it in time', () => {
      const bench = new Bench();
      const call = open(bench, '&fieldSelector=metadata.name%3Dquiet&allowWatchBookmarks=true&timeoutSeconds=5');
      expect(bench.effects.find((effect) => effect.do === 'timer')).to.include({ name: `watch.${call}`, after: 5_000_000 });
      const lines = ['a', 'b', 'c'].map((name) => {
        bench.call('POST', MAPS, map(name));
        return told(bench, call);
      });
      expect(lines).to.deep.equal([[], [], ['BOOKMARK']]);
      bench.step({ on: 'timer', name: `watch.${call}` });
      expect(bench.effects).to.have.length(1);
      expect(bench.effects[0]).to.have.nested.property('part.end', true);
    });
  });

  describe('disk', () => {
    it('answers and tells only after the write is durable', () => {
      const bench = new Bench();
      bench.step(bench.request('GET', `${MAPS}?watch=true`));
      bench.step(bench.request('POST', MAPS, map('m')));
      expect(bench.effects.map((effect) => effect.do)).to.deep.equal(['persist', 'reply', 'reply']);
    });

    it('a crash at any effect of any write keeps what was acknowledged', () => {
      const writes: readonly (readonly [string, string, Json, Record<string, string>])[] = [
        ['POST', MAPS, map('m'), {}],
        ['PATCH', `${MAPS}/m`, { data: { a: '2' } }, merge],
        ['DELETE', `${MAPS}/m`, null, { 'x-fence': '1.1' }],
        ['POST', DEPLOYMENTS, deployment, { 'x-fence': '1.2' }],
      ];
      for (let last = 0; last < writes.length; last++)
        for (let cut = 0; cut < 4; cut++) {
          const bench = new Bench();
          const answers = writes.slice(0, last).map(([method, path, body, headers]) => bench.call(method, path, body, headers).status);
          expect(answers.every((status) => status < 300)).to.equal(true);
          const before = [...bench.state.objects.values()].map(({ text }) => text);
          const [method, path, body, headers] = writes[last] ?? ['', '', null, {}];
          const effects = bench.step(bench.request(method, path, body, headers)).slice(0, cut);
          bench.keep(effects);
          const acknowledged = effects.some((effect) => effect.do === 'reply');
          const after = [...bench.state.objects.values()].map(({ text }) => text);
          bench.boot();
          expect([...bench.state.objects.values()].map(({ text }) => text)).to.deep.equal(acknowledged || cut > 0 ? after : before);
        }
    });

    it('a torn last line is cut and a rotten one stops the node', () => {
      const bench = new Bench();
      bench.call('POST', MAPS, map('m'));
      const whole = textOf(bench.disk.get('journal') ?? null);
      bench.disk.set('journal', bytesOf(`${whole}{"revision":9,"put":[{`));
      bench.boot();
      expect(bench.call('GET', `${MAPS}/m`).status).to.equal(200);
      expect(textOf(bench.disk.get('journal') ?? null).split('\n')).to.have.length(2);
      bench.disk.set('journal', bytesOf(`{"rev!\n${whole}`));
      bench.boot();
      expect(bench.effects.map((effect) => effect.do)).to.deep.equal(['halt']);
    });

    it('a long journal becomes a snapshot that says the same', () => {
      const bench = new Bench();
      bench.call('POST', MAPS, map('m'));
      for (let round = 0; round < 600; round++)
        bench.call('PATCH', `${MAPS}/m`, { data: { a: String(round) } }, { ...merge, 'x-fence': `1.${round + 1}` });
      const [text, fence] = [bench.state.objects.get('v1/configmaps/default/m')?.text, bench.state.fence];
      expect(textOf(bench.disk.get('journal') ?? null).split('\n').length).to.be.lessThan(520);
      bench.boot();
      expect(bench.state.objects.get('v1/configmaps/default/m')?.text).to.equal(text);
      expect(bench.state.fence).to.deep.equal(fence);
    });
  });

  it('a copy has the same digest and goes its own way', () => {
    const bench = new Bench();
    bench.call('POST', DEPLOYMENTS, deployment);
    const copy = machine.clone(bench.state);
    const digest = machine.digest(copy);
    expect(digest).to.equal(machine.digest(bench.state));
    bench.pace();
    expect(machine.digest(copy)).to.equal(digest);
    expect(machine.digest(bench.state)).to.not.equal(digest);
  });
});

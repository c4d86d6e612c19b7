// Goal: what clients besides the syncer rely on: tables, pages, versions, watches from a version, subresources, owners, bundles.
// Method: one cluster machine; answers and watch lines are read member by member.
import { expect } from 'chai';
import { asObject, type Json, type JsonObject, parseJson, textOf } from '../../world/index.js';
import { ageOf } from './age.js';
import { Bench } from './bench.js';
import { microsOf, timestampOf } from './timestamp.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const BUNDLES = '/apis/k8splugin.io/v1alpha1/namespaces/default/resourcebundlestates';
const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
const merge = { 'content-type': 'application/merge-patch+json' };
const id = { 'emco/deployment-id': 'd1' };
const map = (name: string, labels: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels },
  data: { a: '1' },
});
const deployment = (labels: JsonObject = {}): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'w' } },
    template: { metadata: { labels: { app: 'w' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
  },
});
const meta = (object: Json | undefined): JsonObject => asObject(asObject(object)?.['metadata']) ?? {};
const itemsOf = (body: JsonObject, member = 'items'): readonly JsonObject[] => (body[member] ?? []) as readonly JsonObject[];
const namesIn = (body: JsonObject): readonly Json[] => itemsOf(body).map((item) => meta(item)['name'] ?? null);

/** The events that a watch is told in one step. */
function linesOf(bench: Bench, call: number): readonly JsonObject[] {
  const texts = bench.effects.map((effect) =>
    effect.do === 'reply' && effect.call === call && effect.part !== 'broken' ? textOf(effect.part.bytes) : '',
  );
  const lines = texts.join('').split('\n');
  return lines.filter((line) => line !== '').map((line) => asObject(parseJson(line)) ?? {});
}

function watch(bench: Bench, query: string, headers: Record<string, string> = {}): readonly JsonObject[] {
  const input = bench.request('GET', `${MAPS}?watch=true${query}`, null, headers);
  bench.keep(bench.step(input));
  return linesOf(bench, input.call);
}

describe('orchestrator/cluster in depth', () => {
  describe('versions', () => {
    it('a list comes in pages that show one version, whatever is written between them', () => {
      const bench = new Bench();
      for (const name of ['a', 'b', 'c', 'd']) bench.call('POST', MAPS, map(name));
      const first = bench.call('GET', `${MAPS}?limit=2`).body;
      expect([namesIn(first), meta(first)['remainingItemCount']]).to.deep.equal([['a', 'b'], 2]);
      bench.call('DELETE', `${MAPS}/c`);
      bench.call('POST', MAPS, map('bb'));
      bench.call('PATCH', `${MAPS}/d`, { data: { a: '2' } }, merge);
      const rest = bench.call('GET', `${MAPS}?limit=2&continue=${encodeURIComponent(String(meta(first)['continue']))}`).body;
      expect([namesIn(rest), meta(rest)['continue'], meta(rest)['resourceVersion']]).to.deep.equal([
        ['c', 'd'],
        undefined,
        meta(first)['resourceVersion'],
      ]);
      expect(itemsOf(rest).map((item) => item['data'])).to.deep.equal([{ a: '1' }, { a: '1' }]);
      bench.call('POST', MAPS, map('e'));
      bench.call('POST', MAPS, map('f'));
      expect(bench.call('GET', `${MAPS}?continue=${encodeURIComponent(String(meta(first)['continue']))}`).body['reason']).to.equal(
        'Expired',
      );
    });

    const refused: readonly (readonly [query: string, expected: string])[] = [
      ['limit=-1', '400 BadRequest'],
      ['continue=nonsense', '400 BadRequest'],
      ['resourceVersion=x', '400 BadRequest'],
      ['resourceVersion=999', '504 Timeout'],
      ['resourceVersion=1&resourceVersionMatch=Exact', '410 Expired'],
      ['resourceVersion=0&resourceVersionMatch=Exact', '422 Invalid'],
      ['resourceVersionMatch=Exact', '422 Invalid'],
      ['resourceVersion=1&resourceVersionMatch=Newer', '422 Invalid'],
      ['resourceVersion=0', '200 '],
      ['resourceVersion=1&resourceVersionMatch=NotOlderThan', '200 '],
    ];
    for (const [query, expected] of refused)
      it(`a list with ${query} is answered ${expected}`, () => {
        const bench = new Bench();
        for (let n = 0; n < 8; n++) bench.call('POST', MAPS, map(`m${n}`));
        const { status, body } = bench.call('GET', `${MAPS}?${query}`);
        expect(`${status} ${String(body['reason'] ?? '')}`).to.equal(expected);
      });

    it('a list of an earlier version shows what was there then, versions included', () => {
      const bench = new Bench(50);
      const then = meta(bench.call('POST', MAPS, map('m')).body)['resourceVersion'];
      bench.call('PATCH', `${MAPS}/m`, { data: { a: '2' } }, merge);
      bench.call('DELETE', `${MAPS}/m`);
      bench.call('POST', MAPS, map('n'));
      const { body } = bench.call('GET', `${MAPS}?resourceVersion=${String(then)}&resourceVersionMatch=Exact`);
      expect(itemsOf(body).map((item) => [meta(item)['name'], meta(item)['resourceVersion'], item['data']])).to.deep.equal([
        ['m', then, { a: '1' }],
      ]);
    });

    it('a watch can begin with what is there and say where that ends', () => {
      const bench = new Bench();
      bench.call('POST', MAPS, map('m'));
      const lines = watch(bench, '&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true');
      expect(lines.map(({ type }) => type)).to.deep.equal(['ADDED', 'BOOKMARK']);
      expect(meta(lines[1]?.['object'])['annotations']).to.deep.equal({ 'k8s.io/initial-events-end': 'true' });
    });
  });

  describe('tables', () => {
    it('show what kubectl prints, of one object and of many', () => {
      const bench = new Bench();
      bench.call('POST', DEPLOYMENTS, deployment());
      bench.pace();
      bench.now += 300_000_000;
      const many = bench.call('GET', DEPLOYMENTS, null, table).body;
      expect(itemsOf(many, 'columnDefinitions').map(({ name }) => name)).to.deep.equal([
        'Name',
        'Ready',
        'Up-to-date',
        'Available',
        'Age',
        'Containers',
        'Images',
        'Selector',
      ]);
      expect(itemsOf(many, 'rows')[0]?.['cells']).to.deep.equal(['web', '2/2', 2, 2, '5m', 'c', 'i', 'app=w']);
      expect(meta(itemsOf(many, 'rows')[0]?.['object'])['name']).to.equal('web');
      const one = bench.call('GET', `${DEPLOYMENTS}/web?includeObject=None`, null, table).body;
      expect([one['kind'], itemsOf(one, 'rows')[0]?.['object']]).to.deep.equal(['Table', null]);
      expect(bench.call('GET', DEPLOYMENTS, null, { accept: `application/json, ${table.accept}` }).body['kind']).to.equal('DeploymentList');
    });

    it('are what a watch tells when it was asked for them', () => {
      const bench = new Bench();
      bench.call('POST', MAPS, map('m'));
      const [line] = watch(bench, '', table);
      expect([line?.['type'], itemsOf(asObject(line?.['object']) ?? {}, 'rows')[0]?.['cells']]).to.deep.equal(['ADDED', ['m', 1, '0s']]);
    });

    it('are made for every kind that is served, without a hole', () => {
      const bench = new Bench();
      for (const group of itemsOf(bench.call('GET', '/apis', null, { accept: aggregated }).body))
        for (const version of itemsOf(group, 'versions'))
          for (const { resource } of itemsOf(version, 'resources'))
            expect(
              bench.call('GET', `/apis/${String(meta(group)['name'])}/${String(version['version'])}/${String(resource)}`, null, table).body[
                'kind'
              ],
            ).to.equal('Table');
    });

    it('tell ages in two units at most', () => {
      const ages = [0, 119, 120, 150, 600, 10_800, 12_000, 172_800, 180_000, 864_000, 70_000_000, 400_000_000];
      const words = ages.map((seconds) => ageOf('1970-01-01T00:00:00Z', seconds * 1_000_000));
      expect(words).to.deep.equal(['0s', '119s', '2m', '2m30s', '10m', '3h', '3h20m', '2d', '2d2h', '10d', '2y80d', '12y']);
      expect([ageOf(undefined, 0), ageOf('1970-01-01T00:01:00Z', 0)]).to.deep.equal(['<unknown>', '<invalid>']);
    });

    it('and timestamps are read back as they were written', () => {
      for (const day of [0, 58, 59, 789, 11_016, 19_782, 47_540])
        expect(microsOf(timestampOf((day * 86_400 + 3_661) * 1_000_000))).to.equal((day * 86_400 + 3_661) * 1_000_000);
    });
  });

  describe('discovery', () => {
    it('comes in one answer for those who ask so, in pieces for others, and knows subresources and definitions', () => {
      const bench = new Bench();
      const apps = itemsOf(bench.call('GET', '/apis', null, { accept: aggregated }).body).find((group) => meta(group)['name'] === 'apps');
      const [resource] = itemsOf(itemsOf(apps ?? {}, 'versions')[0] ?? {}, 'resources');
      expect(itemsOf(resource ?? {}, 'subresources').map(({ subresource }) => subresource)).to.deep.equal(['scale', 'status']);
      expect(bench.call('GET', '/apis').body['kind']).to.equal('APIGroupList');
      expect(itemsOf(bench.call('GET', '/apis/apps/v1').body, 'resources').map(({ name }) => name)).to.include('deployments/scale');
      const definitions = bench.call('GET', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
      expect(namesIn(definitions.body)).to.include('resourcebundlestates.k8splugin.io');
      expect(bench.call('DELETE', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/x').status).to.equal(405);
    });

    it('says that the server judges fields itself, so that clients need no schema', () => {
      const { body } = new Bench().call('GET', '/openapi/v3');
      const root = asObject(asObject(body['paths'])?.['apis/apps/v1'])?.['serverRelativeURL'];
      const paths = asObject(new Bench().call('GET', String(root)).body['paths']);
      const operation = asObject(asObject(paths?.['/apis/apps/v1/namespaces/{namespace}/deployments/{name}'])?.['patch']);
      expect(itemsOf(operation ?? {}, 'parameters').map(({ name }) => name)).to.include('fieldValidation');
    });
  });

  describe('scale', () => {
    it('is an object of its own that changes replicas and nothing else', () => {
      const bench = new Bench();
      bench.call('POST', DEPLOYMENTS, deployment());
      const scale = bench.call('GET', `${DEPLOYMENTS}/web/scale`).body;
      expect(scale).to.deep.include({
        kind: 'Scale',
        apiVersion: 'autoscaling/v1',
        spec: { replicas: 2 },
        status: { replicas: 0, selector: 'app=w' },
      });
      expect(bench.call('PATCH', `${DEPLOYMENTS}/web/scale`, { spec: { replicas: 4 } }, merge).body['spec']).to.deep.equal({ replicas: 4 });
      expect(bench.call('PUT', `${DEPLOYMENTS}/web/scale`, { ...scale, spec: { replicas: 5 } }).body['reason']).to.equal('Conflict');
      expect(bench.call('PATCH', `${DEPLOYMENTS}/web/scale`, { spec: { replicas: -1 } }, merge).status).to.equal(422);
      expect(bench.call('GET', `${MAPS}/web/scale`).status).to.equal(404);
      expect(bench.call('GET', `${DEPLOYMENTS}/web`).body['spec']).to.deep.include({ replicas: 4 });
    });
  });

  describe('owners of fields', () => {
    const owners = (bench: Bench, path: string): readonly string[] =>
      itemsOf(meta(bench.call('GET', path).body), 'managedFields').map(({ manager, subresource }) =>
        [manager, subresource ?? 'whole'].join(' '),
      );

    it('are not kept for an object for which nobody names a manager', () => {
      const bench = new Bench();
      bench.call('POST', DEPLOYMENTS, deployment());
      bench.call('PATCH', `${DEPLOYMENTS}/web`, { spec: { replicas: 3 } }, { ...merge, 'user-agent': 'curl/8' });
      bench.pace();
      expect(meta(bench.call('GET', `${DEPLOYMENTS}/web`).body)).to.not.have.property('managedFields');
    });

    it('are kept from then on, by user agent and for controllers, too; an empty entry forgets them', () => {
      const bench = new Bench();
      bench.call('POST', DEPLOYMENTS, deployment());
      bench.call('PATCH', `${DEPLOYMENTS}/web?fieldManager=me`, { metadata: { labels: { x: 'y' } } }, merge);
      bench.call('PATCH', `${DEPLOYMENTS}/web/scale`, { spec: { replicas: 3 } }, { ...merge, 'user-agent': 'curl/8.1 (x)' });
      bench.pace();
      expect(owners(bench, `${DEPLOYMENTS}/web`)).to.deep.equal([
        'before-first-apply whole',
        'curl scale',
        'kube-controller-manager status',
        'me whole',
      ]);
      bench.call('PATCH', `${DEPLOYMENTS}/web`, { metadata: { managedFields: [{ manager: 'liar' }] } }, merge);
      expect(owners(bench, `${DEPLOYMENTS}/web`)).to.not.include('liar whole');
      bench.call('PATCH', `${DEPLOYMENTS}/web`, { metadata: { managedFields: [{}] } }, merge);
      expect(owners(bench, `${DEPLOYMENTS}/web`)).to.deep.equal([]);
    });

    it('are at most ten who updated; the oldest are thrown together', () => {
      const bench = new Bench();
      bench.call('POST', `${MAPS}?fieldManager=m0`, map('m'));
      for (let n = 1; n < 14; n++) {
        bench.now += 1_000_000;
        bench.call('PATCH', `${MAPS}/m?fieldManager=m${n}`, { data: { [`k${n}`]: '1' } }, merge);
      }
      const names = owners(bench, `${MAPS}/m`);
      expect([names.length, names[0]]).to.deep.equal([10, 'ancient-changes whole']);
    });

    it('make no new version when nothing changes', () => {
      const bench = new Bench();
      const apply = (): Json =>
        meta(
          bench.call(
            'PATCH',
            `${MAPS}/m?fieldManager=me`,
            { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm' }, data: { a: '1' } },
            { 'content-type': 'application/apply-patch+yaml' },
          ).body,
        )['resourceVersion'] ?? null;
      const first = apply();
      bench.now += 5_000_000;
      expect(apply()).to.equal(first);
    });

    it('apply YAML, too, as long as it is one document', () => {
      const bench = new Bench();
      const yaml = { 'content-type': 'application/apply-patch+yaml' };
      const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m # mine\ndata: {a: "1", b: |\n  two\n}\n';
      const good = text.replace('{a: "1", b: |\n  two\n}', '\n  a: "1"\n  b: |\n    two');
      expect(bench.call('PATCH', `${MAPS}/m?fieldManager=me`, good, yaml).body['data']).to.deep.equal({ a: '1', b: 'two\n' });
      for (const bad of [text, `${good}---\n${good}`, '- a', ''])
        expect(bench.call('PATCH', `${MAPS}/m?fieldManager=me`, bad, yaml).status, bad).to.equal(400);
      expect(bench.call('PATCH', `${MAPS}/m?fieldManager=${'x'.repeat(129)}`, good, yaml).status).to.equal(422);
      expect(bench.call('PATCH', `${MAPS}/m`, good, yaml).status).to.equal(422);
    });
  });

  it('a body that is too deep, and copies of copies, are refused', () => {
    const bench = new Bench();
    const deep = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m"},"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    expect(bench.call('POST', MAPS, deep).status).to.equal(400);
    expect(bench.call('PATCH', `${MAPS}/m?fieldManager=me`, deep, { 'content-type': 'application/apply-patch+yaml' }).status).to.equal(400);
    bench.call('POST', MAPS, map('m'));
    const nested = Array.from({ length: 300 }, () => ({ op: 'move', from: '', path: '/x' }));
    const doubled = Array.from({ length: 300 }, (_each, n) => ({ op: 'copy', from: '/metadata', path: `/metadata/x${n}` }));
    const deeper = Array.from({ length: 200 }, () => ({ op: 'copy', from: '/data', path: '/data/x' }));
    const patch = { 'content-type': 'application/json-patch+json' };
    expect([nested, doubled, deeper].map((body) => bench.call('PATCH', `${MAPS}/m`, body, patch).status)).to.deep.equal([422, 413, 400]);
  });

  it('a dry run answers as if, and leaves nothing', () => {
    const bench = new Bench();
    expect(bench.call('POST', `${MAPS}?dryRun=All`, map('m')).status).to.equal(201);
    expect(bench.call('GET', `${MAPS}/m`).status).to.equal(404);
    bench.call('POST', MAPS, map('m'));
    expect(bench.call('DELETE', `${MAPS}/m`, { kind: 'DeleteOptions', dryRun: ['All'] }).status).to.equal(200);
    expect(bench.call('GET', `${MAPS}/m`).status).to.equal(200);
    expect(bench.call('POST', `${MAPS}?dryRun=Some`, map('n')).status).to.equal(422);
  });

  describe('bundle states', () => {
    const status = (bench: Bench): JsonObject => asObject(bench.call('GET', `${BUNDLES}/d1`).body['status']) ?? {};
    const bundle: JsonObject = {
      apiVersion: 'k8splugin.io/v1alpha1',
      kind: 'ResourceBundleState',
      metadata: { name: 'd1', labels: id },
      spec: {},
    };
    const brief = (bench: Bench): readonly Json[] => [
      status(bench)['ready'] ?? null,
      ...itemsOf(status(bench), 'resourceStatuses').map(({ kind, ready }) => `${String(kind)} ${String(ready)}`),
    ];

    it('follow the resources with their label, over a restart, too', () => {
      const bench = new Bench();
      bench.call('POST', BUNDLES, bundle);
      bench.pace();
      expect(brief(bench)).to.deep.equal([false]);
      bench.call('POST', MAPS, map('m', id));
      bench.call('POST', MAPS, map('other'));
      bench.call('POST', DEPLOYMENTS, deployment(id));
      bench.boot();
      bench.pace();
      bench.pace();
      expect(brief(bench)).to.deep.equal([true, 'ConfigMap true', 'Deployment true']);
      bench.call('PATCH', `${DEPLOYMENTS}/web`, { spec: { replicas: 3 } }, merge);
      expect(asObject(itemsOf(status(bench), 'deploymentStatuses')[0]?.['status'])?.['readyReplicas']).to.equal(2);
      bench.pace();
      bench.pace();
      expect(asObject(itemsOf(status(bench), 'deploymentStatuses')[0]?.['status'])?.['readyReplicas']).to.equal(3);
      bench.call('DELETE', `${MAPS}/m`);
      bench.call('PATCH', `${DEPLOYMENTS}/web`, { metadata: { labels: null } }, merge);
      bench.pace();
      expect(brief(bench)).to.deep.equal([false]);
    });

    it('are told by nobody else, and come to rest', () => {
      const bench = new Bench();
      bench.call('POST', BUNDLES, { ...bundle, status: { ready: true } });
      expect(status(bench)).to.deep.equal({});
      for (let n = 0; n < 3; n++) bench.pace();
      const { revision } = bench.state;
      for (let n = 0; n < 3; n++) bench.pace();
      expect([bench.state.revision, bench.state.due.size]).to.deep.equal([revision, 0]);
    });
  });
});

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

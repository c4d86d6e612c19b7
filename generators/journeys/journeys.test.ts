// Goal: a journey's documents become the calls that their author meant, and every way in which they cannot is told with its line.
// Method: a table of small streams of documents.
import { expect } from 'chai';
import { errandsOfJourney, type Uploads } from './errands-of-journey.js';
import { readJourney } from './read-journey.js';

const uploads: Uploads = { app: (name) => ({ package: { name } }), profile: { package: {} }, servers: ['s1'] };
const errands = (text: string) => errandsOfJourney(readJourney(text), uploads);
const documentOf = (anchor: string, more = ''): string => `version: emco/v2\nresourceContext: { anchor: ${anchor} }\n${more}`;

describe('generators/journeys: documents', () => {
  it('become creations and life-cycle calls, and after a life-cycle call the next waits for rest', () => {
    const text = [
      documentOf('projects', 'metadata: { name: p }\n'),
      documentOf('projects/p/logical-clouds/l/instantiate'),
      documentOf('/cluster-providers/c/clusters/x/labels/', 'clusterLabel: west\n'),
    ].join('---\n');
    expect(errands(text)).to.deep.equal([
      { op: 'project.create', args: { key: '/projects/p', body: { metadata: { name: 'p' } } }, makes: null, rest: false },
      { op: 'logical-cloud.instantiate', args: { key: '/projects/p/logical-clouds/l' }, makes: null, rest: false },
      {
        op: 'label.create',
        args: { key: '/cluster-providers/c/clusters/x/labels/west', body: { clusterLabel: 'west' } },
        makes: null,
        rest: true,
      },
    ]);
  });

  it('get uploads that are valid, under the names that they give', () => {
    const cluster = documentOf('cluster-providers/c/clusters', 'metadata: { name: x }\nfile: kubeconfigs/x.yaml\n');
    const app = documentOf('projects/p/composite-apps/a/v1/apps', 'metadata: { name: web }\nfile: output/web.tgz\n');
    expect(errands(`${cluster}---\n${app}`).map(({ args }) => (args as { file: unknown }).file)).to.deep.equal([
      { kubeconfig: 's1', name: 'x.yaml' },
      { package: { name: 'web' }, name: 'web.tgz' },
    ]);
    expect(() => errands(`${cluster}---\n${cluster}`)).to.throw(RangeError, 'line 6: there are 1 clusters, and this is one more');
  });

  it('keep the body of a life-cycle call', () => {
    const group = 'projects/p/composite-apps/a/v1/deployment-intent-groups/d';
    const [moved] = errands(documentOf(`${group}/rollback`, 'spec: { revision: "1" }\n'));
    expect(moved).to.deep.include({
      op: 'deployment-intent-group.rollback',
      args: { key: `/${group}`, body: { spec: { revision: '1' } } },
    });
  });

  for (const [text, message] of [
    ['', 'there are no documents in it'],
    ['- 1\n', 'line 1: a document is a map'],
    ['a: [\n', 'line 2: not YAML (BAD_INDENT)'],
    ['# one\n---\nversion: x\n', 'line 3: resourceContext.anchor is a path such as projects/p/composite-apps'],
    [documentOf('projects', 'file: 7\n'), 'line 1: file is the name of an upload'],
    [documentOf('nothing/here'), 'line 1: nothing can be posted to nothing/here'],
    [documentOf('projects/p/approve'), 'line 1: nothing can be posted to projects/p/approve'],
  ] as const)
    it(`are refused with: ${message}`, () => {
      expect(() => errands(text)).to.throw(RangeError, message);
    });
});

// Goal: the judges' table of what bodies name and the orchestrator's are two, and where they differ is said here.
// Method: a body of each kind with everything in it that could be a name, read by both.
import { expect } from 'chai';
import { kinds, referencesOf } from '../../spec/emco/index.js';
import type { Json } from '../../src/world/index.js';
import { namesIn } from './legal-references.js';

/** Fields of every kind at once: each table takes those that it knows. */
const body = {
  metadata: { name: 'x', app: 'no' },
  spec: {
    app: 'web',
    compositeProfile: 'cp',
    logicalCloud: 'l',
    providerNetwork: 'pnet',
    clusterProvider: 'edge',
    cluster: 'one',
    compositeApp: 'b',
    compositeAppVersion: 'v2',
    deploymentIntentGroup: 'e',
    sfcIntent: 'chain',
  },
};

const nested: readonly Json[] = [
  {
    allOf: [
      { clusterProvider: 'edge', cluster: 'one' },
      { clusterProvider: 'edge', clusterLabel: 'west' },
      { anyOf: [{ clusterProvider: 'edge', cluster: 'two' }] },
    ],
    anyOf: [{ clusterProvider: 'far', cluster: 'three' }],
  },
  { genericPlacementIntent: 'g', dtc: 't', sfc: 'chain', sfcclient: 'f', other: 'o', toString: 's' },
];

const bodies: readonly Json[] = [
  body,
  ...nested.map((intent) => ({ ...body, spec: { ...body.spec, intent } })),
  { metadata: { name: 'x' } },
];

/** A key of a kind: each `{name}` of its path is itself. */
const keyOf = (path: string): string => path.replaceAll(/[{}]/g, '');

describe('referential/legal-references', () => {
  it('names nothing that the orchestrator does not know of, and the other way round', () => {
    // Neither follows EMCO into its gaps: values of a group intent, an app that another depends on, and the chain of another group are names. Both leave the same
    // things out: labels find clusters and protect by way of the context; provider networks of a chain belong to whoever runs the cluster.
    const differences = kinds.flatMap(({ name, path }) =>
      bodies.flatMap((each) => {
        const ours = namesIn(name, keyOf(path), each).map(({ key, from }) => `${name} ${from} ${key}`);
        const theirs = referencesOf(name, keyOf(path), each).map(
          ({ key, mustExist }) => `${name} ${mustExist === 'at-use' ? 'use' : 'creation'} ${key}`,
        );
        const only = (some: readonly string[], others: readonly string[]) => some.filter((one) => !others.includes(one));
        return [...only(ours, theirs), ...only(theirs, ours)];
      }),
    );
    expect(differences).to.deep.equal([]);
  });

  it('finds every name of a placement, and none by label', () => {
    const names = namesIn(
      'app-intent',
      '/projects/p/composite-apps/a/v/deployment-intent-groups/d/generic-placement-intents/g/app-intents/i',
      {
        spec: { app: 'web', intent: nested[0] ?? null },
      },
    );
    expect(names.map(({ key }) => key)).to.deep.equal([
      '/projects/p/composite-apps/a/v/apps/web',
      '/cluster-providers/edge/clusters/one',
      '/cluster-providers/edge/clusters/two',
      '/cluster-providers/far/clusters/three',
    ]);
  });
});

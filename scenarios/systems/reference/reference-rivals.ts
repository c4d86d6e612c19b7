import type { Errand } from '../../../src/contract/index.js';
import { asObject, type Json } from '../../../src/world/index.js';
import { bodies, document, errand, type Names } from './reference-world.js';

/** Calls that get in each other's way when they come at once: what is made and what it is inside of or names, and one write under two tags. */
export function rivalsAmong(life: readonly Errand[], names: Names): (errand: Errand) => readonly Errand[] {
  const known = new Map<string, readonly Errand[]>();
  const named = namedBy(names);
  return (step) => {
    const name = `${step.op} ${keyOf(step)}`;
    const found = known.get(name) ?? [...besides(step, life), ...(named.get(keyOf(step)) ?? []).filter(() => step.op.endsWith('.create'))];
    known.set(name, found);
    return found;
  };
}

const keyOf = (step: Errand): string => String(asObject(step.args)?.['key'] ?? '');

function besides(step: Errand, life: readonly Errand[]): readonly Errand[] {
  const key = keyOf(step);
  if (step.op.endsWith('.replace')) return [{ ...step, args: { ...asObject(step.args), ifMatch: '*' } as Json }];
  if (step.op.endsWith('.delete')) return life.filter((other) => other.op.endsWith('.create') && isInside(keyOf(other), key)).slice(0, 2);
  if (!step.op.endsWith('.create')) return [];
  const around = life.filter((other) => other.op.endsWith('.delete') && isInside(key, keyOf(other)));
  const [nearest] = around.toSorted((one, other) => keyOf(other).length - keyOf(one).length);
  return nearest === undefined ? [] : [nearest];
}

function isInside(key: string, outer: string): boolean {
  return key.startsWith(`${outer}/`);
}

/** What goes while something that names it is made. */
function namedBy(names: Names): ReadonlyMap<string, readonly Errand[]> {
  const { references, clusters, group, compositeProfile, profile, web, appIntent, cloud } = names;
  const goes = (kind: string, key: string): Errand => errand(`${kind}.delete`, key);
  return new Map([
    [references[0], [goes('cluster', clusters[0])]],
    [references[1], [goes('cluster', clusters[1])]],
    [group, [goes('composite-profile', compositeProfile), goes('logical-cloud', cloud)]],
    [profile, [goes('app', web)]],
    [appIntent, [goes('app', web), goes('label', names.label)]],
  ]);
}

/** Races over something that nothing else needs, so that either may win. */
export function duelsOf(names: Names): readonly (readonly (Errand & { readonly rival?: Errand })[])[] {
  const project = `/projects/${names.prefix}arena`;
  const cloud = `${project}/logical-clouds/x`;
  const app = `${project}/composite-apps/x/v1`;
  const make = errand('project.create', project, { body: document(project) });
  const goes = errand('project.delete', project);
  const inside = [
    errand('logical-cloud.create', cloud, { body: document(cloud, { level: '1', namespace: `${names.prefix}arena` }) }),
    errand('composite-app.create', app, { body: { metadata: { name: 'x' }, spec: { compositeAppVersion: 'v1' } } }),
  ];
  const describe = (description: string): Errand =>
    errand('project.replace', project, { body: { metadata: { name: `${names.prefix}arena`, description }, spec: {} } });
  return [
    ...inside.flatMap((child) => [
      [make, { ...goes, rival: child }],
      [make, { ...child, rival: goes }],
    ]),
    [make, { ...describe('one'), rival: describe('other') }, goes],
    [make, { ...goes, rival: describe('late') }],
    [
      {
        ...errand('app-intent.replace', names.appIntent, { body: bodies.narrowIntent(names) }),
        rival: errand('app-intent.delete', names.appIntent),
      },
    ],
  ];
}

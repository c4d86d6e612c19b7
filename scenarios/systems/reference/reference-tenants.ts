// Neighbours of the first tenant: another with objects of the same names in a namespace of its own, a cloud that wants the namespace of the first, and a second
// group of the same application. All of them are ready to run.
import type { Errand } from '../../../src/contract/index.js';
import { cloud, intents } from './reference-life.js';
import { bodies, document, errand, type Names, namesOf } from './reference-world.js';

const group = 'deployment-intent-group';

export interface Neighbours {
  /** The other tenant. */
  readonly other: Names;
  /** Its second cloud, whose namespace is that of the first tenant's. */
  readonly squatter: Names;
  /** A second group in the first tenant's application, of the same objects. */
  readonly rival: Names;
}

export function neighboursOf(names: Names): Neighbours {
  const other = namesOf(names.prefix, 'q');
  const squat = `${other.project}/logical-clouds/same`;
  const rival = `${names.app}/deployment-intent-groups/rival`;
  const placement = `${rival}/generic-placement-intents/g`;
  return {
    other,
    squatter: {
      ...other,
      cloud: squat,
      permission: `${squat}/user-permissions/u`,
      references: [`${squat}/cluster-references/r1`, `${squat}/cluster-references/r2`],
    },
    rival: {
      ...names,
      group: rival,
      placement,
      appIntent: `${placement}/app-intents/i`,
      groupIntent: `${rival}/intents/n`,
    },
  };
}

/** Everything that the neighbours have; the squatter's cloud is not instantiated. */
export function moveIn(names: Names): readonly Errand[] {
  const { other, squatter, rival } = neighboursOf(names);
  return [
    errand('project.create', other.project, { body: document(other.project) }),
    ...cloud(other, 'other'),
    ...intents(other),
    ...cloud(squatter).slice(0, -1),
    ...intents(rival).slice(4),
  ];
}

/** What neighbours do, in an order that makes sense. */
export function neighbourStories(names: Names): readonly (readonly Errand[])[] {
  const { other, squatter, rival } = neighboursOf(names);
  return [
    [errand(`${group}.instantiate`, other.group, {}, true), errand(`${group}.terminate`, names.group)],
    [errand(`${group}.instantiate`, other.group), errand(`${group}.update`, other.group, {}, true)],
    [
      errand(`${group}.instantiate`, other.group, {}, true),
      errand(`${group}.terminate`, other.group, {}, true),
      errand('logical-cloud.terminate', other.cloud, {}, true),
    ],
    [errand('logical-cloud.instantiate', squatter.cloud), errand('logical-cloud.terminate', squatter.cloud, {}, true)],
    [
      errand(`${group}.terminate`, names.group),
      errand('logical-cloud.terminate', names.cloud, {}, true),
      errand('logical-cloud.instantiate', squatter.cloud, {}, true),
      errand('logical-cloud.instantiate', names.cloud),
    ],
    [errand('logical-cloud.replace', other.cloud, { body: bodies.cloud(other) }), errand('logical-cloud.delete', other.cloud)],
    [errand(`${group}.instantiate`, rival.group), errand(`${group}.instantiate`, rival.group, {}, true)],
    [
      errand(`${group}.terminate`, names.group),
      errand(`${group}.instantiate`, rival.group, {}, true),
      errand(`${group}.instantiate`, names.group),
      errand(`${group}.terminate`, rival.group),
    ],
  ];
}

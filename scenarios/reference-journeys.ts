import type { Errand, Plan } from '../src/contract/index.js';
import { givenUpJourneys } from './given-up-journeys.js';
import { journeyOf } from './journey-of.js';
import { beginOf, lifeOf, setUpOf, type Stage } from './systems/reference/reference-life.js';
import { networksOf } from './systems/reference/reference-more.js';
import { bodies, errand, namesOf } from './systems/reference/reference-world.js';

const names = namesOf('');
const life = lifeOf(names);
const group = 'deployment-intent-group';

function part(name: string, from: Stage, to: Stage | null): Plan {
  const [begin, end] = [beginOf(names, from), to === null ? life.length : beginOf(names, to)];
  return journeyOf('reference', name, life.slice(begin, end), life.slice(0, begin));
}

/** From one place to another and back, and what is given up half way: stopped on its way up, on its way down, and changed while it stands still. */
function turns(): Plan {
  const move = (verb: string, rest = false): Errand => errand(`${group}.${verb}`, names.group, {}, rest);
  const cloud = (verb: string, rest = false): Errand => errand(`logical-cloud.${verb}`, names.cloud, {}, rest);
  const place = (body: ReturnType<typeof bodies.appIntent>): Errand => errand('app-intent.replace', names.appIntent, { body }, true);
  const calls = [
    place(bodies.narrowIntent(names)),
    move('update'),
    place(bodies.appIntent(names)),
    move('update'),
    move('terminate', true),
    move('stop'),
    move('terminate', true),
    move('instantiate', true),
    move('stop'),
    move('update', true),
    move('terminate', true),
    cloud('terminate', true),
    cloud('stop'),
    cloud('terminate', true),
    cloud('instantiate', true),
    cloud('stop'),
    cloud('terminate', true),
  ];
  return journeyOf('reference', 'turns', calls, Object.values(setUpOf(names)).flat());
}

/** A cluster that is given up for good. */
function forgotten(): Plan {
  const [, two] = names.clusters;
  const calls = [errand(`${group}.terminate`, names.group, {}, true), errand('cluster.forget', two)];
  return journeyOf('reference', 'forgotten', calls, Object.values(setUpOf(names)).flat());
}

/** The networks of a cluster, given up half way. */
function networks(): Plan {
  const move = (verb: string, rest = false): Errand => errand(`cluster.${verb}`, names.clusters[0], {}, rest);
  const calls = [...networksOf(names), move('stop'), move('terminate', true), move('apply', true), move('terminate', true)];
  return journeyOf('reference', 'networks', calls, setUpOf(names).clusters);
}

/** Lives of the reference orchestrator: together they have every operation of every saga. */
export function referenceJourneys(): readonly Plan[] {
  return [
    part('birth', 'clusters', 'cycle'),
    part('cycle', 'cycle', 'more'),
    part('more', 'more', 'next'),
    part('next', 'next', 'down'),
    part('down', 'down', null),
    turns(),
    networks(),
    forgotten(),
    ...givenUpJourneys(),
  ];
}

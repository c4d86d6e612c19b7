// Calls whose caller goes away: whoever waits less long than an election takes, hears nothing and never asks again. What a call leaves half done is mended for
// those who repeat it; here nobody does. One journey for each list of steps that a call is made of.
import type { Errand, Plan } from '../src/contract/index.js';
import { journeyOf } from './journey-of.js';
import { cloud, intents, setUpOf } from './systems/reference/reference-life.js';
import { migrationOf, networksOf, nextOf } from './systems/reference/reference-more.js';
import { appPackage, bodies, document, errand, namesOf } from './systems/reference/reference-world.js';

const names = namesOf('');
const group = 'deployment-intent-group';

/** Longer than an answer takes, shorter than an election. */
const patience = 200_000;

const { clusters, running } = setUpOf(names);
const [clouded, grouped] = [
  [...clusters, ...cloud(names)],
  [...clusters, ...cloud(names), ...intents(names)],
];
const up = [...grouped, ...running];

const ofGroup = (verb: string, rest = true, body?: Errand['args']): Errand =>
  errand(`${group}.${verb}`, names.group, body === undefined ? {} : { body: body as never }, rest);
const ofCloud = (verb: string, rest = true): Errand => errand(`logical-cloud.${verb}`, names.cloud, {}, rest);
const ofCluster = (verb: string, rest = true): Errand => errand(`cluster.${verb}`, names.clusters[0], {}, rest);

const edited = errand('app.replace', names.web, { body: document(names.web), file: appPackage(3) });
const networks = [...clusters, ...networksOf(names)];
const emptied = [
  ofGroup('terminate'),
  errand('group-intent.delete', names.groupIntent, {}, true),
  errand('app-intent.delete', names.appIntent),
  errand('generic-placement-intent.delete', names.placement),
];
const narrowed = errand('app-intent.replace', names.appIntent, { body: bodies.narrowIntent(names) });

/** What was done before; the calls, of which nobody hears of the last. */
const stories: Readonly<Record<string, readonly [before: readonly Errand[], ...calls: Errand[]]>> = {
  'group-created': [[...clouded, ...intents(names).slice(0, 4)], intents(names)[4] as Errand],
  'intent-replaced': [grouped, narrowed],
  'group-approved': [grouped.slice(0, -1), ofGroup('approve')],
  'group-instantiated': [grouped, ofGroup('instantiate')],
  'group-updated': [[...up, edited], ofGroup('update')],
  'group-narrowed': [[...up, narrowed], ofGroup('update')],
  'group-rolled-back': [[...up, edited, ofGroup('update')], ofGroup('rollback', true, { metadata: {}, spec: { revision: '1' } })],
  'group-stopped': [up, ofGroup('terminate'), ofGroup('stop', false)],
  'group-terminated': [up, ofGroup('terminate')],
  'group-again': [[...up, ofGroup('terminate')], ofGroup('instantiate')],
  'group-migrated': [[...up, ...nextOf(names)], migrationOf(names)],
  'group-deleted': [[...up, ...emptied], ofGroup('delete')],
  'cloud-instantiated': [clouded.slice(0, -1), ofCloud('instantiate')],
  'cloud-updated': [clouded, ofCloud('update')],
  'cloud-stopped': [clouded, ofCloud('terminate'), ofCloud('stop', false)],
  'cloud-terminated': [clouded, ofCloud('terminate')],
  'cloud-again': [[...clouded, ofCloud('terminate')], ofCloud('instantiate')],
  'cloud-deleted': [[...clusters, ...cloud(names).slice(0, 1)], ofCloud('delete')],
  'cluster-created': [clusters.slice(0, 1), clusters[1] as Errand],
  'networks-applied': [networks.slice(0, -1), ofCluster('apply')],
  'networks-stopped': [networks, ofCluster('terminate'), ofCluster('stop', false)],
  'networks-terminated': [networks, ofCluster('terminate')],
  'networks-again': [[...networks, ofCluster('terminate')], ofCluster('apply')],
  'network-deleted': [networks.slice(0, -2), errand('network.delete', names.more.network)],
  'provider-network-deleted': [networks.slice(0, -2), errand('provider-network.delete', names.more.providerNetwork)],
  'cluster-deleted': [clusters.slice(0, 3), ofCluster('delete')],
  'cluster-forgotten': [up, ofCluster('forget')],
};

/** Each ends with a call of which nobody hears. */
export function givenUpJourneys(): readonly Plan[] {
  return Object.entries(stories).map(([name, [before, ...calls]]) => {
    const { steps, ...plan } = journeyOf('reference', name, calls, before);
    return {
      ...plan,
      steps: [...steps.slice(0, -1), ...steps.slice(-1).map((call) => ({ ...call, attempts: 1, timeout: patience, gone: true as const }))],
    };
  });
}

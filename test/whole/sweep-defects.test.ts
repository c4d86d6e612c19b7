// Goal: the sweep names the exact point at which a planted defect breaks, and its journeys have every step of every saga.
// Method: for each defect a short journey, the points around its window, and which of them do not recover, word by word; the lists of steps that the rules
// have, beside the calls that were accepted.
import { expect } from 'chai';
import { scenarios } from '../../scenarios/index.js';
import type { Call, Errand, Plan } from '../../src/contract/index.js';
import { runPlan } from '../../src/core/campaign/index.js';
import { journeysOf } from '../../src/core/sweep/journeys.js';
import { effectWord, pointWords } from '../../src/core/sweep/point-words.js';
import type { Point } from '../../src/core/sweep/points-of.js';
import { recordJourney } from '../../src/core/sweep/record-journey.js';
import { optionsFor, pointsIn, resultOf, Sweeper } from '../../src/core/sweep/sweeper.js';
import { correctRules } from '../../src/orchestrator/rules/index.js';

const scenario = scenarios.find(({ name }) => name === 'reference') ?? expect.fail('no scenario reference');

function journey(name: string): Plan {
  return journeysOf(scenario, { seed: '0', only: [name] })[0] ?? expect.fail(name);
}

/** The first calls of a journey. */
function cut({ steps, ...plan }: Plan, count: number): Plan {
  return { ...plan, steps: steps.slice(0, count) };
}

interface Swept {
  readonly plan: Plan;
  readonly defect: string;
  /** Which of the points are run. */
  readonly wanted: (point: Point, where: string) => boolean;
}

/** The words of the points that do not recover, without moments; what the undisturbed run violates counts for nothing. */
async function failing({ plan, defect, wanted }: Swept): Promise<{ readonly failed: readonly string[]; readonly ran: number }> {
  const options = optionsFor({ scenario, defects: [defect] }, plan);
  const clean = resultOf(await runPlan(options), { known: [], breaks: [], second: null });
  const recorded = await recordJourney(options, clean.verdict === 'fails' ? clean.why : []);
  const points = pointsIn(recorded, scenario);
  const sweeper = new Sweeper({ scenario, defects: [defect], journeys: [recorded] });
  const failed: string[] = [];
  let ran = 0;
  for (const [point, each] of points.entries()) {
    const where = pointWords(each, recorded.plan);
    if (!wanted(each, where)) continue;
    ran++;
    const { verdict } = await sweeper.run({ journey: 0, point, second: null });
    if (verdict === 'fails') failed.push(where.replace(/, [\d.]+ ms after (\w+).*$/, ' after $1'));
  }
  await sweeper.close();
  return { failed, ran };
}

/** What the leader says and keeps of one call. */
function ofLeader(step: string): Swept['wanted'] {
  let leader: unknown = null;
  return ({ traced: { place, words }, fault, step: on }) => {
    if (on !== step || place.node.role !== 'manager') return false;
    if (leader === null && effectWord(place) === 'send' && words === 'append') leader = place.node.pick;
    return place.node.pick === leader && fault === 'crash-at-effect' && /^append( of log)?$/.test(words);
  };
}

const anyManager = (words: readonly string[]): readonly string[] => words.map((each) => each.replaceAll(/manager \d/g, 'manager'));

/** From the moment in which others may have the first entry until they may have the second. */
const between = (step: string): readonly string[] => [
  `crash-at-effect, after it: manager, 1st send to manager (append) after ${step}`,
  `crash-at-effect, before it: manager, 2nd send to manager (append) after ${step}`,
  `crash-at-effect, after it: manager, 2nd send to manager (append) after ${step}`,
  `crash-at-effect, before it: manager, 1st persist (append of log) after ${step}`,
  `crash-at-effect, after it: manager, 1st persist (append of log) after ${step}`,
  `crash-at-effect, before it: manager, 1st send to manager (append) after ${step}`,
];

describe('the sweep and planted defects', function () {
  this.timeout(180_000);

  for (const [defect, name] of [
    ['deploy-then-record', 'group-instantiated'],
    ['update-recorded-late', 'group-updated'],
  ] as const)
    it(`names the crashes between the two entries of ${defect}, where nobody asks again`, async () => {
      const { failed, ran } = await failing({ plan: journey(name), defect, wanted: ofLeader('s1') });
      expect(anyManager(failed)).to.deep.equal(between('s1'));
      expect(ran).to.be.above(failed.length);
    });

  it('names the crashes between the two entries of create-torn, where the caller asks again', async () => {
    const { failed, ran } = await failing({ plan: cut(journey('birth'), 15), defect: 'create-torn', wanted: ofLeader('s15') });
    expect(anyManager(failed)).to.deep.equal(between('s15'));
    expect(ran).to.be.above(failed.length);
  });

  it('names the call after which drop-phase-lost never rests', async () => {
    const turns = journey('turns');
    const plan = { ...turns, steps: [...turns.steps.slice(0, 5), ...turns.steps.slice(-1)] };
    const { failed, ran } = await failing({ plan, defect: 'drop-phase-lost', wanted: ({ broken }) => broken === null });
    expect(failed).to.deep.equal([
      'nothing breaks, and the journey ends after s2 (deployment-intent-group.update)',
      'nothing breaks, and the journey ends after s3 (app-intent.replace)',
    ]);
    expect(ran).to.equal(4);
  });

  it('names each answer of a cluster whose loss makes ambiguous-timeout-compensates drop what was made, and no other', async () => {
    const { failed, ran } = await failing({
      plan: journey('birth'),
      defect: 'ambiguous-timeout-compensates',
      wanted: ({ fault, step }, where) =>
        step === 's20' && fault === 'lost-connection' && /\((2\d\d|404) to /.test(where) && /cluster 1/.test(where),
    });
    const lost = (what: string) => `lost-connection, it is lost: cluster 1, 1st reply to syncer 1 (${what}) after s20`;
    const objects = ['configmaps', 'services'].map((kind) => lost(`201 to POST /api/v1/namespaces/ns/${kind}`));
    expect(failed).to.include.members([...objects, lost('201 to POST /apis/apps/v1/namespaces/ns/deployments')]);
    expect(failed.filter((where) => where.includes('watch=true'))).to.deep.equal([]);
    expect(ran).to.be.above(failed.length);
  });
});

/** The list of steps that a call takes: what was taken down before is made again by another one. */
function listsOf({ knobs, steps }: Plan): readonly string[] {
  const setUp = (knobs as unknown as { readonly setUp: readonly Errand[] }).setUp;
  const down = new Set<string>();
  const note = ({ op, args }: Pick<Call, 'op' | 'args'>): string => {
    const key = String((args as { readonly key?: string }).key);
    const [kind = '', verb = ''] = op.split('.');
    const isAgain = down.has(`${kind} ${key}`);
    if (verb === 'terminate') down.add(`${kind} ${key}`);
    return `${kind} ${isAgain && (verb === 'instantiate' || verb === 'apply') ? `re${verb}` : verb}`;
  };
  for (const each of setUp) note(each);
  return steps.map((step) => (step.is === 'call' ? note(step) : ''));
}

describe('the journeys of a sweep', function () {
  this.timeout(180_000);

  it('have every list of steps that the rules have, with and without a caller who asks again', async () => {
    const { moveSteps, deleteSteps } = correctRules.state;
    const [patient, gone] = [new Set<string>(), new Set<string>()];
    for (const plan of journeysOf(scenario, { seed: '0', only: null })) {
      const { events } = await runPlan(optionsFor({ scenario, defects: [] }, plan));
      const accepted = new Set(events.flatMap((event) => (event.is === 'settled' && event.outcome === 'ok' ? [event.step] : [])));
      for (const [index, list] of listsOf(plan).entries()) {
        const step = plan.steps[index];
        if (step?.is === 'call' && accepted.has(step.id)) (step.gone === true ? gone : patient).add(list);
      }
    }
    const lists = [
      ...Object.entries(moveSteps).flatMap(([kind, moves]) => Object.keys(moves).map((list) => `${kind} ${list}`)),
      ...Object.keys(deleteSteps).flatMap((kind) => (kind === 'other' ? [] : [`${kind} delete`])),
      ...['cluster create', 'deployment-intent-group create', 'app-intent replace', 'cluster forget'],
    ];
    expect(lists.filter((list) => !patient.has(list))).to.deep.equal([]);
    expect(lists.filter((list) => !gone.has(list))).to.deep.equal([]);
  });
});

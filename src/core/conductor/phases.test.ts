// Goal: lanes, faults, rest, janitor and canary come in their order, wait for what they must, and never for ever.
// Method: whole runs against a toy that answers by hand; each story changes one answer.
import { expect } from 'chai';
import type { Break, Event, Fault } from '../../contract/index.js';
import { limitsDefault } from './limits.js';
import { type Asked, type Told, toyCall, toyDescribed, toyFact, toyPause, toyRun } from './toy-run.js';

const second = 1_000_000;

type Of<K extends Event['is']> = Event & { readonly is: K };
const only = <K extends Event['is']>({ events }: Told, is: K): readonly Of<K>[] =>
  events.filter((event): event is Of<K> => event.is === is);
const phaseAt = (told: Told, phase: string): number => only(told, 'phase').find((event) => event.phase === phase)?.at ?? -1;
const roundOf = (told: Told, of: string): readonly string[] =>
  only(told, 'round').flatMap((event) => (event.of === of ? [`${event.ok} ${event.why.join()}`] : []));
const restOf = (told: Told, moment = 'rest') => only(told, 'rest').find((event) => event.moment === moment);
const settledOf = (told: Told, step: string): readonly string[] =>
  only(told, 'settled').flatMap((event) => (event.step === step ? [event.outcome] : []));
const nodeHands = ({ hands }: Told) =>
  hands.map((hand) => (hand.do === 'node' ? `${hand.act} ${hand.node} ${hand.at}` : `${hand.do} ${hand.at}`));

const broken = (id: string, more: Partial<Break> = {}): Break => ({
  is: 'break',
  id,
  fault: 'pause',
  on: [{ role: 'gate', pick: 0 }],
  args: {},
  from: { at: 0 },
  lasts: second,
  ...more,
});

describe('lanes', () => {
  const invoked = (told: Told) => only(told, 'invoke').flatMap(({ step, at }) => (step.startsWith('s') ? [`${step} ${at}`] : []));

  it('send one call after the other, and do not wait for one another', () => {
    const told = toyRun({ steps: [toyCall('s1'), toyCall('s2'), toyCall('s3', { lane: 'm' })] });
    expect(invoked(told)).to.deep.equal(['s1 0', 's3 0', 's2 500']);
  });

  it('wait for the moment that a call hangs on, and for none that will never come', () => {
    const after = (step: string) => ({ lane: 'm', after: { step, phase: 'done', plus: 250 } }) as const;
    expect(invoked(toyRun({ steps: [toyCall('s1'), toyCall('s2', after('s1'))] }))).to.deep.equal(['s1 0', 's2 750']);
    expect(invoked(toyRun({ steps: [toyCall('s1'), toyCall('s2', after('gone'))] }))).to.deep.equal(['s1 0', 's2 0']);
  });

  it('name what an earlier call made, and an id that was never issued where it made nothing', () => {
    const use = (id: string) => toyCall(id, { args: { name: { $: '$one' } } });
    const makes = toyCall('s1', { makes: '$one' });
    const named = (status: number) =>
      toyRun({ steps: [makes, use('s2')], answer: ({ key }) => (key === 'x-s1' ? status : undefined) }).asked.find(
        ({ key }) => key === 'x-s2',
      )?.args;
    expect(named(201)).to.deep.equal({ name: 'uid-x-s1' });
    expect(named(404)).to.deep.equal({ name: 'never-issued-one' });
  });

  it('wait for rest where a call asks for it, but not longer than they may', () => {
    const until = (at: number) => (asked: Asked) =>
      asked.op === 'things.list' ? [toyFact('Busy', asked.at < at ? 'moving' : 'rest')] : undefined;
    const steps = [toyCall('s1', { rest: true })];
    const janitor = () => [];
    const [soon, never] = [until(second), until(60 * second)].map((answer) => toyRun({ steps, answer, system: { janitor } }));
    expect(only(soon as Told, 'invoke')[0]?.at).to.be.within(second, second + 2 * limitsDefault.pollEvery);
    expect(only(never as Told, 'invoke')[0]?.at).to.be.within(
      limitsDefault.restInDisturbMax,
      limitsDefault.restInDisturbMax + limitsDefault.pollEvery,
    );
  });

  it('stop where they stand when they have had their time; what was sent is awaited, what was not never is', () => {
    const limits = { ...limitsDefault, disturbMax: second };
    const steps = [toyCall('s1', { timeout: 3 * second }), toyCall('s2')];
    const told = toyRun({ steps, limits, answer: ({ key }) => (key === 'x-s1' ? 'timeout' : undefined) });
    expect(settledOf(told, 's1')[0]).to.equal('info');
    expect(settledOf(told, 's2')).to.deep.equal([]);
    expect(phaseAt(told, 'heal')).to.equal(3 * second);
  });
});

describe('faults', () => {
  it('are all off, in the order of the plan, before the world is healed as a whole, and none comes after', () => {
    const limits = { ...limitsDefault, disturbMax: second };
    const long = { lasts: 60 * second };
    const steps = [
      toyCall('s1'),
      broken('f1', { ...long, on: [{ role: 'store', pick: 1 }] }),
      broken('f2', long),
      broken('f3', { ...long, from: { at: 2 * second } }),
    ];
    expect(nodeHands(toyRun({ steps, limits }))).to.deep.equal([
      'stop store2 0',
      'stop gate1 0',
      `continue store2 ${second}`,
      `continue gate1 ${second}`,
      `heal-all ${second}`,
    ]);
  });

  it('do not come any more once lanes were stopped, though calls in flight are awaited', () => {
    const limits = { ...limitsDefault, disturbMax: second };
    const steps = [toyCall('s1', { timeout: 4 * second }), broken('f1', { from: { at: 2 * second } })];
    expect(nodeHands(toyRun({ steps, limits, answer: ({ key }) => (key === 'x-s1' ? 'timeout' : undefined) }))).to.deep.equal([
      `heal-all ${4 * second}`,
    ]);
  });

  it('find the leader of the moment in which they come, and the first of its role before anybody led', () => {
    const leads = { is: 'mark', at: second, node: 'store2', name: 'leads', data: null } as const;
    const on = [{ role: 'store', pick: 'leader' }] as const;
    const early = toyRun({ steps: [broken('f1', { on })], happenings: [leads] });
    const late = toyRun({
      steps: [broken('f0', { lasts: 2 * second }), broken('f1', { on, from: { at: second + 1 } })],
      happenings: [leads],
    });
    expect(nodeHands(early)).to.include('stop store1 0');
    expect(nodeHands(late)).to.include(`stop store2 ${second + 1}`);
  });

  it('find those who do not lead, one and the other', () => {
    const leads = { is: 'mark', at: second, node: 'store1', name: 'leads', data: null } as const;
    const at = (pick: 'follower' | 'other', when: number) => broken(pick, { on: [{ role: 'store', pick }], from: { at: when } });
    const run = toyRun({
      steps: [broken('f0', { lasts: 2 * second }), at('follower', second + 1), at('other', second + 2)],
      happenings: [leads],
    });
    expect(nodeHands(run)).to.include(`stop store2 ${second + 1}`);
    expect(nodeHands(run).filter((hand) => hand.endsWith(` ${second + 2}`))).to.deep.equal([]);
  });

  it('are told with what they hit: operations by name, messages by number, and nothing before they came', () => {
    const hit = (at: number, requests: readonly number[], messages: number) => ({ is: 'hit', at, name: 'f1', requests, messages }) as const;
    const told = toyRun({
      steps: [toyCall('s1', { timeout: 2_000 }), broken('f1', { from: { at: 100 } })],
      happenings: [hit(50, [1], 9), hit(200, [1], 0), hit(300, [1, 777], 3)],
      answer: ({ key }) => (key === 'x-s1' ? 'timeout' : undefined),
    });
    const last = only(told, 'fault').at(-1);
    expect([last?.phase, last?.hits, last?.hit]).to.deep.equal(['healed', 6, ['s1']]);
  });

  const deny: Fault = {
    ...toyPause,
    name: 'deny',
    inject: (_broken, on) => on.map((to) => ({ do: 'operation', op: 'store.deny', to, args: {}, bites: true })),
    heal: (_broken, on) => on.map((to) => ({ do: 'operation', op: 'store.allow', to, args: {}, bites: false })),
  };
  const denied = (answer: (asked: Asked) => number | 'timeout' | 'refused' | undefined, limits = limitsDefault) =>
    toyRun({ steps: [toyCall('s1'), broken('f1', { fault: 'deny', on: [{ role: 'store', pick: 1 }] })], faults: [deny], answer, limits });
  const ofFault = ({ asked }: Told) => asked.filter(({ op }) => op === 'store.deny' || op === 'store.allow');

  it('that are calls go to their node, one after the other, and bite where they are accepted', () => {
    const told = denied(() => undefined);
    expect(ofFault(told).map(({ op, to, at }) => `${op} ${to} ${at}`)).to.deep.equal([
      'store.deny store2 0',
      `store.allow store2 ${second}`,
    ]);
    expect(only(told, 'fault').map(({ phase, hits }) => `${phase} ${hits}`)).to.deep.equal(['asked 0', 'biting 1', 'healed 1']);
    const refused = denied(({ op }) => (op === 'store.deny' ? 404 : undefined));
    expect(only(refused, 'fault').map(({ hits }) => hits)).to.deep.equal([0, 0]);
  });

  it('that are calls are taken off until that is answered, and rest is not looked for before', () => {
    const away = 7 * second;
    for (const reply of ['refused', 503] as const) {
      const told = denied(({ op, at }) => (op.startsWith('store.') && op !== 'store.list' && at < away ? reply : undefined));
      const lastDeny = ofFault(told).findLast(({ op }) => op === 'store.deny');
      expect(lastDeny?.at, 'what is over is not put on any more').to.be.below(second + limitsDefault.pollEvery);
      expect(ofFault(told).at(-1)?.at).to.be.within(away, away + 2 * limitsDefault.pollEvery);
      expect(phaseAt(told, 'rest')).to.be.at.least(away);
    }
  });

  it('that are calls to a node that never comes back are given up after a number of attempts', () => {
    const limits = { ...limitsDefault, faultAttemptsMax: 5 };
    const told = denied(({ op }) => (op === 'store.allow' ? 'refused' : undefined), limits);
    expect(ofFault(told).filter(({ op }) => op === 'store.allow')).to.have.length(5);
    expect(phaseAt(told, 'canary')).to.be.above(0);
  });
});

describe('after the heal', () => {
  const unknown = ({ key, nth }: Asked) => (key === 'x-s1' && nth === 0 ? 'timeout' : undefined);
  const retrying = (retryInfoPercent: number, op = 'thing.put') =>
    toyRun({ steps: [toyCall('s1', { op })], answer: unknown, limits: { ...limitsDefault, retryInfoPercent } });

  it('what nobody knows is asked again with its key, where the system remembers keys and the draw says so', () => {
    expect(settledOf(retrying(100), 's1')).to.deep.equal(['info', 'ok']);
    expect(settledOf(retrying(0), 's1')).to.deep.equal(['info']);
    expect(settledOf(retrying(100, 'thing.once'), 's1')).to.deep.equal(['info']);
    const told = retrying(100);
    const again = only(told, 'invoke').filter(({ step }) => step === 's1');
    expect(new Set(again.map(({ key }) => key)).size).to.equal(1);
    expect(again[1]?.at).to.be.within(phaseAt(told, 'heal'), phaseAt(told, 'rest'));
  });
});

describe('rest', () => {
  /** A run in which the list of things, from the moment of the heal on, is what is said. */
  const listing = (list: (at: number) => ReturnType<typeof toyFact>[] | 'timeout', layer: 'things.list' | 'store.list' = 'things.list') =>
    toyRun({ steps: [], system: { janitor: () => [] }, answer: ({ op, at }) => (op === layer ? list(at) : undefined) });

  it('has come when nothing moves, and lasts before it counts', () => {
    const told = listing((at) => [toyFact('Busy', at < 2 * second ? 'moving' : 'rest')]);
    expect(restOf(told)).to.deep.include({ reached: true, why: [] });
    expect(restOf(told)?.waited).to.be.within(2 * second, 2 * second + 2 * limitsDefault.pollEvery);
    expect(phaseAt(told, 'janitor')).to.be.at.least((restOf(told)?.waited ?? 0) + toyDescribed.bounds.stay);
  });

  it('begins anew when what is there changed, though nothing was ever seen to move', () => {
    const told = listing((at) => [toyFact(at < second ? `State${Math.floor(at / 200_000)}` : 'Ready')]);
    expect(restOf(told)?.waited).to.be.within(second, second + toyDescribed.bounds.stay + 2 * limitsDefault.pollEvery);
  });

  it('is broken by what moves below, in the layer that only a full look shows', () => {
    const told = listing((at) => [toyFact('Pod', at < 2 * second ? 'moving' : 'rest')], 'store.list');
    expect(restOf(told)?.waited).to.be.above(2 * second - 1);
  });

  it('begins anew when what is below changed, though what was asked for did not', () => {
    const gone = toyDescribed.bounds.stay / 2;
    const told = listing((at) => (at < gone ? [toyFact('Pod')] : []), 'store.list');
    expect(restOf(told)?.waited).to.be.above(gone);
  });

  it('that does not come in time is told as late, with what still moves', () => {
    const told = listing(() => [toyFact('Busy', 'moving')]);
    expect(restOf(told)).to.deep.include({ reached: false, waited: toyDescribed.bounds.settle, why: ['intent a is Busy (moving)'] });
  });

  it('is not taken for granted where a node does not answer', () => {
    const told = listing(() => 'timeout', 'store.list');
    expect(restOf(told)).to.deep.include({ reached: false, why: ['a node did not show its layer'] });
  });
});

describe('the janitor', () => {
  /** A toy that forgets a thing once it was deleted as often as said. */
  const things = (needed: number) => {
    let deletes = 0;
    return ({ op }: Asked) => {
      if (op === 'thing.delete') deletes++;
      return op === 'things.list' ? (deletes < needed ? [toyFact('Ready')] : []) : undefined;
    };
  };

  it('goes on, round by round, until nothing is left, and comes before the canary', () => {
    const told = toyRun({ steps: [], answer: things(3) });
    expect(told.asked.filter(({ op }) => op === 'thing.delete')).to.have.length(3);
    expect(roundOf(told, 'janitor')).to.deep.equal(['true ']);
    expect(told.asked.findIndex(({ op }) => op === 'thing.put')).to.be.above(told.asked.findLastIndex(({ op }) => op === 'thing.delete'));
  });

  it('gives up after its rounds, and says what is left', () => {
    const told = toyRun({ steps: [], answer: things(1_000), limits: { ...limitsDefault, janitorRoundsMax: 4 } });
    expect(told.asked.filter(({ op }) => op === 'thing.delete')).to.have.length(4);
    expect(roundOf(told, 'janitor')).to.deep.equal(['false intent a is Ready']);
  });

  it('is not done while what comes back by itself is not away for a whole spell of rest', () => {
    const [firstSpell, secondSpell] = [toyDescribed.bounds.stay, 2 * toyDescribed.bounds.stay];
    let isDeleted = false;
    const told = toyRun({
      steps: [],
      answer: ({ op, at }) => {
        isDeleted ||= op === 'thing.delete';
        const isBack = at > (firstSpell + secondSpell) / 2 && !isDeleted;
        return op === 'things.list' ? (isBack ? [toyFact('Ready')] : []) : undefined;
      },
    });
    expect(told.asked.filter(({ op }) => op === 'thing.delete')).to.have.length(1);
    expect(roundOf(told, 'janitor')).to.deep.equal(['true ']);
  });
});

describe('set-up and canary', () => {
  const put = (name: string) => ({ op: 'thing.put', args: { name }, makes: null, rest: false });

  it('the set-up is over before the first lane sends, and is asked again until it is answered', () => {
    const told = toyRun({
      steps: [toyCall('s1')],
      system: { setUp: () => [put('a'), put('b')] },
      answer: ({ key, nth }) => (key.startsWith('x-set-up') && nth < 3 ? 503 : undefined),
    });
    const puts = told.asked.filter(({ op }) => op === 'thing.put').map(({ args }) => (args as { name: string }).name);
    expect(puts.slice(0, 9)).to.deep.equal(['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', 's1']);
  });

  it('a set-up that is refused is told, and the run goes on', () => {
    const told = toyRun({
      steps: [toyCall('s1')],
      system: { setUp: () => [put('a')] },
      answer: ({ key }) => (key.startsWith('x-set-up') ? 409 : undefined),
    });
    expect(roundOf(told, 'set-up')).to.deep.equal(['false thing.put /things/a → 409']);
    expect(settledOf(told, 's1')).to.deep.equal(['ok']);
  });

  it('the canary goes twice with the same names and keys of its own, and not again once it failed', () => {
    const told = toyRun({ steps: [] });
    const canary = told.asked.filter(({ key }) => key.startsWith('x-canary'));
    expect(canary.map(({ args }) => args)).to.deep.equal([{ name: 'canary' }, { name: 'canary' }]);
    expect(new Set(canary.map(({ key }) => key)).size).to.equal(2);
    const failing = toyRun({ steps: [], answer: ({ key }) => (key.startsWith('x-canary') ? 409 : undefined) });
    expect(roundOf(failing, 'canary')).to.deep.equal(['false thing.put /things/canary → 409']);
  });

  it('a canary that is never answered ends after its attempts', () => {
    const told = toyRun({ steps: [], answer: ({ key }) => (key.startsWith('x-canary') ? 'refused' : undefined) });
    expect(told.asked.filter(({ key }) => key.startsWith('x-canary'))).to.have.length(limitsDefault.errandAttemptsMax);
    expect(roundOf(told, 'canary')).to.deep.equal(['false thing.put /things/canary → refused']);
  });
});

// Goal: the judges' table of legal moves and the orchestrator's are two; where they differ the reason is here; and an orchestrator with any one move flipped is
// told from the correct one by the judges.
// Method: both tables as rows; then every reachable pair of recorded state and context status of each kind, every verb tried in each, and what the audit and the
// refusals say judged, with the correct rules and with each flip of one cell.
import { expect } from 'chai';
import { legalMove, legalMoves } from '../../invariants/lifecycle/legal-moves.js';
import { movesAreLegal } from '../../invariants/lifecycle/moves-are-legal.js';
import { call, judged, type Line, told, toySystem } from '../../invariants/toy-history.js';
import { type ContextStatus, correctRules, type Moves, type StateRules } from '../../src/orchestrator/rules/index.js';
import { ask, cloneState } from '../../src/orchestrator/state/index.js';
import { achieve, apply, move, post, type Story, story, work } from '../../src/orchestrator/state/story.js';
import { cloud, group, setUp, setUpGroup } from '../../src/orchestrator/state/world.js';
import type { Answer, Result, Verb, WorkItem } from '../../src/orchestrator/wire/command.js';
import { asObject, type Json } from '../../src/world/index.js';

const cluster = '/cluster-providers/c/clusters/one';
const second = '/projects/p/composite-apps/a/v1/deployment-intent-groups/e';
const subjects = [
  { kind: 'deployment-intent-group', key: group },
  { kind: 'logical-cloud', key: cloud },
  { kind: 'cluster', key: cluster },
] as const;
type Subject = (typeof subjects)[number];

const statuses: readonly ContextStatus[] = [
  'None',
  'Instantiating',
  'Instantiated',
  'InstantiateFailed',
  'InstantiateStopped',
  'Updating',
  'Terminating',
  'TerminateStopped',
  'Terminated',
];
const states = [
  'Created',
  'Approved',
  'Instantiated',
  'Applied',
  'InstantiateStopped',
  'Terminated',
  'TerminateStopped',
  'Updated',
  'Forgotten',
];
const word = (status: ContextStatus): string => (status === 'None' ? 'none' : status);
const bodies: Readonly<Partial<Record<Verb, Json>>> = {
  rollback: { spec: { revision: '1' } },
  migrate: { spec: { targetCompositeAppVersion: 'v1', targetDeploymentIntentGroup: 'e' } },
};

/** Where a walk begins: everything is set up, and what the subject needs around it runs. */
function begin(rules: StateRules, { kind }: Subject): Story {
  const correct = story(correctRules.state);
  setUp(correct);
  post(correct, 'network', `${cluster}/networks/n`, { cniType: 'x' });
  if (kind === 'deployment-intent-group') {
    move(correct, 'logical-cloud', cloud, 'instantiate');
    achieve(correct);
    setUpGroup(correct, second);
  }
  return { state: correct.state, rules };
}

/** What can happen between two calls: one server is done, both are, something fails there, or what was on its way before a stop is done after it. */
const happenings: readonly ((told: Story) => void)[] = [
  (told) => achieve(told, ['s1']),
  (told) => achieve(told),
  (told) => reportAll(told, ({ want }) => (want === 'present' ? 'Failed' : null)),
  (told) => reportAll(told, ({ want }) => (want === 'present' ? 'Applied' : 'Deleted')),
];

function reportAll(told: Story, statusOf: (item: WorkItem) => Result['status'] | null): void {
  for (const { server, epoch, items } of work(told).servers) {
    const results = items.flatMap((item): readonly Result[] => {
      const status = item.done ? null : statusOf(item);
      const { context, resource, version } = item;
      return status === null ? [] : [{ context, resource, version, status, ready: status === 'Applied', reason: '' }];
    });
    if (results.length > 0) apply(told, { do: 'report', server, holder: 'syncer-1', epoch, results });
  }
}

interface Place {
  readonly name: string;
  readonly told: Story;
}

function placeOf(told: Story, { key }: Subject): string {
  const document = told.state.documents.get(key);
  const status = document?.contextId == null ? 'None' : (told.state.contexts.get(document.contextId)?.status ?? 'Lost');
  return `${document?.state ?? 'gone'} ${status}`;
}

const copyOf = (told: Story): Story => ({ state: cloneState(told.state), rules: told.rules });

interface Explored {
  readonly places: ReadonlySet<string>;
  /** By place and verb: accepted, or refused and why. */
  readonly answers: ReadonlyMap<string, string>;
  readonly refusals: readonly (readonly [Verb, Answer])[];
  /** What each accepted call ended in. */
  readonly ends: readonly Story[];
}

/** Every place that calls and happenings lead to, and what came of each verb at each. */
function explore(rules: StateRules, subject: Subject): Explored {
  const verbs = Object.keys(correctRules.state.moves[subject.kind] ?? {}) as Verb[];
  const first = begin(rules, subject);
  const places = new Map<string, Place>([[placeOf(first, subject), { name: placeOf(first, subject), told: first }]]);
  const refusals: (readonly [Verb, Answer])[] = [];
  const answers = new Map<string, string>();
  const ends: Story[] = [];
  const note = (told: Story): void => {
    const name = placeOf(told, subject);
    if (!places.has(name)) places.set(name, { name, told });
  };
  for (const { name, told: at } of places.values()) {
    for (const verb of verbs) {
      const next = copyOf(at);
      const answer = move(next, subject.kind, subject.key, verb, bodies[verb] ?? null);
      answers.set(`${verb} ${name}`, answer.code === null ? 'accepted' : 'refused');
      if (answer.code === 'ILLEGAL_STATE') refusals.push([verb, answer]);
      if (answer.code === null) ends.push(next);
      note(next);
    }
    for (const happen of happenings) {
      const next = copyOf(at);
      happen(next);
      note(next);
    }
  }
  return { places: new Set(places.keys()), answers, refusals, ends };
}

const toy = toySystem();
const operation = toy.operations[0] ?? expect.fail('the toy has operations');
const system = {
  ...toy,
  operations: [
    { ...operation, name: 'audit.read', kind: 'audit', verb: 'list' as const },
    ...subjects.flatMap(({ kind }) =>
      Object.keys(correctRules.state.moves[kind] ?? {}).map((verb) => ({
        ...operation,
        name: `${kind}.${verb}`,
        kind,
        verb: 'move' as const,
      })),
    ),
  ],
};

/** What the judge says of all that was done. */
function verdictOn({ refusals, ends }: Explored, subject: Subject): string | readonly string[] {
  const asked = refusals.flatMap(([verb, { body }], index) =>
    call(`m${index}`, `${subject.kind}.${verb}`, subject.key, 'fail', {
      status: 409,
      answer: { code: 'ILLEGAL_STATE', ...asObject(body) },
    }),
  );
  const found = [signaturesIn(asked), ...ends.map(signaturesOf)].flat();
  return found.length === 0 ? 'holds' : [...new Set(found)];
}

function signaturesOf({ state, rules }: Story): readonly string[] {
  const audit = ask(state, { ask: 'audit', after: 0, limit: 500 }, rules).body;
  return signaturesIn(call('a', 'audit.read', '/audit', 'ok', { answer: audit }));
}

function signaturesIn(lines: readonly Line[]): readonly string[] {
  const verdict = judged(movesAreLegal, told(...lines), system);
  return typeof verdict === 'string' ? [] : verdict;
}

interface Flip {
  readonly name: string;
  readonly moves: Moves;
}

/** Each cell of a table the other way round: a state from which a verb leads somewhere, where it leads, a status in which it is legal. */
function flipsOf(moves: Moves): readonly Flip[] {
  return (Object.keys(moves) as Verb[]).flatMap((verb) => {
    const { from, while: legal } = moves[verb] ?? { from: {}, while: [] };
    const usual = Object.values(from)[0] ?? '';
    const changed = (
      name: string,
      next: { readonly from?: Readonly<Record<string, string>>; readonly while?: readonly ContextStatus[] },
    ): Flip => ({
      name: `${verb} ${name}`,
      moves: { ...moves, [verb]: { from, while: legal, ...next } },
    });
    const cells = states.map((state) =>
      from[state] === undefined
        ? changed(`legal from ${state}`, { from: { ...from, [state]: usual } })
        : changed(`illegal from ${state}`, { from: Object.fromEntries(Object.entries(from).filter(([each]) => each !== state)) }),
    );
    const targets = Object.keys(from).map((state) => changed(`from ${state} leads elsewhere`, { from: { ...from, [state]: 'Elsewhere' } }));
    const moments = statuses.map((status) =>
      legal.includes(status)
        ? changed(`illegal while ${status}`, { while: legal.filter((each) => each !== status) })
        : changed(`legal while ${status}`, { while: [...legal, status] }),
    );
    return [...cells, ...targets, ...moments];
  });
}

/** Each verb made legal in each place where it is not: the state and the status together, because either alone may change nothing. */
function pairsOf(moves: Moves, places: ReadonlySet<string>): readonly Flip[] {
  return (Object.keys(moves) as Verb[]).flatMap((verb) => {
    const { from, while: legal } = moves[verb] ?? { from: {}, while: [] };
    const usual = Object.values(from)[0] ?? '';
    return [...places].map((place) => {
      const [state, status] = place.split(' ') as [string, ContextStatus];
      const wider = { from: { [state]: usual, ...from }, while: [...new Set([...legal, status])] };
      return { name: `${verb} legal in ${place}`, moves: { ...moves, [verb]: wider } };
    });
  });
}

/** Whether a table lets something else pass, or leads elsewhere, in a place where somebody comes. */
function changesAnything(before: Moves, after: Moves, places: ReadonlySet<string>): boolean {
  return (Object.keys(before) as Verb[]).some((verb) =>
    [...places].some((place) => {
      const [state, status] = place.split(' ') as [string, ContextStatus];
      return leadsTo(before, verb, state, status) !== leadsTo(after, verb, state, status);
    }),
  );
}

function leadsTo(moves: Moves, verb: Verb, state: string, status: ContextStatus): string | null {
  const rule = moves[verb];
  return rule?.while.includes(status) === true ? (rule.from[state] ?? null) : null;
}

const known = new Map(subjects.map((subject) => [subject.kind, explore(correctRules.state, subject)]));

/**
 * Flips that change no answer, because a later step refuses the same call: what would be made twice is in its own way, and where there is no context there is
 * nothing to change or end.
 */
const guardedTwice = /^(instantiate|apply) |None$/;

describe('legal moves', () => {
  for (const subject of subjects) {
    const { kind } = subject;
    const correct = known.get(kind) ?? expect.fail(kind);
    const moves = correctRules.state.moves[kind] ?? {};

    it(`of a ${kind}: the judges' table and the orchestrator's differ only where the orchestrator never is`, () => {
      // The orchestrator's table crosses states with statuses; the judges' names the pairs that occur: a stopped context goes with a stopped state, and so on.
      const differences = (Object.keys(moves) as Verb[]).flatMap((verb) =>
        states.flatMap((state) =>
          statuses
            .filter((status) => (legalMove(kind, verb, state, word(status))?.to ?? null) !== leadsTo(moves, verb, state, status))
            .map((status) => `${state} ${status}`),
        ),
      );
      expect(differences).to.not.be.empty;
      expect(differences.filter((place) => correct.places.has(place))).to.deep.equal([]);
      expect([...new Set((legalMoves[kind] ?? []).map(({ verb }) => verb))].sort()).to.deep.equal(Object.keys(moves).sort());
    });

    it(`of a ${kind}: a stop that came too late is no dead end`, () => {
      expect([...correct.places]).to.include('TerminateStopped Terminated');
      const verb = kind === 'cluster' ? 'apply' : 'instantiate';
      expect(correct.answers.get(`${verb} TerminateStopped Terminated`)).to.equal('accepted');
    });

    it(`of a ${kind}: the correct orchestrator is judged to keep to them`, () => {
      expect(verdictOn(correct, subject)).to.equal('holds');
    });

    it(`of a ${kind}: every flip of one move that changes what is answered or what comes of it is caught`, () => {
      const flips = [...flipsOf(moves), ...pairsOf(moves, correct.places)].filter((flip) =>
        changesAnything(moves, flip.moves, correct.places),
      );
      const missed: string[] = [];
      for (const { name, moves: flipped } of flips) {
        const explored = explore({ ...correctRules.state, moves: { ...correctRules.state.moves, [kind]: flipped } }, subject);
        if (verdictOn(explored, subject) !== 'holds') continue;
        missed.push(name);
        expect([...explored.answers], `${name} is answered as ever`).to.deep.equal([...correct.answers]);
      }
      expect(flips.length).to.be.above(correct.places.size * Object.keys(moves).length);
      expect(missed.filter((name) => !guardedTwice.test(name))).to.deep.equal([]);
    }).timeout(60_000);
  }
});

// docs/life-cycles.md: made of the rules; only the sentences are written here.
import type { Rules } from '../../src/orchestrator/index.js';
import { first, type LifeCycle, lifeCycleOf, livingKinds, moveFrom, type Pair, type Status } from './life-cycle.js';
import { code, page, table } from './markdown.js';
import { arrowsOf, stateDiagram } from './state-diagram.js';

type StateRules = Rules['state'];

const causes: Readonly<Record<string, string>> = { syncer: 'syncers', edit: 'an intent changes', target: 'another migrates to it' };

const meaning: Readonly<Record<Status, string>> = {
  None: 'It has no context: it was never instantiated, or its context went to another.',
  Lost: 'It names a context that is not there. This never happens; if it did, no call would be legal, and the audit would show it.',
  Instantiating: 'Objects are being made on clusters; none was refused.',
  Instantiated: 'Everything wanted is in place on every cluster, and nothing else is left of it.',
  InstantiateFailed: 'A cluster refused an object. Syncers try it again and again, more and more rarely, up to every few seconds.',
  InstantiateStopped:
    'Someone stopped it: syncers leave it as it is until an update or a terminate; what is taken away meanwhile is told as not ready.',
  Updating:
    'As `Instantiating`, of a context that was changed since it was made. What a new revision drops goes only when everything that it wants is there.',
  Terminating: 'Objects are being deleted.',
  TerminateStopped:
    'Someone stopped the deletion: syncers leave what is left until another terminate. What was under way may still come to its end.',
  Terminated: 'Nothing of it is on any cluster.',
};

export function lifeCyclesPage(rules: StateRules): string {
  const kinds = livingKinds(rules);
  return page(
    '# Life cycles',
    'Made by `npm run docs` from the rules of the orchestrator (`src/orchestrator/rules`); do not edit it here.',
    introduction(rules),
    '## Statuses of a context',
    table(
      ['status', 'what it says'],
      Object.entries(meaning).map(([status, text]) => [code(status), text]),
    ),
    '## How recorded state and context go together',
    relation(),
    ...kinds.flatMap((kind) => chapter(rules, lifeCycleOf(rules, kind))),
  );
}

function introduction(rules: StateRules): string {
  const kinds = livingKinds(rules).map((kind) => `[${kind}](#${kind})`);
  return [
    `Three things are told apart, and none stands for another. The **recorded state** of a ${kinds.join(', ')} is its intent: the last call that was`,
    'accepted. The **status of its context** is the deployment: how far the syncers are. The **cluster truth** is what is on the clusters. A status call',
    'shows all three: `states.actions` (the recorded ones, oldest first), `deployedStatus` (the context), and `readyStatus` (what clusters say).',
    'At rest they agree.',
  ].join('\n');
}

function relation(): string {
  return [
    'A call is decided by both at once: it is legal when the table has the recorded state *and* the context is in one of the statuses that go with it. Else it',
    'is refused with 409 `ILLEGAL_STATE`, which names verb, state and context. An accepted call records its state at once and never takes it back: from',
    'then on it is the syncers who move the context, and the recorded state stays what it is. So a group whose state is `Instantiated` may have a context that is',
    '`Instantiating`, `InstantiateFailed` or `Updating`; that is no contradiction but the distance between what is wanted and what is there.',
    '',
    'Syncers report of each object whether it was applied, deleted, refused (`Failed`) or out of reach (`Retrying`). After every report the context tells its status',
    'anew, from its objects alone: all wanted ones in place, and dropped ones gone, is `Instantiated`; one refused is `InstantiateFailed`; else it is still',
    '`Instantiating`, or `Updating` once it was changed. An object that was in place and is found missing takes the context back until it is there again. While',
    'absence is wanted, all objects gone is `Terminated`, and a refused deletion leaves it `Terminating`: nothing is called gone that may be there. A cluster',
    'that an operator forgets counts as gone. Where a call leaves nothing to do on any cluster, the next status is there at once.',
  ].join('\n');
}

function chapter(rules: StateRules, life: LifeCycle): readonly string[] {
  const { kind, edges } = life;
  const made = { from: '[*]', to: first.state, by: 'create' };
  const gone = statesOf(life, (pair) => rules.deletable.includes(pair.status)).map((from) => ({ from, to: '[*]', by: 'delete' }));
  return [
    `## ${kind}`,
    'Recorded state, by calls:',
    stateDiagram([
      made,
      ...arrowsOf(
        edges.filter(({ by }) => by !== 'syncer'),
        'state',
        causes,
      ),
      ...gone,
    ]),
    'Status of the context, by calls and by syncers:',
    stateDiagram(arrowsOf(edges, 'status', causes)),
    'What each call does from each pair that can come about; an empty cell is refused:',
    moveTable(rules, life),
    ...remarks(rules, life),
    'The steps of each call, in order; the [guide](orchestrator-guide.md#sagas-and-steps) says what they are:',
    stepTable(rules, kind),
  ];
}

function moveTable(rules: StateRules, { kind, verbs, pairs }: LifeCycle): string {
  const cell =
    (pair: Pair) =>
    (verb: (typeof verbs)[number]): string => {
      const next = moveFrom(rules, kind, verb, pair);
      return next === null ? '' : `${next.state} / ${next.status}`;
    };
  const ordered = [...new Set(pairs.map(({ state }) => state))].flatMap((state) => pairs.filter((pair) => pair.state === state));
  return table(
    ['recorded', 'context', ...verbs, 'delete'],
    ordered.map((pair) => [pair.state, pair.status, ...verbs.map(cell(pair)), rules.deletable.includes(pair.status) ? 'gone' : '']),
  );
}

function statesOf({ pairs }: LifeCycle, test: (pair: Pair) => boolean): readonly string[] {
  return [...new Set(pairs.filter(test).map(({ state }) => state))];
}

function remarks(rules: StateRules, { kind, verbs, edges }: LifeCycle): readonly string[] {
  if (verbs.includes('forget'))
    return [
      '`forget` gives a cluster up for good, whatever its state: what is on it counts as gone in every context, nothing new goes there, and its epoch is never accepted again.',
    ];
  if (!edges.some(({ by }) => by === 'edit')) return [];
  const edits = Object.entries(rules.afterEdit).map(([from, to]) => `${code(from)} to ${code(to)}`);
  return [
    `A ${kind} may be replaced (PUT) while it is ${rules.replaceable.map(code).join(' or ')}. A change of an intent inside it, or of itself, takes it from ${edits.join(', ')}.`,
  ];
}

function stepTable(rules: StateRules, kind: string): string {
  const rows = Object.entries(rules.moveSteps[kind] ?? {}).map(([list, steps]) => [code(list), steps.map(code).join(' → ')]);
  return table(['call', 'steps'], [...rows, ['`delete`', (rules.deleteSteps[kind] ?? []).map(code).join(' → ')]]);
}

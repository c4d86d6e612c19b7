import type { Defect } from '../../src/orchestrator/index.js';
import { code, page, table } from './markdown.js';

const classes: Readonly<Record<Defect['class'], string>> = {
  order: 'a certain order of calls is enough',
  race: 'two calls, or two nodes, at once',
  'crash-point': 'a node must die at a certain place',
  'dependency-fault': 'something below must fail: a cluster, a disk, a link, a clock',
  api: 'one call, or the same one twice',
  consensus: 'the group of managers must lose members or messages',
};

/** Of the catalogue, what the orchestrator has no rule for: a seam would have to be made for the defect alone. */
const missing: readonly (readonly [number: string, what: string, why: string])[] = [
  ['D11', 'rules that are loaded late', 'The table of kinds is part of the program: there is no moment at which a node runs without it.'],
  ['D37', 'hooks of controllers that nobody undoes', 'There are no external controllers: what others render is planned in the same entry.'],
];

/** The catalogue of defects. `defects` in any order. */
export function defectsPage(defects: readonly Defect[]): string {
  const sorted = [...defects].sort((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1));
  const rows = sorted.map((each) => [each.number, code(each.name), each.class, each.mechanism, each.invariants.join(', '), each.origin]);
  const counts = Object.entries(classes).map(([name, meaning]) => [
    name,
    String(defects.filter((each) => each.class === name).length),
    meaning,
  ]);
  return page(
    '# Defects',
    `The orchestrator can be started with one of these ${defects.length} faults: \`topple run reference --defect NAME\`. Each is one file in [src/orchestrator/defects](../src/orchestrator/defects)
that replaces one rule; nothing else in the orchestrator knows that there are defects. Numbers with D are those of the catalogue of EMCO's defects, with A of the
API's, with R of the group of managers'. Made by \`npm run docs\`.`,
    table(['class', 'defects', 'what must come together'], counts),
    table(['number', 'name', 'class', 'mechanism', 'invariants', 'origin'], rows),
    '## Mutants',
    `A machine makes some six hundred more from the same rules ([src/orchestrator/mutants](../src/orchestrator/mutants)): each legal move forbidden, each illegal one that
can be met allowed, each step left out or put after the effect that it should come before, each answer of a cluster taken for another, each promise off by one. They are
started like defects, \`--defect mutant:NAME\`. Those that nobody could tell from the correct rules are left out, with the reason, by \`equivalent.ts\`.`,
    '## Not there',
    table(['number', 'what', 'why'], missing),
  );
}

/** Sorts defects by their numbers: those of EMCO first, then of the API, then of the managers. */
export function rankOf({ number }: Defect): string {
  const [, letter = '', digits = '', variant = ''] = /^([A-Z]+)([0-9]*)([a-z]*)$/.exec(number) ?? [];
  return `${'DAR'.indexOf(letter)}${digits.padStart(3, '0')}${variant}`;
}

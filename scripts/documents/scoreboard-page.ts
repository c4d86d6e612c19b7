// docs/scoreboard.md: made of what was measured (bench/score/results) and of the table of reasons; only the sentences around it are written here.
import { declares, reasonOfMutant, reasonsOfDefects, type ResultRow, type Results } from '../../bench/score/index.js';
import type { Defect } from '../../src/orchestrator/index.js';
import { mutantFamilies, mutantMark } from '../../src/orchestrator/mutants/index.js';
import { rankOf } from './defects-page.js';
import { code, page, table } from './markdown.js';

/** What was measured last; null: nothing yet. */
export interface Measured {
  readonly defects: Results | null;
  readonly mutants: Results | null;
}

/** A fault with what became of it. */
interface Scored {
  readonly fault: Defect;
  readonly row: ResultRow;
}

export function scoreboardPage(defects: readonly Defect[], measured: Measured): string {
  return page(
    '# Scoreboard',
    `How many of the orchestrator's planted faults one configuration of the campaign finds, the same for all, how soon, by which judge, and how few steps are left
of the plan. Made by \`npm run docs\` of what \`npm run score -- --record\` measured; do not edit it here. Seconds are those of one machine, start-up included.`,
    '## Defects',
    ...(measured.defects === null ? [unmeasured('')] : defectsPart(defects, measured.defects)),
    '## Mutants',
    ...(measured.mutants === null ? [unmeasured('--mutants ')] : mutantsPart(measured.mutants)),
  );
}

function unmeasured(flag: string): string {
  return `Not measured yet: \`npm run score -- ${flag}--record\`.`;
}

function scoredOf(faults: readonly Defect[], { rows }: Results): readonly Scored[] {
  const rowOf = new Map(rows.map((row) => [row.name, row]));
  return faults.flatMap((fault) => {
    const row = rowOf.get(fault.name);
    return row === undefined ? [] : [{ fault, row }];
  });
}

function howText({ seed, time, configuration }: Results, flag: string): string {
  return `Each was searched for by \`topple run reference --world sim --defect NAME --time ${time} --jobs 1 --seed ${seed}\`; all of it again:
\`npm run score -- ${flag}--seed ${seed} --time ${time} --record\`. Configuration ${code(configuration)}.`;
}

function defectsPart(defects: readonly Defect[], results: Results): readonly string[] {
  const scored = scoredOf(
    [...defects].sort((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1)),
    results,
  );
  const found = scored.filter(({ row }) => row.found);
  const lost = scored.filter(({ row }) => !row.found);
  const foreign = found.filter(({ fault, row }) => !declares(fault, row)).length;
  return [
    howText(results, ''),
    `${found.length} of ${scored.length} are found, ${lost.length} are not.${foreign === 0 ? '' : ` ${foreign} of them are found first by a judge that the defect does not name: marked *.`}`,
    table(
      ['class', 'defects', 'found'],
      [...new Set(scored.map(({ fault }) => fault.class))].sort().map((each) => classCells(each, scored)),
    ),
    table(
      ['number', 'name', 'class', 'found by', 'seconds', 'steps'],
      found.map(({ fault, row }) => [
        fault.number,
        code(fault.name),
        fault.class,
        `${judgeText(row)}${declares(fault, row) ? '' : ' *'}`,
        shown(row.seconds),
        shown(row.steps),
      ]),
    ),
    '### Not found',
    lost.length === 0
      ? 'All are found.'
      : table(
          ['number', 'name', 'class', 'runs', 'why'],
          lost.map(({ fault, row }) => [
            fault.number,
            code(fault.name),
            fault.class,
            String(row.runs),
            reasonsOfDefects[fault.number] ?? '',
          ]),
        ),
  ];
}

function classCells(name: string, scored: readonly Scored[]): readonly string[] {
  const own = scored.filter(({ fault }) => fault.class === name);
  return [name, String(own.length), String(own.filter(({ row }) => row.found).length)];
}

function mutantsPart(results: Results): readonly string[] {
  const families = [...mutantFamilies].map(([name, mutants]) => ({ name, scored: scoredOf(mutants, results), all: mutants.length }));
  const scored = families.flatMap((family) => family.scored);
  const killed = scored.filter(({ row }) => row.found);
  const all = families.reduce((sum, family) => sum + family.all, 0);
  const sample = scored.length === all ? '' : ` They are a sample of ${all}, drawn by the seed.`;
  const survivors = scored.filter(({ row }) => !row.found).sort((a, b) => (a.fault.name < b.fault.name ? -1 : 1));
  return [
    howText(results, `--mutants ${scored.length === all ? '' : `--sample ${scored.length} `}`),
    `${killed.length} of ${scored.length} are killed (${percent(killed.length, scored.length)}).${sample}`,
    table(
      ['what was changed', 'mutants', 'killed', ''],
      families.map(({ name, scored: own }) => familyCells(name, own)),
    ),
    table(['killed by', 'mutants'], killers(killed)),
    '### Survivors',
    survivors.length === 0
      ? 'None.'
      : table(
          ['name', 'what was changed', 'why it survives'],
          survivors.map(({ fault }) => {
            const name = fault.name.slice(mutantMark.length);
            return [code(name), cell(fault.mechanism), reasonOfMutant(name) ?? ''];
          }),
        ),
  ];
}

function familyCells(name: string, own: readonly Scored[]): readonly string[] {
  const killed = own.filter(({ row }) => row.found).length;
  return [name, String(own.length), String(killed), percent(killed, own.length)];
}

/** Judges with how many each was the first to kill, the deadliest first. */
function killers(killed: readonly Scored[]): readonly (readonly string[])[] {
  const counts = new Map<string, number>();
  for (const { row } of killed) counts.set(judgeText(row), (counts.get(judgeText(row)) ?? 0) + 1);
  return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([judge, count]) => [judge, String(count)]);
}

function judgeText({ invariantId, invariant }: ResultRow): string {
  return [invariantId, invariant === null ? null : code(invariant)].filter((part) => part !== null).join(' ');
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}

function shown(value: number | null): string {
  return value === null ? '' : String(value);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

// Goal: the scoreboard is whole: each defect has a row, each that was not found a reason, no reason is stale, and the page is that of the committed results.
// Method: the committed files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { scoreboardPage } from '../../scripts/documents/scoreboard-page.js';
import { rootAbove } from '../../scripts/tidy/root-above.js';
import type { Defect } from '../../src/orchestrator/index.js';
import { mutantMark, mutantNames } from '../../src/orchestrator/mutants/index.js';
import { everyDefect } from './every-defect.js';
import { patternFits, reasonOfMutant, reasonsOfDefects, reasonsOfMutants } from './not-found.js';
import { readResults } from './read-results.js';
import { type Results, resultsText } from './results.js';

const root = rootAbove(import.meta.url);
const measured = { defects: kept('defects'), mutants: kept('mutants') };

function kept(what: 'defects' | 'mutants'): Results {
  return readResults(root, what) ?? expect.fail(`no results of ${what} are kept: npm run score -- --record`);
}

function lostIn({ rows }: Results): readonly string[] {
  return rows.filter(({ found }) => !found).map(({ name }) => name);
}

function again({ seed, time }: Results, names: readonly string[]): string {
  return `npm run score -- --only ${names.join(',')} --seed ${seed} --time ${time} --record`;
}

describe('the scoreboard', () => {
  let defects: readonly Defect[] = [];
  before(async () => void (defects = await everyDefect()));

  it('is the page of what was measured last, else `npm run docs` makes it anew', () => {
    expect(readFileSync(join(root, 'docs/scoreboard.md'), 'utf8')).to.equal(scoreboardPage(defects, measured));
  });

  it('gives reasons for defects that there are', () => {
    const numbers = defects.map(({ number }) => number);
    expect(Object.keys(reasonsOfDefects).filter((number) => !numbers.includes(number))).to.deep.equal([]);
  });

  it('gives reasons for mutants that there are, each pattern the first that fits some', () => {
    const unused = reasonsOfMutants.filter(
      ([pattern], index) =>
        !mutantNames().some(
          (name) => reasonsOfMutants.findIndex(([each]) => patternFits(each, name)) === index && patternFits(pattern, name),
        ),
    );
    expect(unused.map(([pattern]) => pattern)).to.deep.equal([]);
  });

  it('has a row for each defect and for no other', () => {
    const [rows, names] = [measured.defects.rows.map(({ name }) => name), defects.map(({ name }) => name)];
    const without = names.filter((name) => !rows.includes(name));
    expect(without, `no row: ${again(measured.defects, without)} && npm run docs`).to.deep.equal([]);
    expect(rows.filter((name) => !names.includes(name))).to.deep.equal([]);
  });

  it('says why for each defect that was not found, and for no other', () => {
    const lost = lostIn(measured.defects);
    const numbers = defects.filter(({ name }) => lost.includes(name)).map(({ number }) => number);
    const reasons = Object.keys(reasonsOfDefects);
    expect(
      numbers.filter((number) => !reasons.includes(number)),
      'bench/score/not-found.ts says no why',
    ).to.deep.equal([]);
    expect(
      reasons.filter((number) => !numbers.includes(number)),
      'found, and bench/score/not-found.ts says why not',
    ).to.deep.equal([]);
  });

  it('has rows of mutants that there are, and says why for each survivor, without a reason that explains none', () => {
    const known = mutantNames().map((name) => mutantMark + name);
    expect(measured.mutants.rows.map(({ name }) => name).filter((name) => !known.includes(name))).to.deep.equal([]);
    const lost = lostIn(measured.mutants).map((name) => name.slice(mutantMark.length));
    expect(
      lost.filter((name) => reasonOfMutant(name) === null),
      'bench/score/not-found.ts says no why',
    ).to.deep.equal([]);
    if (measured.mutants.rows.length < known.length) return;
    const idle = reasonsOfMutants.filter(([pattern]) => !lost.some((name) => patternFits(pattern, name)));
    expect(
      idle.map(([pattern]) => pattern),
      'all killed, and bench/score/not-found.ts says why not',
    ).to.deep.equal([]);
  });

  it('keeps results as the tool writes them', () => {
    for (const [what, results] of Object.entries(measured)) {
      expect(readFileSync(join(root, `bench/score/results/${what}.json`), 'utf8')).to.equal(resultsText(results));
    }
  });
});

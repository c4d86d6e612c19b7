// Goal: rows say what a report says, files of rows can be gone on with and do not mix what cannot be compared, and results are kept in one way.
// Method: toy reports and files in a fresh folder; no campaign is run.
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { scoreboardPage } from '../../scripts/documents/scoreboard-page.js';
import type { Defect } from '../../src/orchestrator/index.js';
import { mutantFamilies, mutantMark, mutantNames } from '../../src/orchestrator/mutants/index.js';
import { millisOf } from './campaign-child.js';
import { chosenFaults } from './chosen-faults.js';
import { patternFits, reasonOfMutant, reasonsOfDefects } from './not-found.js';
import { closingLine, rowLine } from './row-line.js';
import { type Results, resultsOf, resultsText } from './results.js';
import { ScoreFile } from './score-file.js';
import { type CampaignReport, type ScoreRow, scoreRow } from './score-row.js';

const terms = { seed: 's', time: '60s' };
const fault: Defect = {
  name: 'some-fault',
  number: 'D99',
  class: 'race',
  mechanism: 'a | b',
  origin: 'here',
  invariants: ['I8', 'rest-is-quiet'],
  replace: (rules) => rules,
};
const violation = { invariantId: 'I8', invariant: 'lifecycle/changes-are-recorded', steps: 5 };
const found: CampaignReport = { exit: 1, runs: 23, configurationHash: 'c0ffee', violations: [violation] };
const clean: CampaignReport = { exit: 0, runs: 600, configurationHash: 'c0ffee', violations: [] };

function row(change: Partial<ScoreRow> = {}): ScoreRow {
  return { ...scoreRow(fault, found, 10.23, terms), ...change };
}

describe('a row of the scoreboard', () => {
  it('says who found the fault, when, in how many runs and steps', () => {
    expect(scoreRow(fault, found, 10.23, terms)).to.deep.equal({
      name: 'some-fault',
      number: 'D99',
      class: 'race',
      found: true,
      seconds: 10.2,
      runs: 23,
      invariantId: 'I8',
      invariant: 'lifecycle/changes-are-recorded',
      isDeclared: true,
      steps: 5,
      seed: 's',
      time: '60s',
      configuration: 'c0ffee',
    });
  });

  it('says of a campaign without a violation, hollow or not, that nothing was found', () => {
    for (const exit of [0, 3]) {
      const nothing = scoreRow(fault, { ...clean, exit }, 61, terms);
      expect(nothing).to.include({ found: false, seconds: null, runs: 600, invariantId: null, isDeclared: null, steps: null });
    }
  });

  it('is not made of a campaign that was interrupted or could not start', () => {
    for (const exit of [2, 130, null]) expect(() => scoreRow(fault, { ...clean, exit }, null, terms)).to.throw(RangeError);
    expect(() => scoreRow(fault, { ...found, configurationHash: null }, 1, terms)).to.throw(RangeError);
  });

  it('knows the judges that a fault names, by number and by claim, and that a mutant names none', () => {
    const by = (judge: Partial<typeof violation>, whose = fault) =>
      scoreRow(whose, { ...found, violations: [{ ...violation, ...judge }] }, 1, terms).isDeclared;
    expect(by({})).to.equal(true);
    expect(by({ invariantId: 'I99', invariant: 'churn/rest-is-quiet' })).to.equal(true);
    expect(by({ invariantId: 'I2', invariant: 'a/b' })).to.equal(false);
    expect(by({}, { ...fault, invariants: [] })).to.equal(null);
  });

  it('is one line on the screen, and all of them one', () => {
    expect(rowLine(row())).to.match(/^D99 .*some-fault .*found after 10\.2 s, 23 runs, 5 steps, by I8 lifecycle\/changes-are-recorded$/);
    expect(rowLine(row({ isDeclared: false }))).to.match(/\(not a judge that it names\)$/);
    expect(rowLine(row({ found: false, runs: 600 }))).to.match(/not found in 600 runs$/);
    expect(closingLine([row(), row({ found: false })])).to.equal('1 of 2 found (50 %); configuration c0ffee');
  });
});

describe('a file of rows', () => {
  let folder = '';
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'score-file-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is gone on with, without the half of a line that something left at its end', () => {
    const path = join(folder, 'deep', 'rows.ndjson');
    new ScoreFile(path, terms).add(row());
    appendFileSync(path, '{"name":"ha');
    const file = new ScoreFile(path, terms);
    expect(file.rows).to.deep.equal([row()]);
    file.add(row({ name: 'other' }));
    expect(
      readFileSync(path, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as ScoreRow).name),
    ).to.deep.equal(['some-fault', 'other']);
  });

  it('takes no row of another configuration, seed or time, from nobody', () => {
    const path = join(folder, 'rows.ndjson');
    const file = new ScoreFile(path, terms);
    file.add(row());
    expect(() => file.add(row({ name: 'b', configuration: 'bad' }))).to.throw(RangeError, 'configuration bad');
    expect(readFileSync(path, 'utf8')).to.not.include('bad');
    expect(() => new ScoreFile(path, { ...terms, seed: 'z' })).to.throw(RangeError, 'begin another file');
    expect(() => new ScoreFile(path, { ...terms, time: '5s' })).to.throw(RangeError, 'begin another file');
  });
});

describe('results', () => {
  const before: Results = resultsOf([row({ name: 'a', runs: 1 }), row({ name: 'b', runs: 1 })], null, ['a', 'b']);

  it('are sorted, one row a line, and the same text for the same rows', () => {
    const rows = [row({ name: 'b' }), row({ name: 'a' })];
    expect(resultsText(resultsOf(rows, null, []))).to.equal(resultsText(resultsOf([...rows].reverse(), null, [])));
    expect(JSON.parse(resultsText(before))).to.deep.equal(before);
    expect(resultsText(before).split('\n')).to.have.length(5);
  });

  it('keep what was not measured anew and is still there', () => {
    const after = resultsOf([row({ name: 'b', runs: 2 }), row({ name: 'c', runs: 2 })], before, ['a', 'b', 'c']);
    expect(after.rows.map(({ name, runs }) => [name, runs])).to.deep.equal([
      ['a', 1],
      ['b', 2],
      ['c', 2],
    ]);
    expect(resultsOf([row({ name: 'b' })], before, ['b']).rows.map(({ name }) => name)).to.deep.equal(['b']);
  });

  it('do not mix configurations, but for all rows at once', () => {
    const other = { configuration: 'decaf' };
    expect(() => resultsOf([row({ name: 'b', ...other })], before, ['a', 'b'])).to.throw(RangeError, 'measure all of them anew');
    const all = resultsOf([row({ name: 'a', ...other }), row({ name: 'b', ...other })], before, ['a', 'b']);
    expect(all.configuration).to.equal('decaf');
    expect(() => resultsOf([], before, [])).to.throw(RangeError);
  });
});

describe('what is measured', () => {
  const defects = [fault, { ...fault, name: 'other' }];
  const choice = { mutants: false, only: null, sample: null, seed: 's' };
  const names = (faults: readonly Defect[]): readonly string[] => faults.map(({ name }) => name);

  it('is every defect, the first so many, or those that are named', () => {
    expect(names(chosenFaults(defects, choice))).to.deep.equal(['some-fault', 'other']);
    expect(names(chosenFaults(defects, { ...choice, sample: 1 }))).to.deep.equal(['some-fault']);
    expect(names(chosenFaults(defects, { ...choice, only: ['other'] }))).to.deep.equal(['other']);
    expect(() => chosenFaults(defects, { ...choice, only: ['nobody'] })).to.throw(RangeError, 'nobody');
  });

  it('is of mutants a sample that the seed draws, the smaller within the larger', () => {
    const drawn = (seed: string, sample: number) => names(chosenFaults(defects, { ...choice, mutants: true, seed, sample }));
    expect(drawn('s', 20).slice(0, 5)).to.deep.equal(drawn('s', 5));
    expect(drawn('s', 20)).to.not.deep.equal(drawn('t', 20));
    const [name = ''] = mutantNames();
    for (const only of [[name], [mutantMark + name]])
      expect(names(chosenFaults(defects, { ...choice, mutants: true, only }))).to.deep.equal([mutantMark + name]);
  });

  it('is searched for in whole seconds or minutes', () => {
    expect([millisOf('60s'), millisOf('5m')]).to.deep.equal([60_000, 300_000]);
    for (const wrong of ['', '60', '0s', '1h', '-1s', '1.5s']) expect(() => millisOf(wrong), wrong).to.throw(RangeError);
  });
});

describe('patterns of names', () => {
  it('fit whole names, with any text for a star', () => {
    for (const [pattern, name] of ['a a', '* x', 'a* abc', '*c abc', 'a*c abc', 'a*b*c axbxc', 'a* a'].map((pair) => pair.split(' ')))
      expect(patternFits(pattern ?? '', name ?? ''), `${pattern} ${name}`).to.equal(true);
    for (const [pattern, name] of ['a ab', 'b* abc', '*b abc', 'ab*bc abc', 'a*b*c acb'].map((pair) => pair.split(' ')))
      expect(patternFits(pattern ?? '', name ?? ''), `${pattern} ${name}`).to.equal(false);
  });
});

describe('the page of the scoreboard', () => {
  const lost: Defect = { ...fault, name: 'lost-fault', number: Object.keys(reasonsOfDefects)[0] ?? 'D98' };
  const kept = (rows: readonly ScoreRow[]): Results => resultsOf(rows, null, []);

  it('says that nothing was measured yet, and how it is', () => {
    const text = scoreboardPage([fault], { defects: null, mutants: null });
    expect(text.match(/Not measured yet/g)).to.have.length(2);
    expect(text).to.include('npm run score -- --mutants --record');
  });

  it('has a row for what was found, and a reason for what was not', () => {
    const rows = [row(), row({ ...scoreRow(lost, clean, null, terms) })];
    const text = scoreboardPage([fault, lost], { defects: kept(rows), mutants: null });
    expect(text).to.include('1 of 2 are found, 1 are not.');
    expect(text).to.include('| D99 | `some-fault` | race | I8 `lifecycle/changes-are-recorded` | 10.2 | 5 |');
    expect(text).to.include(`| ${lost.number} | \`lost-fault\` | race | 600 | ${reasonsOfDefects[lost.number] ?? ''} |`);
    expect(text).to.include('`c0ffee`').and.include('--seed s --time 60s --record');
  });

  it('marks what a judge found that the defect does not name', () => {
    const text = scoreboardPage([fault], { defects: kept([row({ invariantId: 'I2', invariant: 'a/b' })]), mutants: null });
    expect(text).to.include('I2 `a/b` * |').and.include('All are found.');
  });

  it('counts mutants by family and by judge, and lists survivors with their reason', () => {
    const [moves = []] = mutantFamilies.values();
    const [killed, other] = moves.map(({ name }) => name);
    const syncers = (mutantFamilies.get('syncers') ?? []).map(({ name }) => name.slice(mutantMark.length));
    const survivor = syncers.find((name) => reasonOfMutant(name) !== null) ?? syncers.at(-1) ?? '';
    const rows = [killed ?? '', other ?? ''].map((name) => row({ name }));
    const text = scoreboardPage([], {
      defects: null,
      mutants: kept([...rows, row({ name: mutantMark + survivor, found: false, invariant: null })]),
    });
    expect(text)
      .to.include(`2 of 3 are killed (67 %). They are a sample of ${mutantNames().length}`)
      .and.include('--mutants --sample 3 --seed s');
    expect(text).to.include('| moves | 2 | 2 | 100 % |').and.include('| gateways | 0 | 0 | – |');
    expect(text).to.include('| I8 `lifecycle/changes-are-recorded` | 2 |');
    expect(text)
      .to.include(`| \`${survivor}\` | `)
      .and.include(` | ${reasonOfMutant(survivor) ?? ''} |`);
  });
});

// Goal: every defect replaces one rule and leaves the others alone, and the document lists the defects that there are.
// Method: the compiled files themselves, and the text of docs/defects.md.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { defectsPage } from '../../../scripts/documents/defects-page.js';
import { rootAbove } from '../../../scripts/tidy/root-above.js';
import { changedRules, correctRules, type Defect } from '../rules/index.js';

const folder = new URL('./', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.js') && !file.endsWith('.test.js'));
const stories = readdirSync(folder)
  .filter((file) => file.endsWith('.test.js'))
  .map((file) => readFileSync(new URL(file, folder), 'utf8'))
  .join('');

async function load(file: string): Promise<Defect> {
  const { defect } = (await import(new URL(file, folder).href)) as { readonly defect: Defect };
  return defect;
}

describe('orchestrator/defects', () => {
  let defects: readonly Defect[] = [];

  before(async () => {
    defects = await Promise.all(files.map(load));
  });

  it('are at least 45 of the catalogue, each of another number and named like its file', () => {
    const numbers = new Set(defects.map(({ number }) => number));
    expect(numbers.size).to.equal(defects.length);
    expect(new Set([...numbers].filter((number) => number.startsWith('D')).map((number) => number.slice(0, 3))).size).to.be.at.least(45);
    expect(defects.map(({ name }) => `${name}.js`).sort()).to.deep.equal([...files].sort());
  });

  it('replace one rule each and leave the rules that they were given alone', () => {
    const before = JSON.stringify(correctRules);
    for (const defect of defects) expect(changedRules(correctRules, defect.replace(correctRules)), defect.name).to.have.length(1);
    expect(JSON.stringify(correctRules)).to.equal(before);
  });

  it('can be told of each other: no two make the same rules', () => {
    const tables = defects.map((defect) => JSON.stringify(defect.replace(correctRules)));
    const plain = JSON.stringify(correctRules);
    const told = tables.filter((each) => each !== plain);
    expect(new Set(told).size).to.equal(told.length);
  });

  it('each have a story', () => {
    for (const { name } of defects) expect(stories, name).to.include(`./${name}.js`);
  });

  it('are those of docs/defects.md, else `npm run docs` makes it anew', () => {
    expect(readFileSync(join(rootAbove(import.meta.url), 'docs/defects.md'), 'utf8')).to.equal(defectsPage(defects));
  });
});

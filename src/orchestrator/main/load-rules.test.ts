// Goal: a node is constructed with the rules that its files say.
// Method: the compiled defects themselves, and a module that holds none.
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { correctRules } from '../rules/index.js';
import { loadRules } from './load-rules.js';

const defectFile = (name: string): string => fileURLToPath(new URL(`../defects/${name}.js`, import.meta.url));

describe('rules of a node', () => {
  it('are the correct ones without files', async () => void expect(await loadRules([])).to.equal(correctRules));

  it('have those of every file replaced', async () => {
    const rules = await loadRules(['double-instantiate-race', 'delete-before-check'].map(defectFile));
    expect(rules.state.checkedAt.moves).to.equal('admit');
    expect(rules.state).to.not.deep.equal((await loadRules([defectFile('double-instantiate-race')])).state);
    expect(rules.syncer).to.equal(correctRules.syncer);
  });

  it('have that of a mutant replaced, by the name behind its file', async () => {
    const file = fileURLToPath(new URL('../mutants/index.js', import.meta.url));
    expect(
      (await loadRules([`${file}#references-none-missing`])).state.missingReferences(
        [{ kind: 'app', key: '', field: '', mustExist: 'at-use' }],
        () => false,
      ),
    ).to.deep.equal([]);
    expect(await loadRules([`${file}#nobody`]).catch((caught: unknown) => caught)).to.be.instanceOf(RangeError);
  });

  it('are refused from a file that holds none', async () => {
    const error: unknown = await loadRules([fileURLToPath(new URL('../rules/index.js', import.meta.url))]).catch(
      (caught: unknown) => caught,
    );
    expect(error).to.be.instanceOf(RangeError);
  });
});

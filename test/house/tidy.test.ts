// Goal: the project keeps its own rules, and the promises that everything rests on stand in boundaries.json itself.
// Method: tidy on the real tree; what it must see and what the boundaries must say are asserted apart, so that an emptied rule is noticed.
import { expect } from 'chai';
import { readBoundaries, readTree } from '../../scripts/tidy/read-tree.js';
import { rootAbove } from '../../scripts/tidy/root-above.js';
import { shown, tidy } from '../../scripts/tidy.js';

const root = rootAbove(import.meta.url);

describe('the house', () => {
  it('has no breach of a rule', () => {
    expect(tidy(readBoundaries(root), readTree(root)).map(shown)).to.deep.equal([]);
  });

  it('is read whole, and nothing built or installed is read', () => {
    const paths = [...readTree(root).keys()];
    expect(paths).to.include.members(['package.json', '.ci/run', '.github/workflows/ci.yml', 'README.md', 'test/house/tidy.test.ts']);
    expect(paths.filter((path) => path.startsWith('src/') && path.endsWith('.ts'))).to.have.length.above(40);
    expect(paths.filter((path) => /(^|\/)(node_modules|dist|\.build)\//.test(path))).to.deep.equal([]);
  });

  it('keeps judge, accused and engine apart', () => {
    const { folders } = readBoundaries(root);
    const importsOf = (folder: string) => folders[folder]?.imports;
    expect(importsOf('invariants')).to.deep.equal(['src/world', 'src/contract']);
    expect(importsOf('generators')).to.deep.equal(['src/world', 'src/contract', 'spec']);
    expect(importsOf('src/orchestrator')).to.deep.equal(['src/world', 'spec']);
    expect(importsOf('src/core')).to.deep.equal(['src/world', 'src/contract']);
    expect(importsOf('reports')).to.deep.equal(['src/world', 'src/contract']);
    const others = Object.entries(folders).filter(
      ([folder, { tests }]) => tests !== true && !['bench', 'examples', 'src/cli'].includes(folder),
    );
    expect(others.filter(([, { imports }]) => imports.includes('*') || imports.includes('src/cli'))).to.deep.equal([]);
  });

  it('lets no node, judge, generator or simulator touch the outside', () => {
    const { folders } = readBoundaries(root);
    const sealed = ['src/world', 'src/contract', 'spec', 'generators', 'invariants', 'src/core', 'src/core/simulator', 'src/orchestrator'];
    expect(sealed.filter((folder) => folders[folder]?.ambient !== false)).to.deep.equal([]);
  });
});

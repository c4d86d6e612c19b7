// Goal: the guide to the orchestrator is true: what it quotes is there, what it runs holds, and adding a kind takes no more than it says.
// Method: a copy of the orchestrator, with the guide's insertions made and its programs beside it, is compiled and the programs are run.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { rootAbove } from '../../scripts/tidy/root-above.js';
import { correctRules } from '../../src/orchestrator/index.js';
import { type FencedBlock, fencedBlocks } from './fenced-blocks.js';

const root = rootAbove(import.meta.url);
const guide = readFileSync(join(root, 'docs/orchestrator-guide.md'), 'utf8');
const blocks = fencedBlocks(guide).filter(({ language }) => language === 'ts');
const marked = (mark: string): readonly FencedBlock[] => blocks.filter(({ marks }) => marks.has(mark));
const programs = marked('run');

/** `text` with what a block inserts. */
function inserted(text: string, { line, marks, text: block }: FencedBlock): string {
  const before = marks.get('before') ?? '';
  const at = text.split('\n').findIndex((each) => each === before);
  if (before === '' || at < 0) throw new RangeError(`guide, line ${line}: no line is ${before}`);
  return text.split('\n').toSpliced(at, 0, block.trimEnd()).join('\n');
}

describe('the guide to the orchestrator', () => {
  let folder: string;

  function edit(block: FencedBlock): void {
    const path = join(folder, block.marks.get('insert') ?? '');
    writeFileSync(path, inserted(readFileSync(path, 'utf8'), block));
  }

  before(() => {
    // Inside of the project, where packages are found.
    mkdirSync(join(root, '.build'), { recursive: true });
    folder = mkdtempSync(join(root, '.build', 'guide-'));
    for (const part of ['spec', 'src/world', 'src/orchestrator']) {
      cpSync(join(root, part), join(folder, part), { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
    }
    mkdirSync(join(folder, 'guide'));
    for (const block of marked('insert')) edit(block);
    for (const { line, text } of programs) writeFileSync(join(folder, 'guide', `line-${line}.ts`), text);
    const project = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { rootDir: folder, outDir: join(folder, 'built'), noUnusedLocals: false },
      include: ['spec', 'src', 'guide'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' });
    const faults = stdout.split('\n').filter((text) => text.startsWith('guide/') || text.startsWith('spec/'));
    expect(faults, `tsc: ${String(status)}`).to.deep.equal([]);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const { line } of programs)
    it(`runs: line ${line}`, () => {
      const { status, stderr } = spawnSync(process.execPath, [join(folder, 'built/guide', `line-${line}.js`)], { encoding: 'utf8' });
      expect(status, stderr).to.equal(0);
    });

  for (const { line, marks, text } of marked('quote'))
    it(`quotes ${String(marks.get('quote'))}: line ${line}`, () => {
      expect(readFileSync(join(root, marks.get('quote') ?? ''), 'utf8')).to.contain(text.trimEnd());
    });

  it('has no TypeScript that nobody checks, and adds a kind in every place that it names', () => {
    expect(blocks.filter(({ marks }) => !['run', 'quote', 'insert'].some((mark) => marks.has(mark))).map(({ line }) => line)).to.deep.equal(
      [],
    );
    expect([programs.length, marked('insert').length]).to.deep.equal([7, 2]);
    expect(readdirSync(join(folder, 'guide'))).to.have.length(programs.length);
  });

  it('says what every step is', () => {
    const { createSteps, replaceSteps, deleteSteps, moveSteps } = correctRules.state;
    const lists = [
      createSteps,
      replaceSteps,
      ...Object.values(deleteSteps),
      ...Object.values(moveSteps).flatMap((kind) => Object.values(kind)),
    ];
    const table = guide
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .join('\n');
    expect([...new Set(lists.flat())].filter((step) => !table.includes(`\`${step}\``))).to.deep.equal([]);
  });
});

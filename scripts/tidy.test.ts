// Goal: each house rule is seen red once, and green on a file that keeps it.
// Method: file sets in memory, one planted breach each, judged with small boundaries.
import { expect } from 'chai';
import { shown, tidy } from './tidy.js';
import type { Boundaries } from './tidy/boundaries.js';
import { fileLinesMax, functionLinesMax, testFileLinesMax } from './tidy/size-rule.js';

const boundaries: Boundaries = {
  door: 'index.ts',
  folders: {
    'src/world': { purpose: 'the outside', imports: [], packages: [], ambient: false },
    'src/orchestrator': { purpose: 'the accused', imports: ['src/world'], packages: ['yaml', 'node:zlib'], ambient: false },
    'src/orchestrator/main': { purpose: 'entries', imports: ['src/world', 'src/orchestrator'], packages: ['undici'], ambient: true },
    spec: { purpose: 'tables', imports: [], packages: [], ambient: false, doors: ['emco/index.ts'] },
    invariants: { purpose: 'the judge', imports: ['src/world', 'spec'], packages: [], ambient: false },
    test: { purpose: 'tests', imports: ['*'], packages: ['*'], ambient: true, tests: true },
    'src/cli': { purpose: 'wires', imports: ['*'], packages: ['commander'], ambient: true },
  },
};

function breaches(files: Readonly<Record<string, string>>): string[] {
  return tidy(boundaries, new Map(Object.entries(files))).map(shown);
}

const ambient = (line: string, path = 'src/orchestrator/a.ts') =>
  breaches({ [path]: `${line}\n` }).filter((one) => one.includes(' ambient: '));

describe('tidy: imports', () => {
  it('lets an import follow an arrow through a door', () => {
    const text = "import { a } from '../src/world/index.js';\nimport { b } from '../spec/emco/index.js';\nimport './near.js';\n";
    expect(breaches({ 'invariants/x.ts': text })).to.deep.equal([]);
  });

  it('catches the judge that imports the accused, even a type, with file and line', () => {
    const text = "// why\nimport type { A } from '../src/orchestrator/index.js';\n";
    expect(breaches({ 'invariants/x.ts': text })).to.deep.equal(['invariants/x.ts:2 boundary: invariants may not import src/orchestrator']);
  });

  it('catches re-exports and dynamic imports that leave the arrows', () => {
    expect(breaches({ 'src/world/x.ts': "export { a } from '../orchestrator/index.js';\n" })).to.have.length(1);
    expect(breaches({ 'src/world/x.ts': "export const a = () => import('../orchestrator/index.js');\n" })).to.have.length(1);
  });

  it('catches a folder that imports what only its sub-folder may', () => {
    expect(breaches({ 'src/orchestrator/x.ts': "import './main/run.js';\n" })).to.deep.equal([
      'src/orchestrator/x.ts:1 boundary: src/orchestrator may not import src/orchestrator/main',
    ]);
  });

  it('catches an import past the door of another room, and allows it within the room', () => {
    const past = "import '../orchestrator/raft/log.js';\n";
    expect(breaches({ 'src/cli/x.ts': past })).to.deep.equal([
      'src/cli/x.ts:1 boundary: src/orchestrator/raft/log.ts is not a door of src/orchestrator: import its index.ts',
    ]);
    expect(breaches({ 'src/orchestrator/main/x.ts': "import '../raft/log.js';\n" })).to.deep.equal([]);
  });

  it('catches a package that is not listed, and a node module outside ambient folders', () => {
    expect(breaches({ 'src/orchestrator/x.ts': "import 'undici';\n" })).to.deep.equal([
      'src/orchestrator/x.ts:1 boundary: src/orchestrator may not import the package undici',
    ]);
    expect(breaches({ 'invariants/x.ts': "import '@scope/a/b';\n" })[0]).to.contain('the package @scope/a');
    expect(breaches({ 'src/orchestrator/x.ts': "import 'node:fs';\n" })).to.have.length(1);
    expect(breaches({ 'src/orchestrator/x.ts': "import 'node:zlib';\nimport 'yaml';\n" })).to.deep.equal([]);
    expect(breaches({ 'src/orchestrator/main/x.ts': "import 'node:fs';\nimport 'undici';\n" })).to.deep.equal([]);
  });

  it('leaves imports in comments, in strings and in tests alone', () => {
    expect(breaches({ 'src/world/x.ts': "// import 'undici';\nexport const a = \"import 'undici'\";\n" })).to.deep.equal([]);
    expect(breaches({ 'src/world/x.test.ts': "import 'undici';\nimport '../orchestrator/raft/log.js';\n" })).to.deep.equal([]);
  });

  it('treats a listed file like a folder: it may do more, and only those who list it may import it', () => {
    const listed = { ...boundaries.folders, 'invariants/guard.ts': { purpose: 'one file', imports: [], packages: [], ambient: true } };
    const files = { 'invariants/guard.ts': 'export const now = Date.now;\n', 'invariants/x.ts': "import './guard.js';\n" };
    expect(tidy({ ...boundaries, folders: listed }, new Map(Object.entries(files))).map(shown)).to.deep.equal([
      'invariants/x.ts:1 boundary: invariants may not import invariants/guard.ts',
    ]);
  });

  it('catches a folder that boundaries.json does not list', () => {
    expect(breaches({ 'src/new/x.ts': 'export const a = 1;\n' })).to.deep.equal([
      'src/new/x.ts:1 boundary: is in no folder of boundaries.json',
    ]);
    expect(breaches({ 'src/cli/x.ts': "import '../new/x.js';\n" })).to.have.length(1);
  });
});

describe('tidy: ambient', () => {
  for (const line of [
    'export const a = Date.now();',
    'export const a = new Date();',
    'export const a = Math.random();',
    'export const a = performance.now();',
    'export const a = process.env.HOME;',
    'export const a = () => setTimeout(a, 1);',
    'export const a = () => setInterval(a, 1);',
    'export const a = () => setImmediate(a);',
    'export const a = crypto.randomUUID();',
    "export const a = fetch('http://x');",
    'export const a = globalThis.Date;',
    'export const a = { now: Date.now };',
    'export const a = { Date };',
    'export const a = `${Date.now()}`;',
    "export const a = 'a'.localeCompare('b');",
    'export const a = (1).toLocaleString();',
    'export const a = import.meta.url;',
    'export const a = (name: string) => import(name);',
    'export const a = (1 as number).valueOf() + (Date.now() satisfies number);',
  ]) {
    it(`catches ${line.replace('export const a = ', '')}`, () => {
      expect(ambient(line)).to.have.length(1);
      expect(ambient(line, 'src/cli/a.ts'), 'in an ambient folder').to.deep.equal([]);
      expect(ambient(line, 'src/orchestrator/a.test.ts'), 'in a test').to.deep.equal([]);
    });
  }

  for (const line of [
    '// Date.now() and process',
    "export const a = 'new Date()';",
    'export const a = (process: { id: number }) => process.id;',
    'export const a = (state: { process: number }) => state.process;',
    'export const a = { fetch: 1, process: 2 };',
    'export interface A { readonly crypto: number; fetch(): void }',
    'export type A = Date;',
    'export const a = Math.floor(1.5);',
  ]) {
    it(`allows ${line}`, () => expect(ambient(line)).to.deep.equal([]));
  }
});

describe('tidy: size', () => {
  const lines = (count: number) => '// why\n'.repeat(count);
  const body = (count: number) => `export function a(): void {\n${'  void 0;\n'.repeat(count - 2)}}\n`;

  it('catches a file one line too long, and a test file by its own limit', () => {
    expect(breaches({ 'src/world/x.ts': lines(fileLinesMax) })).to.deep.equal([]);
    expect(breaches({ 'src/world/x.ts': lines(fileLinesMax + 1) })).to.deep.equal(['src/world/x.ts:301 size: 301 lines, at most 300']);
    expect(breaches({ 'src/world/x.test.ts': lines(testFileLinesMax) })).to.deep.equal([]);
    expect(breaches({ 'src/world/x.test.ts': lines(testFileLinesMax + 1) })).to.have.length(1);
  });

  it('measures a folder of tests as tests', () => {
    expect(breaches({ 'test/kit.ts': lines(testFileLinesMax) + body(functionLinesMax) })).to.have.length(1);
    expect(breaches({ 'test/kit.ts': lines(fileLinesMax) + body(functionLinesMax + 1) })).to.deep.equal([]);
  });

  it('catches functions, arrows and methods one line too long', () => {
    expect(breaches({ 'src/world/x.ts': body(functionLinesMax) })).to.deep.equal([]);
    expect(breaches({ 'src/world/x.ts': body(functionLinesMax + 1) })).to.deep.equal([
      'src/world/x.ts:1 size: a function of 61 lines, at most 60',
    ]);
    expect(
      breaches({ 'src/world/x.ts': body(functionLinesMax + 1).replace('export function a(): void', 'export const a = (): void =>') }),
    ).to.have.length(1);
    expect(
      breaches({ 'src/world/x.ts': `export const o = {\n${body(functionLinesMax + 1).replace('export function ', '')}};\n` }),
    ).to.have.length(1);
  });
});

describe('tidy: exports, names and defects', () => {
  it('catches default exports, star exports and doors that do more than list', () => {
    expect(breaches({ 'src/world/x.ts': 'export default 1;\n' })).to.have.length(1);
    expect(breaches({ 'src/world/x.ts': "export * from './y.js';\n" })).to.have.length(1);
    expect(breaches({ 'src/world/index.ts': "export { a } from './a.js';\nexport type { B } from './a.js';\n" })).to.deep.equal([]);
    expect(breaches({ 'src/world/index.ts': 'export const a = 1;\n' })).to.have.length(1);
  });

  it('catches names that name no idea, as file and as folder', () => {
    for (const path of ['utils.ts', 'helper.ts', 'common/x.ts', 'misc.ts', 'types.ts', 'types.test.ts', 'CamelCase.ts']) {
      expect(breaches({ [`src/world/${path}`]: '' }), path).to.have.length(1);
    }
    expect(breaches({ 'src/world/type-of-link.ts': '' })).to.deep.equal([]);
  });

  it('catches a defect named outside its own file, tests, prose and recorded plans', () => {
    const own = { 'src/orchestrator/defects/deploy-then-record.ts': 'export const deployThenRecord = 1; // deploy-then-record\n' };
    const elsewhere = (path: string, text: string) => breaches({ ...own, [path]: text });
    expect(elsewhere('src/orchestrator/saga.ts', "export const a = 'deploy-then-record';\n")).to.deep.equal([
      'src/orchestrator/saga.ts:1 defect: names the defect deploy-then-record: only its own file, tests and prose may',
    ]);
    expect(elsewhere('src/cli/list.ts', 'export const deployThenRecord = 1;\n')).to.have.length(1);
    expect(elsewhere('package.json', '{ "defect": "deploy-then-record" }')).to.have.length(1);
    for (const path of ['src/cli/x.test.ts', 'test/mutants/x.json', 'README.md', 'corpus/a.json']) {
      expect(elsewhere(path, '// deploy-then-record\n'), path).to.deep.equal([]);
    }
    expect(elsewhere('src/cli/near.ts', '// deploy-then-recorded\n')).to.deep.equal([]);
  });

  it('says where a file cannot be read as TypeScript', () => {
    expect(breaches({ 'src/world/x.ts': 'export const = ;\n' })[0]).to.contain('src/world/x.ts:1 syntax: ');
  });
});

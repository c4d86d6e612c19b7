// Goal: the document about the embedded Toxiproxy is true: its programs run, and its tables name all that the server can do.
// Method: programs are written to files, the package's name made a path, and run; tables are compared with the server's capabilities.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { rootAbove } from '../../scripts/tidy/root-above.js';
import { startToxiproxy } from '../../src/toxiproxy/index.js';
import { fencedBlocks } from './fenced-blocks.js';

const root = rootAbove(import.meta.url);
const text = readFileSync(join(root, 'docs/toxiproxy.md'), 'utf8');
const programs = fencedBlocks(text).filter(({ language }) => language === 'js' || language === 'ts');
const door = new URL('../../src/toxiproxy/index.js', import.meta.url).href;

interface Capabilities {
  readonly kinds: Readonly<
    Record<string, { readonly attributes: readonly string[]; readonly choices?: Readonly<Record<string, readonly string[]>> }>
  >;
  readonly toxicFields: readonly string[];
  readonly proxyFields: Readonly<Record<string, unknown>>;
  readonly routes: readonly string[];
}

/** The row of a table that begins with that word. */
function row(word: string): string {
  const found = text.split('\n').find((line) => line.startsWith(`| \`${word}`));
  if (found === undefined) throw new Error(`no row for ${word}`);
  return found;
}

describe('the document about Toxiproxy', () => {
  let folder: string;
  let can: Capabilities;

  before(async () => {
    mkdirSync(join(root, '.build'), { recursive: true });
    folder = mkdtempSync(join(root, '.build', 'toxiproxy-'));
    const server = await startToxiproxy({});
    can = (await (await fetch(`${server.url}/capabilities`)).json()) as Capabilities;
    await server.close();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const { line, marks, text: program } of programs) {
    it(`has a program that runs: line ${line}`, () => {
      const file = join(folder, `line-${line}.mjs`);
      writeFileSync(file, program.replace("'topple/toxiproxy'", `'${door}'`));
      const runner = marks.get('run') === 'mocha' ? [join(root, 'node_modules/mocha/bin/mocha.js'), '--no-config'] : [];
      const { status, stderr, stdout } = spawnSync(process.execPath, [...runner, file], { encoding: 'utf8', cwd: folder });
      expect(status, stderr + stdout).to.equal(0);
    });
  }

  it('has programs, all of which are run', () => {
    expect(programs.filter(({ marks }) => !marks.has('run')).map(({ line }) => line)).to.deep.equal([]);
    expect(programs).to.have.length.above(1);
  });

  it('names every kind of its own with its attributes and choices', async () => {
    const strict = await startToxiproxy({ strict: true });
    const original = (await (await fetch(`${strict.url}/capabilities`)).json()) as Capabilities;
    await strict.close();
    for (const [type, { attributes, choices = {} }] of Object.entries(can.kinds)) {
      if (type in original.kinds) continue;
      for (const attribute of attributes) expect(row(type)).to.contain(`\`${attribute}\``);
      for (const names of Object.values(choices)) names.forEach((name, number) => expect(row(type)).to.contain(`${number} ${name}`));
    }
  });

  it('names every field and route of its own', () => {
    const names = [...can.toxicFields, ...Object.keys(can.proxyFields), ...can.routes.map((route) => `GET ${route}`)];
    for (const name of names) expect(row(name)).to.contain('|');
  });
});

// Goal: what the documents say can be followed: commands exist with the options named, links lead somewhere, the map stays short.
// Method: every Markdown file is read. Quick commands are run; of long ones the help is asked for and must know every option that is used.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { checkers, everyInvariant, journeysAreAccepted } from '../../invariants/index.js';
import { readTree } from '../../scripts/tidy/read-tree.js';
import { rootAbove } from '../../scripts/tidy/root-above.js';
import { type ShellLine, shellLines } from './shell-lines.js';

const root = rootAbove(import.meta.url);
const cli = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const documents = [...readTree(root)].filter(([path]) => path.endsWith('.md'));
const scripts = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts;
const lines = documents.flatMap(([path, text]) => shellLines(path, text));
/** Subcommands that end by themselves at once. */
const quick = ['list', 'doctor', 'check'];

function topple(...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], { cwd: root, encoding: 'utf8', timeout: 30_000 });
  expect(status, `topple ${words.join(' ')}: ${stderr}`).to.equal(0);
  return stdout;
}

/** The words after `topple`, however it is called; undefined when the line is another command. */
function toppleWords({ words }: ShellLine): readonly string[] | undefined {
  if (words[0] === 'topple') return words.slice(1);
  return ['npx topple', 'node dist/src/cli/main.js'].includes(words.slice(0, 2).join(' ')) ? words.slice(2) : undefined;
}

function checkTopple([command = '', ...words]: readonly string[]): void {
  const help = topple(command, '--help');
  for (const option of words.filter((word) => word.startsWith('--')))
    expect(help, `help of ${command}`).to.contain(option.replace(/=.*/, ''));
  if (quick.includes(command)) topple(command, ...words);
}

function checkNpm([command = '', name = '']: readonly string[]): void {
  if (command === 'ci') return;
  expect(Object.keys(scripts)).to.include(command === 'run' ? name : command);
}

describe('documents', () => {
  it('give the two commands that a newcomer needs', () => {
    const asked = lines.filter(({ document }) => document === 'README.md').map(({ words }) => words.join(' '));
    expect(asked).to.include.members(['npm ci', 'npm start', 'npm test']);
  });

  for (const line of lines) {
    it(`can be followed: ${line.document}:${line.line} ${line.words.join(' ')}`, () => {
      const words = toppleWords(line);
      if (words !== undefined) checkTopple(words);
      else if (line.words[0] === 'npm') checkNpm(line.words.slice(1));
      else expect.fail('no rule here knows how to try this command');
    });
  }

  for (const [path, text] of documents) {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1] ?? '')
      .filter((link) => !/^(https?:|mailto:|#)/.test(link));
    if (links.length === 0) continue;
    it(`have links that resolve: ${path}`, () => {
      const lost = links.filter((link) => !existsSync(join(root, dirname(path), link.replace(/#.*/, ''))));
      expect(lost).to.deep.equal([]);
    });
  }

  for (const path of ['.ci/run', '.github/workflows/nightly.yml']) {
    it(`and ${path} use options of topple run that exist`, () => {
      const campaigns = readFileSync(join(root, path), 'utf8')
        .split('\n')
        .filter((text) => /campaign campaign-|main\.js run /.test(text));
      expect(campaigns).to.have.length.above(1);
      checkTopple(['run', ...campaigns.flatMap((text) => text.match(/(?<=\s)--[a-z-]+/g) ?? [])]);
    });
  }

  it('keep the map under 150 lines', () => {
    expect(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').trimEnd().split('\n')).to.have.length.below(150);
  });

  it('know every judge by its name and number', () => {
    const text = readFileSync(join(root, 'docs/invariants.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `(\S+)` \| (I\d+)? ?\|/gm)].map(([, name, id]) => `${name} ${id ?? 'null'}`);
    expect(rows.toSorted()).to.deep.equal(
      [...everyInvariant, journeysAreAccepted].map(({ name, id }) => `${name} ${id ?? 'null'}`).toSorted(),
    );
  });

  it('name every model of a recorded history', () => {
    const [, text = ''] = documents.find(([path]) => path === 'docs/histories.md')?.[1].split('## The models') ?? [];
    expect([...text.matchAll(/^\| `([a-z][a-z-]+)` \|/gm)].map(([, name]) => name)).to.deep.equal(checkers.map(({ name }) => name));
  });

  it('keep decisions to choice, because, instead and undo', () => {
    const decisions = documents.filter(([path]) => path.startsWith('docs/decisions/'));
    expect(decisions).to.have.length.above(0);
    for (const [path, text] of decisions) {
      for (const part of ['**Choice.**', '**Because**', '**Instead of**', '**Undo when**']) expect(text, path).to.contain(part);
    }
  });

  it('are read block by block: only sh fences give commands, without comments', () => {
    const text = '```\nls\n```\n```sh\n# why\nnpm ci && npm start # both\n```\nnpm no\n```json\n{}\n```\n';
    expect(shellLines('a.md', text).map(({ line, words }) => [line, ...words])).to.deep.equal([
      [6, 'npm', 'ci'],
      [6, 'npm', 'start'],
    ]);
  });
});

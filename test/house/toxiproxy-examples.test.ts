// Goal: the examples of tests behind a Toxiproxy pass under the runners that they are written for, and the config can be started with.
// Method: they are copied beside the runner, with the package's name made a path, and run by it; vitest is no dependency, so it is taken from PATH.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect } from 'chai';
import { rootAbove } from '../../scripts/tidy/root-above.js';
import { configDoubts } from '../../src/toxiproxy/index.js';

const root = rootAbove(import.meta.url);
const examples = join(root, 'examples/toxiproxy');
const door = new URL('../../src/toxiproxy/index.js', import.meta.url).href;
const tests = 3;
const vitest = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'vitest'))
  .find((path) => existsSync(path));

/** What a runner said of the examples, copied into a folder of its own inside of `above`. */
function run(above: string, command: (folder: string) => readonly string[]): string {
  mkdirSync(above, { recursive: true });
  const folder = mkdtempSync(join(above, 'examples-'));
  try {
    cpSync(examples, folder, { recursive: true });
    const toxics = join(folder, 'toxics.js');
    writeFileSync(toxics, readFileSync(toxics, 'utf8').replace("'topple/toxiproxy'", `'${door}'`));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const env = { ...process.env, NO_COLOR: '1', CI: '1' };
    const { status, stdout, stderr } = spawnSync(process.execPath, command(folder), { cwd: folder, encoding: 'utf8', env });
    expect(status, stdout + stderr).to.equal(0);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the examples for Toxiproxy', () => {
  it('pass under mocha', () => {
    const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
    expect(run(join(root, '.build'), (folder) => [mocha, '--no-config', '--timeout', '20000', join(folder, 'mocha')])).to.contain(
      `${tests} passing`,
    );
  });

  (vitest === undefined ? it.skip : it)(`pass under vitest${vitest === undefined ? ' (skipped, because none is on PATH)' : ''}`, () => {
    const program = realpathSync(vitest ?? '');
    // Where the examples find the package, too: beside its node_modules.
    const home = dirname(dirname(dirname(program)));
    expect(
      run(home, (folder) => [program, 'run', '--testTimeout=20000', '--hookTimeout=20000', '--root', join(folder, 'vitest')]),
    ).to.match(new RegExp(`Tests +${tests} passed`));
  });

  it('say nothing in the config that is not read', () => {
    expect(configDoubts(readFileSync(join(examples, 'toxiproxy.json'), 'utf8'), false)).to.deep.equal([]);
  });
});

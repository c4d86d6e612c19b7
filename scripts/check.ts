// Everything that CI runs, in order; each step goes on where an earlier one failed, and the exit code is that of all.
//   npm run check                          all of it
//   npm run check -- --without tests       all but one (may be repeated)
//   npm run check -- lint boundaries       only these
import { spawnSync } from 'node:child_process';
import { shown, tidy } from './tidy.js';
import { readBoundaries, readTree } from './tidy/read-tree.js';
import { rootAbove } from './tidy/root-above.js';

const root = rootAbove(import.meta.url);

interface Step {
  readonly name: string;
  /** True when nothing is wrong. What is wrong has been printed. */
  run(): boolean;
}

function tool(name: string, ...args: string[]): Step {
  return {
    name,
    run() {
      const { status, error } = spawnSync('npx', ['--no-install', ...args], { cwd: root, stdio: 'inherit' });
      if (error !== undefined) console.error(error.message);
      return status === 0;
    },
  };
}

const boundaries: Step = {
  name: 'boundaries',
  run() {
    const files = readTree(root);
    const complaints = tidy(readBoundaries(root), files);
    for (const complaint of complaints) console.log(shown(complaint));
    console.log(`${complaints.length} breaches in ${files.size} files`);
    return complaints.length === 0;
  },
};

const steps: readonly Step[] = [
  tool('types', 'tsc', '-p', 'tsconfig.json', '--noEmit'),
  tool('lint', 'oxlint', '--type-aware', '--deny-warnings'),
  tool('format', 'biome', 'format', '.'),
  boundaries,
  tool('dead-code', 'knip', '--no-progress', '--no-config-hints'),
  tool('tests', 'mocha'),
];

/** The steps asked for. @throws RangeError when a word is no step */
function chosen(words: readonly string[]): readonly Step[] {
  const without = words.filter((_, index) => words[index - 1] === '--without');
  const only = words.filter((word, index) => word !== '--without' && words[index - 1] !== '--without');
  const unknown = [...without, ...only].find((word) => !steps.some((step) => step.name === word));
  if (unknown !== undefined) throw new RangeError(`no step is called "${unknown}": ${steps.map((step) => step.name).join(', ')}`);
  return steps.filter((step) => !without.includes(step.name) && (only.length === 0 || only.includes(step.name)));
}

const failed: string[] = [];
const run = chosen(process.argv.slice(2));
for (const step of run) {
  console.log(`\n== ${step.name}`);
  if (!step.run()) failed.push(step.name);
}
console.log(
  `\ncheck: ${run.length - failed.length} passed, ${failed.length} failed${failed.length === 0 ? '' : ` (${failed.join(', ')})`}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

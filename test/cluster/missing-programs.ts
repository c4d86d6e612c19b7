import { spawnSync } from 'node:child_process';

/** Those of the programs that are not on the PATH. */
export function missingPrograms(names: readonly string[]): readonly string[] {
  return names.filter((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status !== 0);
}

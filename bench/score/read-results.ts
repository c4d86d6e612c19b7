import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Results } from './results.js';

/** From the root. */
export const resultFiles = { defects: 'bench/score/results/defects.json', mutants: 'bench/score/results/mutants.json' } as const;

/** What was measured last; null: nothing yet. */
export function readResults(root: string, of: keyof typeof resultFiles): Results | null {
  const file = join(root, resultFiles[of]);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : null;
}

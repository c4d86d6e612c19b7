import { readdirSync } from 'node:fs';
import type { Defect } from '../../src/orchestrator/index.js';

/** All defects of the catalogue, in order of name. They are known by their files alone. */
export async function everyDefect(): Promise<readonly Defect[]> {
  const folder = new URL('../../src/orchestrator/defects/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.js') && !file.endsWith('.test.js'));
  const modules = await Promise.all(files.sort().map((file) => import(new URL(file, folder).href) as Promise<{ readonly defect: Defect }>));
  return modules.map(({ defect }) => defect);
}

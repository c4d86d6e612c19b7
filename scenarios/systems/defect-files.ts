// Defects are found by looking into a folder, so that nothing but a defect's own file has to know its name.
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The names of the defects in `folder` (a URL of compiled files), sorted. */
export function defectNames(folder: URL): readonly string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.js') && !file.endsWith('.test.js') && file !== 'index.js');
  return files.map((file) => file.slice(0, -'.js'.length)).sort();
}

/** The compiled file of the defect called `name`. */
export function defectFile(folder: URL, name: string): string {
  return fileURLToPath(new URL(`${name}.js`, folder));
}

/** The named defects, loaded. @throws RangeError when one is not there */
export async function loadDefects<D>(folder: URL, names: readonly string[]): Promise<readonly D[]> {
  const known = defectNames(folder);
  const found: D[] = [];
  for (const name of names) {
    if (!known.includes(name)) throw new RangeError(`no defect is called ${name}; there are: ${known.join(', ')}`);
    const module = (await import(pathToFileURL(defectFile(folder, name)).href)) as { readonly defect: D };
    found.push(module.defect);
  }
  return found;
}

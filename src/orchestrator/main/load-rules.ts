import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { correctRules, type Defect, type Rules } from '../rules/index.js';

/**
 * The correct rules with those of each file replaced, in order. A file is a compiled module that exports `defect`.
 * @throws RangeError when a file exports no such thing
 */
export async function loadRules(files: readonly string[]): Promise<Rules> {
  let rules = correctRules;
  for (const file of files) {
    const { defect } = (await import(pathToFileURL(resolve(file)).href)) as { readonly defect?: Defect };
    if (typeof defect?.replace !== 'function') throw new RangeError(`${file} exports no defect`);
    rules = defect.replace(rules);
  }
  return rules;
}

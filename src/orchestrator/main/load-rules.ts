import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { correctRules, type Defect, type Rules } from '../rules/index.js';

/**
 * The correct rules with those of each file replaced, in order. A file is a compiled module that exports `defect`, or, with `#NAME` behind it, one whose
 * `mutant(NAME)` is meant.
 * @throws RangeError when a file exports no such thing
 */
export async function loadRules(files: readonly string[]): Promise<Rules> {
  let rules = correctRules;
  for (const each of files) {
    const [file = '', name] = each.split('#');
    const module = (await import(pathToFileURL(resolve(file)).href)) as RulesModule;
    const defect = name === undefined ? module.defect : module.mutant?.(name);
    if (typeof defect?.replace !== 'function') throw new RangeError(`${each} exports no defect`);
    rules = defect.replace(rules);
  }
  return rules;
}

interface RulesModule {
  readonly defect?: Defect;
  mutant?(name: string): Defect;
}

// One node of the pair as a process: `node main.js [--rules FILE.js …] [--build previous]`. Its role comes with its configuration.
import { pathToFileURL } from 'node:url';
import { runNode } from '../../../src/world/node/index.js';
import { correctPairRules, pairMachine, type PairRules } from './pair-machine.js';

interface RulesModule {
  readonly defect: { replace(rules: PairRules): PairRules };
}

let rules = correctPairRules;
for (const [index, argument] of process.argv.entries()) {
  if (argument !== '--rules') continue;
  const module = (await import(pathToFileURL(process.argv[index + 1] ?? '').href)) as RulesModule;
  rules = module.defect.replace(rules);
}
await runNode(pairMachine(rules, process.argv.includes('previous') ? 'previous' : 'present'), {});

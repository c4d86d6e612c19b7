// Writes the documents that are made from data anew: `npm run docs`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { everyDefect, readResults } from '../bench/score/index.js';
import { defectsPage } from './documents/defects-page.js';
import { everyDocument } from './documents/every-document.js';
import { scoreboardPage } from './documents/scoreboard-page.js';
import { rootAbove } from './tidy/root-above.js';

const root = rootAbove(import.meta.url);
const defects = await everyDefect();
const results = { defects: readResults(root, 'defects'), mutants: readResults(root, 'mutants') };
const measured = [
  ['docs/defects.md', defectsPage(defects)],
  ['docs/scoreboard.md', scoreboardPage(defects, results)],
] as const;
for (const [path, text] of [...everyDocument(), ...measured]) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(`${path}: ${text.length} characters`);
}

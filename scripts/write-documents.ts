// Writes the documents that are made from data anew: `npm run docs`.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defectsPage } from './documents/defects-page.js';
import { everyDocument } from './documents/every-document.js';
import { rootAbove } from './tidy/root-above.js';

const root = rootAbove(import.meta.url);
const defects = await everyDefect();
for (const [path, text] of [...everyDocument(), ['docs/defects.md', defectsPage(defects)] as const]) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(`${path}: ${text.length} characters`);
}

/** Defects are known by their files alone. */
async function everyDefect(): Promise<Parameters<typeof defectsPage>[0]> {
  const folder = new URL('../src/orchestrator/defects/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.js') && !file.endsWith('.test.js'));
  const modules = await Promise.all(
    files.map((file) => import(new URL(file, folder).href) as Promise<{ readonly defect: Parameters<typeof defectsPage>[0][number] }>),
  );
  return modules.map(({ defect }) => defect);
}

// Writes the documents that are made from data anew: `npm run docs`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { everyDocument } from './documents/every-document.js';
import { rootAbove } from './tidy/root-above.js';

const root = rootAbove(import.meta.url);
for (const [path, text] of everyDocument()) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(`${path}: ${text.length} characters`);
}

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder: the nearest above `url` (an `import.meta.url`, built or not) that holds boundaries.json. */
export function rootAbove(url: string): string {
  for (let folder = dirname(fileURLToPath(url)); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'boundaries.json'))) return folder;
  }
  throw new Error(`no folder above ${url} holds boundaries.json`);
}

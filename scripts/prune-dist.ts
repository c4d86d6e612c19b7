// Runs after every build: what was built from a source that is gone would otherwise still be found, as a test or as a defect.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rootAbove } from './tidy/root-above.js';

function prune(built: string, source: string): void {
  for (const entry of readdirSync(built, { withFileTypes: true })) {
    const from = join(built, entry.name);
    if (entry.isDirectory()) {
      prune(from, join(source, entry.name));
      if (readdirSync(from).length === 0) rmSync(from, { recursive: true });
    } else if (!existsSync(join(source, entry.name.replace(/(\.d\.ts|\.js|\.js\.map)$/, '.ts')))) rmSync(from);
  }
}

const root = rootAbove(import.meta.url);
prune(join(root, 'dist'), root);

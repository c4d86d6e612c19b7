import { join } from 'node:path';
import type { Reporter } from '../../src/contract/index.js';
import { storyFile } from '../story-file.js';
import { page } from './page.js';

const everyMillis = 10_000;

/** `index.html`: one file that needs nothing else. `now`: milliseconds since any origin. @throws what the file system throws */
export function reportHtml(directory: string, now: () => number): Reporter {
  return storyFile({ name: 'html', file: join(directory, 'index.html'), text: page, now, everyMillis });
}

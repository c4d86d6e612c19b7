import { join } from 'node:path';
import type { SweepReport } from '../../src/contract/index.js';
import { writeWhole } from '../write-whole.js';
import { sweepPage } from './sweep-page.js';

/** `index.html`: one file that needs nothing else; its path. @throws what the file system throws */
export function sweepHtml(directory: string, report: SweepReport): string {
  const file = join(directory, 'index.html');
  writeWhole(file, sweepPage(report));
  return file;
}

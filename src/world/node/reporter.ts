import { writeSync } from 'node:fs';
import type { Report } from './control.js';

const STDOUT = 1;
/** How often a full pipe is tried again before a report is given up, a millisecond each. */
const triesMax = 2_000;

/** Says something to the supervisor, before anything else is done: a report that stands before a kill is read after it. */
export function report(what: Report): void {
  const line = Buffer.from(`${JSON.stringify(what)}\n`);
  let tries = 0;
  for (let at = 0; at < line.length && tries < triesMax; ) {
    try {
      at += writeSync(STDOUT, line, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      tries++;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

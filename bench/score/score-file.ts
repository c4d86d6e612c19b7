// The file of a measurement under way: one row a line, appended as rows come, so that it can be gone on with after any end.
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ScoreRow, Terms } from './score-row.js';

/** Rows that agree with each other: same seed, time and configuration. */
export class ScoreFile {
  readonly path: string;
  readonly #terms: Terms;
  readonly #rows: ScoreRow[] = [];

  /** Opens the file, or begins it; half a line at its end is cut. @throws RangeError when it was measured on other terms */
  constructor(path: string, terms: Terms) {
    this.path = path;
    this.#terms = terms;
    mkdirSync(dirname(path), { recursive: true });
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
    if (whole.length < bytes.length) truncateSync(path, whole.length);
    for (const line of whole.toString().split('\n')) if (line !== '') this.#take(JSON.parse(line) as ScoreRow);
  }

  get rows(): readonly ScoreRow[] {
    return this.#rows;
  }

  /** @throws RangeError when the row does not agree with those before it */
  add(row: ScoreRow): void {
    this.#take(row);
    appendFileSync(this.path, `${JSON.stringify(row)}\n`);
  }

  #take(row: ScoreRow): void {
    const { seed, time } = this.#terms;
    const configuration = this.#rows[0]?.configuration ?? row.configuration;
    const [has, wanted] = [termsText(row), termsText({ seed, time, configuration })];
    if (has !== wanted) throw new RangeError(`${this.path}: ${row.name} was measured with ${has}, not with ${wanted}: begin another file`);
    this.#rows.push(row);
  }
}

function termsText({ seed, time, configuration }: Terms & { readonly configuration: string }): string {
  return `seed ${seed}, time ${time}, configuration ${configuration}`;
}

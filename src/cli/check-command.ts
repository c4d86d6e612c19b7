import { readFileSync } from 'node:fs';
import { type Checker, checkers, type HistoryVerdict, type Interval, type KeyVerdict, readHistory } from '../../invariants/index.js';
import { nearest } from './nearest.js';
import { usage } from './usage.js';

export interface CheckCommand {
  /** JSON lines or EDN. */
  readonly file: string;
  readonly model: string;
  /** Whether values are [key, value]. */
  readonly independent: boolean;
  /** Null: the default. */
  readonly steps: number | null;
}

/** So many calls before the one at which it ends are shown. */
const shownMax = 10;
const exits: Readonly<Record<HistoryVerdict['verdict'], number>> = { holds: 0, violated: 1, unknown: 3 };

/** Judges a recorded history: exit 0 when it is linearizable, 1 when it is not, 3 when nobody can say. */
export function checkCommand({ file, model, independent, steps }: CheckCommand): number {
  const { check } = checkerNamed(model);
  const { verdict, keys } = judged(file, () =>
    check(readHistory(readFileSync(file, 'utf8'), { independent }), steps === null ? {} : { stepsMax: steps }),
  );
  for (const key of keys) for (const line of linesOf(key)) print(line);
  const calls = keys.reduce((sum, { order }) => sum + order.length, 0);
  if (keys.length === 0) throw usage(`${file}: there is no operation in it`);
  if (verdict === 'holds')
    print(`✓ linearizable as a ${model}: ${calls} calls of ${keys.length} ${keys.length === 1 ? 'key' : 'keys'} have an order`);
  if (verdict === 'violated') print(`✗ not linearizable as a ${model}`);
  if (verdict === 'unknown') print(`? unknown: --steps were not enough`);
  return exits[verdict];
}

/** @throws UsageError that names the file, whatever is wrong with it */
function judged<Result>(file: string, judge: () => Result): Result {
  try {
    return judge();
  } catch (cause) {
    throw usage(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function checkerNamed(name: string): Checker {
  const found = checkers.find((each) => each.name === name);
  if (found !== undefined) return found;
  const near = nearest(
    name,
    checkers.map((each) => each.name),
  );
  const all = checkers.map((each) => `  ${each.name.padEnd(14)}${each.about}`).join('\n');
  throw usage(`there is no model called ${name}${near === null ? '' : `; did you mean ${near}?`}\n${all}`);
}

function linesOf({ key, verdict, order, stuckAt, steps }: KeyVerdict): readonly string[] {
  if (verdict === 'holds' || stuckAt === null) return verdict === 'unknown' ? [`  ${named(key)}unknown after ${steps} steps`] : [];
  const shown = order.slice(-shownMax);
  return [
    `  ${named(key)}the shortest beginning that has no order ends where ${words(stuckAt)} returns (at operation ${stuckAt.returned + 1})`,
    `  the longest order there is, of ${order.length} calls${shown.length < order.length ? `, the last ${shown.length} of it` : ''}:`,
    ...shown.map((each) => `    ${words(each)}`),
  ];
}

function named(key: string): string {
  return key === '' ? '' : `key ${key}: `;
}

function words({ call: { f, value, result }, process }: Interval): string {
  const answer = result === undefined ? 'nobody knows what' : JSON.stringify(result);
  return `${f} ${value === null ? '' : `${JSON.stringify(value)} `}of process ${process} → ${answer}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

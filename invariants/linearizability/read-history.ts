import type { Json } from '../../src/world/index.js';
import type { History, Interval } from './interval.js';
import { readEdn } from './read-edn.js';

/** One line of a history, as Jepsen writes it. */
interface Line {
  readonly process: Json;
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  readonly f: string;
  /** Which object; all the same where there is none. */
  readonly key?: Json;
  readonly value?: Json;
}

interface Open {
  readonly key: string;
  readonly f: string;
  readonly value: Json;
  readonly invoked: number;
}

const types: readonly string[] = ['invoke', 'ok', 'fail', 'info'];

export interface HistoryOptions {
  /** Whether every value is a pair of a key and a value, as in Jepsen's independent histories. */
  readonly independent?: boolean;
}

/**
 * Reads a history of JSON lines `{process, type, f, key?, value}`, or such maps in Jepsen's EDN: what was called and came back, by key. What failed did not happen;
 * of what ended as `info`, or never, nobody knows whether it did.
 * @throws RangeError that names the line, or in EDN which operation
 */
export function readHistory(text: string, { independent = false }: HistoryOptions = {}): History {
  const history = new Map<string, Interval[]>();
  const open = new Map<string, Open>();
  const keep = (process: string, { key, f, value, invoked }: Open, result: Json | undefined, returned: number): void => {
    const intervals = history.get(key) ?? [];
    history.set(key, intervals);
    intervals.push({ call: { f, value, result }, process, invoked, returned });
  };
  saidIn(text).forEach(({ said: read, where }, number) => {
    const said = lineOf(read, where, independent);
    const process = JSON.stringify(said.process);
    const begun = open.get(process);
    if (said.type === 'invoke') {
      if (begun !== undefined) throw wrong(where, `process ${process} calls while its call of ${begun.f} is open`);
      const key = said.key === undefined ? '' : JSON.stringify(said.key);
      open.set(process, { key, f: said.f, value: said.value ?? null, invoked: number });
      return;
    }
    open.delete(process);
    // Jepsen tells with `info` also what no client did.
    if (begun === undefined && said.type === 'info') return;
    if (begun === undefined) throw wrong(where, `process ${process} has no open call`);
    if (said.type === 'ok') keep(process, begun, said.value ?? null, number);
    else if (said.type === 'info') keep(process, begun, undefined, Infinity);
  });
  for (const [process, begun] of open) keep(process, begun, undefined, Infinity);
  return history;
}

interface Said {
  readonly said: unknown;
  readonly where: string;
}

/** EDN begins with a map whose first key is a keyword, with a tag or with a vector of these; JSON lines with an object. */
function saidIn(text: string): readonly Said[] {
  if (/^(?:[\s,]|;[^\n]*)*(?:\[\s*)?(?:\{\s*:|#)/.test(text)) {
    const forms = readEdn(text);
    const [first] = forms;
    const operations = forms.length === 1 && Array.isArray(first) ? (first as readonly Json[]) : forms;
    return operations.map((said, index) => ({ said, where: `operation ${index + 1}` }));
  }
  return text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [{ said: parsed(line, index + 1), where: `line ${index + 1}` }]));
}

function lineOf(read: unknown, where: string, independent: boolean): Line {
  const said = read as Partial<Line> | null;
  if (typeof said !== 'object' || said === null || Array.isArray(said)) throw wrong(where, 'an object is wanted');
  const { process, type, f } = said;
  if (process === undefined || typeof f !== 'string' || !types.includes(type ?? ''))
    throw wrong(where, 'process, type (invoke, ok, fail or info) and f are wanted');
  return independent ? keyed(said as Line, where) : (said as Line);
}

/** What no client did has no key. */
function keyed(said: Line, where: string): Line {
  if (typeof said.process !== 'number') return said;
  if (!Array.isArray(said.value) || said.value.length !== 2) throw wrong(where, 'a value [key, value] is wanted');
  const [key, value] = said.value as readonly Json[];
  return { ...said, key: key ?? null, value: value ?? null };
}

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw wrong(`line ${number}`, 'this is no JSON');
  }
}

function wrong(where: string, what: string): RangeError {
  return new RangeError(`${where}: ${what}`);
}

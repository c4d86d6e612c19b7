// For tests: reads Prometheus text as strictly as its description allows, and more strictly where we promise more (order, no duplicates).
import type { Sample } from './metric.js';

export interface Family {
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

const helpLine = /^# HELP ([a-z][a-z0-9_]*) ([^\n]+)$/;
const typeLine = /^# TYPE ([a-z][a-z0-9_]*) (counter|gauge)$/;
const sampleLine = /^([a-z][a-z0-9_]*)(?:\{(.+)\})? (0|[1-9][0-9]*|[0-9]+\.[0-9]+)$/;
const labelStart = /^([a-z][a-z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/;

/** @throws RangeError at the first line that is not as it must be */
export function parseMetrics(text: string): ReadonlyMap<string, Family> {
  if (!text.endsWith('\n')) throw new RangeError('the last line is not ended');
  const families = new Map<string, Family>();
  const lines = text.slice(0, -1).split('\n');
  for (let at = 0; at < lines.length; ) {
    const [, name = '', help = ''] = read(helpLine, lines[at++]);
    const [, typed, type = ''] = read(typeLine, lines[at++]);
    if (typed !== name) throw new RangeError(`HELP of ${name} is followed by TYPE of ${typed}`);
    if ((type === 'counter') !== name.endsWith('_total')) throw new RangeError(`${name} is no name of a ${type}`);
    if (families.has(name)) throw new RangeError(`${name} comes twice`);
    if ([...families.keys()].some((other) => other > name)) throw new RangeError(`${name} is out of order`);
    const own: string[] = [];
    while (at < lines.length && lines[at]?.startsWith('#') === false) own.push(lines[at++] ?? '');
    families.set(name, { type, help, samples: own.map((line) => sampleOf(line, name)) });
    const keys = own.map((line) => line.replace(/ [^ ]*$/, ''));
    if (new Set(keys).size < keys.length) throw new RangeError(`a sample of ${name} comes twice`);
  }
  return families;
}

function read(pattern: RegExp, line = ''): readonly (string | undefined)[] {
  const found = pattern.exec(line);
  if (found === null) throw new RangeError(`not as expected: ${line}`);
  return found;
}

function sampleOf(line: string, family: string): Sample {
  const [, name, labels = '', value] = read(sampleLine, line);
  if (name !== family) throw new RangeError(`a sample of ${String(name)} is among those of ${family}`);
  return { labels: labelsOf(labels), value: Number(value) };
}

function labelsOf(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  let rest = text;
  while (rest !== '') {
    const [all = '', name = '', value = ''] = read(labelStart, rest);
    if (name in labels) throw new RangeError(`the label ${name} comes twice`);
    labels[name] = value.replace(/\\([\\"n])/g, (_all, escaped: string) => (escaped === 'n' ? '\n' : escaped));
    rest = rest.slice(all.length);
  }
  return labels;
}

import type { Plan, Scenario } from '../contract/index.js';
import type { Case } from '../core/corpus/index.js';
import { nearest } from './nearest.js';
import { usage } from './usage.js';

type Check = readonly [wanted: string, isRight: (value: unknown) => boolean];
type Fields = Readonly<Record<string, Check>>;

const text: Check = ['a text', (value) => typeof value === 'string' && value !== ''];
const time: Check = ['microseconds, whole and not below 0', (value) => Number.isSafeInteger(value) && Number(value) >= 0];
const count: Check = ['a whole number of at least 1', (value) => Number.isSafeInteger(value) && Number(value) >= 1];
const given: Check = ['a value', (value) => value !== undefined];
const flag: Check = ['true or false', (value) => typeof value === 'boolean'];
const anchor: Check = ['{"at"} or {"step", "phase", "plus"}', isAnchor];

const caseFields: Fields = {
  id: text,
  signature: text,
  hash: ['a number or null', (value) => value === null || typeof value === 'number'],
};
const planFields: Fields = { system: text, seed: text, knobs: given };
const stepFields: Readonly<Record<string, Fields>> = {
  call: {
    id: text,
    lane: text,
    op: text,
    args: given,
    makes: ['null or a name like "$dig2"', (value) => value === null || (typeof value === 'string' && value.startsWith('$'))],
    after: ['null, {"at"} or {"step", "phase", "plus"}', (value) => value === null || isAnchor(value)],
    attempts: count,
    timeout: count,
    rest: flag,
  },
  break: {
    id: text,
    fault: text,
    on: ['a list of {"role", "pick"}', (value) => Array.isArray(value) && value.every(isTarget)],
    args: given,
    from: anchor,
    lasts: time,
  },
};

/** Plans may be edited by hand. @throws UsageError that names the first thing in a case that the scenario cannot run */
export function checkCase(found: Case, scenario: Scenario): void {
  checkFields('', found, caseFields);
  checkFields('plan.', found.plan, planFields);
  if (found.plan.system !== scenario.system.name)
    throw usage(`plan.system is ${found.plan.system}; the system of ${scenario.name} is ${scenario.system.name}`);
  const ids = new Set<string>();
  for (const [index, step] of found.plan.steps.entries()) {
    checkStep(`plan.steps[${index}]`, step, scenario);
    if (ids.has(step.id)) throw usage(`plan.steps[${index}].id: another step is called ${step.id}, too`);
    ids.add(step.id);
  }
}

function checkStep(where: string, step: Plan['steps'][number], { faults, system }: Scenario): void {
  const fields = isObject(step) && Object.hasOwn(stepFields, String(step.is)) ? stepFields[String(step.is)] : undefined;
  if (fields === undefined) throw usage(`${where}: "is" must be call or break`);
  checkFields(`${where}.`, step, fields);
  if (step.is === 'call') checkKnown(`${where}.op`, step.op, system.operations);
  else checkKnown(`${where}.fault`, step.fault, faults);
}

function checkFields(where: string, value: object, fields: Fields): void {
  for (const [name, [wanted, isRight]] of Object.entries(fields))
    if (!isRight((value as Readonly<Record<string, unknown>>)[name])) throw usage(`${where}${name} must be ${wanted}`);
}

function checkKnown(where: string, name: string, known: readonly { readonly name: string }[]): void {
  if (known.some((each) => each.name === name)) return;
  const meant = nearest(
    name,
    known.map((each) => each.name),
  );
  throw usage(`${where}: there is no ${name} here.${meant === null ? '' : ` Did you mean ${meant}?`}`);
}

function isAnchor(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { at, step, phase, plus } = value;
  if (at !== undefined) return time[1](at);
  return text[1](step) && ['before', 'sent', 'done'].includes(String(phase)) && time[1](plus);
}

function isTarget(value: unknown): boolean {
  return (
    isObject(value) &&
    text[1](value['role']) &&
    (['leader', 'follower', 'other', 'all'].includes(String(value['pick'])) || time[1](value['pick']))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { isDeepStrictEqual } from 'node:util';
import { ApiError } from './api-error.js';
import { badBody } from './body.js';
import type { JsonNode } from './json/json-node.js';
import { readFields } from './json/read-fields.js';
import type { Field } from './json/read-fields.js';
import { readMatch } from './match.js';
import { describeToxic } from './toxic.js';
import { always, checkSchedule, scheduleFields } from './schedule.js';
import type { Schedule } from './schedule.js';
import type { Stream } from './stream.js';
import type { ToxicPlan } from './toxic.js';
import { attribute } from './toxics/toxic-kind.js';
import type { Attributes, ToxicKind } from './toxics/toxic-kind.js';
import { kindsIn } from './toxics/toxic-kinds.js';

interface Wrapper {
  name: string;
  type: string;
  stream: string;
  toxicity: number;
  /** All that are there, in order: the first that is wrong is told, and of a key that is there twice the last counts. */
  readonly attributes: JsonNode[];
  readonly schedule: Record<keyof Schedule, number>;
  match: JsonNode;
}

/** Reads one toxic and checks it in Toxiproxy's order; strictly, what that does not know is unknown. @throws ApiError 400, or 409 when its name is taken */
export function planToxic(node: JsonNode, taken: (name: string) => boolean, strict: boolean): ToxicPlan {
  const read = readWrapper(node, strict);
  const stream = streamOf(read.stream);
  const kind = kindsIn(strict).get(read.type);
  if (kind === undefined) throw new ApiError(400, 'invalid toxic type');
  const name = read.name === '' ? `${read.type}_${read.stream}` : read.name;
  if (taken(name)) throw new ApiError(409, 'toxic already exists');
  const attributes = blank(kind);
  const [wrong] = read.attributes.map((node) => readAttributes(node, kind, attributes)).filter((message) => message !== undefined);
  if (wrong !== undefined) throw badBody(wrong);
  checkAttributes(kind, attributes);
  const schedule = settle(read.schedule);
  const match = readMatch(read.match);
  return { name, kind, stream, streamText: read.stream, toxicity: read.toxicity, attributes, schedule, match };
}

/** Reads the toxics that a new proxy shall have. @param where is added to messages @throws ApiError as `planToxic` does */
export function planToxics(nodes: readonly JsonNode[], where: string): readonly ToxicPlan[] {
  const plans: ToxicPlan[] = [];
  try {
    for (const node of nodes) plans.push(planToxic(node, (name) => plans.some((plan) => plan.name === name), false));
  } catch (error) {
    if (error instanceof ApiError) throw new ApiError(error.status, error.message + where);
    throw error;
  }
  return plans;
}

/** Whether a toxic is what the plan says, its changes since included. */
export function isAsPlanned(toxic: ToxicPlan, plan: ToxicPlan): boolean {
  return isDeepStrictEqual(describeToxic(toxic), describeToxic(plan));
}

/** Reads attributes into a record that has all their names. As in Go, what is right is kept when something is wrong. @returns what was wrong */
export function readAttributes(
  node: JsonNode,
  { goName, goInteger = 'int64' }: ToxicKind,
  into: Record<string, number | string>,
): string | undefined {
  const set =
    (key: string) =>
    (value: unknown): void =>
      void (into[key] = value as number | string);
  const fields = Object.entries(into).map(([key, now]): Field => {
    const type = typeof now === 'string' ? 'string' : 'int64';
    return { key, type, goType: type === 'string' ? type : goInteger, set: set(key) };
  });
  return readFields(node, { prefix: `${goName}.attributes.`, type: goName }, fields);
}

/** The fields of a schedule, read into a record. */
export function scheduleReaders(into: Record<keyof Schedule, number>): readonly Field[] {
  return scheduleFields.map((key): Field => ({ key, type: 'int64', set: (value) => void (into[key] = value as number) }));
}

/** The schedule as read, once it is checked. @throws ApiError 400 */
export function settle(read: Schedule): Schedule {
  checkSchedule(read);
  return scheduleFields.every((field) => read[field] === 0) ? always : read;
}

/** @throws ApiError 400 when an attribute is none of its choices, or not in its range */
export function checkAttributes({ type, choices = {}, ranges = {} }: ToxicKind, attributes: Attributes): void {
  for (const [name, [least, most]] of Object.entries(ranges)) {
    const value = attribute(attributes, name);
    if (value >= least && value <= most) continue;
    throw new ApiError(400, `attribute ${name} of ${type} was invalid, can be ${least} to ${most}`);
  }
  for (const [name, names] of Object.entries(choices)) {
    if (names[attribute(attributes, name)] !== undefined) continue;
    const list = names.map((choice, number) => `${number} (${choice})`).join(', ');
    throw new ApiError(400, `attribute ${name} of ${type} was invalid, can be ${list}`);
  }
}

/** All attributes of a kind, as they are when nothing is said. */
function blank({ attributes, defaults = {}, texts = [] }: ToxicKind): Record<string, number | string> {
  const numbers = attributes.map((key): [string, number] => [key, defaults[key] ?? 0]);
  return Object.fromEntries<number | string>([...numbers, ...texts.map((key): [string, string] => [key, ''])]);
}

function readWrapper(node: JsonNode, strict: boolean): Wrapper {
  const nothing: JsonNode = { kind: 'null' };
  const schedule = { ...always };
  const read: Wrapper = { name: '', type: '', stream: 'downstream', toxicity: 1, attributes: [], schedule, match: nothing };
  const set =
    (key: keyof Wrapper) =>
    (value: unknown): void =>
      void Object.assign(read, { [key]: value });
  const wrong = readFields(node, { prefix: 'ToxicWrapper.', type: 'toxics.ToxicWrapper' }, [
    { key: 'name', type: 'string', set: set('name') },
    { key: 'type', type: 'string', set: set('type') },
    { key: 'stream', type: 'string', set: set('stream') },
    { key: 'toxicity', type: 'float32', set: set('toxicity') },
    { key: 'attributes', type: 'object', goType: 'toxics.NoopToxic', set: (node) => void read.attributes.push(node as JsonNode) },
    ...(strict ? [] : [...scheduleReaders(read.schedule), { key: 'match', type: 'any', set: set('match') } as const]),
  ]);
  if (wrong !== undefined) throw badBody(wrong);
  return read;
}

function streamOf(text: string): Stream {
  const stream = text.toLowerCase();
  if (stream === 'upstream' || stream === 'downstream') return stream;
  throw new ApiError(400, 'stream was invalid, can be either upstream or downstream');
}

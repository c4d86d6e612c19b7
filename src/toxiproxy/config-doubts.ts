import { firstJsonValue } from './json/first-json-value.js';
import type { JsonNode } from './json/json-node.js';
import { mannerChoices } from './manners.js';
import { scheduleFields } from './schedule.js';
import { kindsIn } from './toxics/toxic-kinds.js';

const PROXY_KEYS = ['name', 'listen', 'upstream', 'enabled', 'Logger'];
const TOXIC_KEYS = ['name', 'type', 'stream', 'toxicity', 'attributes'];

/**
 * What a config says that the server will skip without a word, as Toxiproxy does, or that says the same name twice: a line for each, for whoever wrote it. Of
 * a text that is no config at all there is nothing to say; starting with it tells what is wrong.
 */
export function configDoubts(config: string, strict: boolean): readonly string[] {
  const items = itemsOf(config);
  const names = items.map((item, index) => textOf(item, 'name') ?? `number ${index + 1}`);
  const twice = names.filter((name, index) => names.indexOf(name) < index).map((name) => `two proxies are called ${name}`);
  return [...twice, ...items.flatMap((item, index) => proxyDoubts(item, `proxy ${names[index]}`, strict))];
}

function proxyDoubts(item: JsonNode, where: string, strict: boolean): readonly string[] {
  const own = ['toxics', ...Object.keys(mannerChoices)];
  const toxics = strict ? undefined : valueOf(item, 'toxics');
  const list = toxics?.kind === 'array' ? toxics.items : [];
  const each = list.flatMap((toxic, index) => toxicDoubts(toxic, `${where}, toxic ${index + 1}`));
  return [...unknownKeys(item, [...PROXY_KEYS, ...(strict ? [] : own)], where), ...each];
}

function toxicDoubts(toxic: JsonNode, where: string): readonly string[] {
  const type = textOf(toxic, 'type') ?? '';
  const kind = kindsIn(false).get(type);
  const keys = unknownKeys(toxic, [...TOXIC_KEYS, ...scheduleFields, 'match'], where);
  if (kind === undefined) return [`${where}: no toxic is of type "${type}"; there are ${[...kindsIn(false).keys()].join(', ')}`, ...keys];
  const attributes = valueOf(toxic, 'attributes') ?? { kind: 'null' };
  return [...keys, ...unknownKeys(attributes, [...kind.attributes, ...(kind.texts ?? [])], `${where}, attributes of ${type}`)];
}

function unknownKeys(node: JsonNode, keys: readonly string[], where: string): readonly string[] {
  if (node.kind !== 'object') return [];
  const known = new Set(keys.map((key) => key.toLowerCase()));
  const can = keys.length === 0 ? 'there are none' : `there are ${keys.filter((key) => key !== 'Logger').join(', ')}`;
  return node.entries.filter(([key]) => !known.has(key.toLowerCase())).map(([key]) => `${where}: ${key} is not read; ${can}`);
}

function itemsOf(config: string): readonly JsonNode[] {
  try {
    const node = firstJsonValue(config);
    return node.kind === 'array' ? node.items : [];
  } catch {
    return [];
  }
}

function valueOf(node: JsonNode, key: string): JsonNode | undefined {
  return node.kind === 'object' ? node.entries.find(([known]) => known.toLowerCase() === key)?.[1] : undefined;
}

function textOf(node: JsonNode, key: string): string | undefined {
  const value = valueOf(node, key);
  return value?.kind === 'string' ? value.value : undefined;
}

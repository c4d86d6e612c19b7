import { badBody, parseBody } from './body.js';
import type { JsonNode } from './json/json-node.js';
import { readFields } from './json/read-fields.js';
import type { Field, GoNames } from './json/read-fields.js';
import { plain } from './manners.js';
import type { NewProxy, PopulateItem } from './proxies.js';
import type { ProxyInput } from './proxy.js';

const PROXY: GoNames = { prefix: 'Proxy.', type: 'toxiproxy.Proxy' };
const ITEM_TYPE = 'struct { toxiproxy.Proxy; Enabled *bool "json:\\"enabled\\"" }';
const ITEM: GoNames = { prefix: '.', type: ITEM_TYPE };

type More = Omit<Field, 'set'> & { readonly name: string };

/** Fields that Toxiproxy does not know. */
const MANNERS: readonly More[] = [
  { key: 'on_dial_error', name: 'onDialError', type: 'string' },
  { key: 'accept', name: 'accept', type: 'string' },
];
const TOXICS: More = { key: 'toxics', name: 'toxics', type: 'array', goType: '[]toxics.ToxicWrapper' };

type Read = PopulateItem | ProxyInput;

/** Reads a proxy to be created. @throws ApiError 400 */
export function readNewProxy(body: string, strict: boolean): NewProxy {
  const read = { name: '', listen: '', upstream: '', enabled: true, toxics: undefined, ...plain };
  return readInto<NewProxy>(read, parseBody(body), PROXY, strict ? [] : [...MANNERS, TOXICS]);
}

/** Reads a change; what it leaves out is as in `now`. Toxics are not read, because clients send back whole proxies as they got them. @throws ApiError 400 */
export function readChange(node: JsonNode, now: ProxyInput, strict: boolean): ProxyInput {
  return readInto({ ...now }, node, PROXY, strict ? [] : MANNERS);
}

/** Reads the items of a populate. @throws ApiError 400 */
export function readPopulate(body: string, strict: boolean): readonly PopulateItem[] {
  const node = parseBody(body);
  if (node.kind === 'null') return [];
  if (node.kind !== 'array') throw badBody(`json: cannot unmarshal ${node.kind} into Go value of type []${ITEM_TYPE}`);
  const none = { name: '', listen: '', upstream: '', enabled: undefined, toxics: undefined, onDialError: undefined, accept: undefined };
  return node.items.map((item) => readInto<PopulateItem>({ ...none }, item, ITEM, strict ? [] : [...MANNERS, TOXICS]));
}

function readInto<Kind extends Read>(read: Kind, node: JsonNode, go: GoNames, more: readonly More[]): Kind {
  const set =
    (key: string) =>
    (value: unknown): void =>
      void Object.assign(read, { [key]: value });
  const inner = go === ITEM ? 'Proxy.' : '';
  const texts = ['name', 'listen', 'upstream'].map((key) => ({ key, goKey: inner + key, type: 'string', set: set(key) }) as const);
  const wrong = readFields(node, go, [
    ...texts,
    { key: 'enabled', type: 'bool', set: set('enabled') },
    ...more.map((field): Field => ({ ...field, set: set(field.name) })),
  ]);
  if (wrong !== undefined) throw badBody(wrong);
  return read;
}

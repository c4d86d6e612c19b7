import { ApiError } from './api-error.js';
import { firstJsonValue } from './json/first-json-value.js';
import type { JsonNode } from './json/json-node.js';
import { readFields } from './json/read-fields.js';
import type { GoNames } from './json/read-fields.js';
import type { PopulateItem } from './proxies.js';
import type { ProxyInput } from './proxy.js';

const PROXY: GoNames = { prefix: 'Proxy.', type: 'toxiproxy.Proxy' };
const ITEM_TYPE = 'struct { toxiproxy.Proxy; Enabled *bool "json:\\"enabled\\"" }';
const ITEM: GoNames = { prefix: '.', type: ITEM_TYPE };

/** The first JSON value of a body. @throws ApiError 400 */
export function parseBody(body: string): JsonNode {
  try {
    return firstJsonValue(body);
  } catch (error) {
    throw badBody(error instanceof Error ? error.message : String(error));
  }
}

/** The answer to a body of the wrong shape. */
export function badBody(message: string): ApiError {
  return new ApiError(400, `bad request body: ${message}`);
}

/** Reads a proxy; what the body leaves out is taken from `defaults`. @throws ApiError 400 */
export function readProxy(node: JsonNode, defaults: ProxyInput): ProxyInput {
  return readInto({ ...defaults }, node, PROXY);
}

/** Reads the items of a populate. @throws ApiError 400 */
export function readPopulate(body: string): readonly PopulateItem[] {
  const node = parseBody(body);
  if (node.kind === 'null') return [];
  if (node.kind !== 'array') throw badBody(`json: cannot unmarshal ${node.kind} into Go value of type []${ITEM_TYPE}`);
  return node.items.map((item) => readInto<PopulateItem>({ name: '', listen: '', upstream: '', enabled: undefined }, item, ITEM));
}

function readInto<Read extends PopulateItem>(read: Read, node: JsonNode, go: GoNames): Read {
  const wrong = readFields(node, go, [
    { key: 'name', type: 'string', set: (value) => Object.assign(read, { name: value }) },
    { key: 'listen', type: 'string', set: (value) => Object.assign(read, { listen: value }) },
    { key: 'upstream', type: 'string', set: (value) => Object.assign(read, { upstream: value }) },
    { key: 'enabled', type: 'bool', set: (value) => Object.assign(read, { enabled: value }) },
  ]);
  if (wrong !== undefined) throw badBody(wrong);
  return read;
}

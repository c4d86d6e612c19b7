import { ApiError } from './api-error.js';
import type { JsonNode } from './json/json-node.js';
import { readFields } from './json/read-fields.js';
import type { Field } from './json/read-fields.js';
import { badBody, parseBody } from './proxy-body.js';
import type { Proxy } from './proxy.js';
import type { Stream, Toxic } from './toxic.js';
import { toxicKinds } from './toxics/toxic-kinds.js';

interface Wrapper {
  name: string;
  type: string;
  stream: string;
  toxicity: number;
  attributes: JsonNode;
}

const UPDATE = { prefix: '.', type: 'struct { Attributes interface {} "json:\\"attributes\\""; Toxicity float32 "json:\\"toxicity\\"" }' };

/** Reads a body, checks it in Toxiproxy's order, and installs the toxic. @throws ApiError 400 or 409 */
export function createToxic(proxy: Proxy, body: string): Toxic {
  const read = readWrapper(body);
  const stream = streamOf(read.stream);
  const kind = toxicKinds.get(read.type);
  if (kind === undefined) throw new ApiError(400, 'invalid toxic type');
  const name = read.name === '' ? `${read.type}_${read.stream}` : read.name;
  if (proxy.toxics.some((other) => other.name === name)) throw new ApiError(409, 'toxic already exists');
  const attributes = Object.fromEntries(kind.attributes.map((key) => [key, 0]));
  const wrong = readAttributes(read.attributes, kind.goName, attributes);
  if (wrong !== undefined) throw badBody(wrong);
  const generation = proxy.nextGeneration(name);
  const toxic: Toxic = { name, kind, stream, streamText: read.stream, toxicity: read.toxicity, attributes, generation };
  proxy.addToxic(toxic);
  return toxic;
}

/** Changes `attributes` key by key and `toxicity`; fields read before a wrong one stay changed. @throws ApiError 400 or 404 */
export function updateToxic(proxy: Proxy, name: string, body: string): Toxic {
  const toxic = getToxic(proxy, name);
  const node = parseBody(body);
  let toxicity = toxic.toxicity;
  let wrongAttribute: string | undefined;
  const wrong = readFields(node, UPDATE, [
    {
      key: 'attributes',
      type: 'object',
      goType: `toxics.${toxic.kind.goName}`,
      set: (value) => (wrongAttribute = readAttributes(value as JsonNode, toxic.kind.goName, toxic.attributes)),
    },
    { key: 'toxicity', type: 'float32', set: (value) => (toxicity = value as number) },
  ]);
  const message = wrongAttribute ?? wrong;
  if (message !== undefined) throw badBody(message);
  toxic.toxicity = toxicity;
  proxy.updateToxic(toxic);
  return toxic;
}

/** @throws ApiError 404 */
export function getToxic(proxy: Proxy, name: string): Toxic {
  const toxic = proxy.toxics.find((installed) => installed.name === name);
  if (toxic === undefined) throw new ApiError(404, 'toxic not found');
  return toxic;
}

function readWrapper(body: string): Wrapper {
  const read: Wrapper = { name: '', type: '', stream: 'downstream', toxicity: 1, attributes: { kind: 'null' } };
  const set =
    (key: keyof Wrapper) =>
    (value: unknown): void =>
      void Object.assign(read, { [key]: value });
  const wrong = readFields(parseBody(body), { prefix: 'ToxicWrapper.', type: 'toxics.ToxicWrapper' }, [
    { key: 'name', type: 'string', set: set('name') },
    { key: 'type', type: 'string', set: set('type') },
    { key: 'stream', type: 'string', set: set('stream') },
    { key: 'toxicity', type: 'float32', set: set('toxicity') },
    { key: 'attributes', type: 'object', goType: 'toxics.NoopToxic', set: set('attributes') },
  ]);
  if (wrong !== undefined) throw badBody(wrong);
  return read;
}

function readAttributes(node: JsonNode, goName: string, into: Record<string, number>): string | undefined {
  const fields = Object.keys(into).map((key): Field => ({ key, type: 'int64', set: (value) => void (into[key] = value as number) }));
  return readFields(node, { prefix: `${goName}.attributes.`, type: goName }, fields);
}

function streamOf(text: string): Stream {
  const stream = text.toLowerCase();
  if (stream === 'upstream' || stream === 'downstream') return stream;
  throw new ApiError(400, 'stream was invalid, can be either upstream or downstream');
}

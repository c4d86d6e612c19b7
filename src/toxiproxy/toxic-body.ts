import { isDeepStrictEqual } from 'node:util';
import { ApiError } from './api-error.js';
import { badBody, parseBody } from './body.js';
import type { JsonNode } from './json/json-node.js';
import { readFields } from './json/read-fields.js';
import type { Field } from './json/read-fields.js';
import { readMatch } from './match.js';
import type { Proxy } from './proxy.js';
import { checkAttributes, planToxic, readAttributes, scheduleReaders, settle } from './toxic-plan.js';
import type { Toxic } from './toxic.js';

const UPDATE = { prefix: '.', type: 'struct { Attributes interface {} "json:\\"attributes\\""; Toxicity float32 "json:\\"toxicity\\"" }' };

/** Reads a body, checks it in Toxiproxy's order, and installs the toxic. @throws ApiError 400 or 409 */
export function createToxic(proxy: Proxy, body: string): Toxic {
  return proxy.install(planToxic(parseBody(body), (name) => proxy.toxics.some((other) => other.name === name), proxy.strict));
}

/** Changes `attributes` key by key, `toxicity` and the schedule; whole numbers beside a value of a wrong type stay changed. @throws ApiError 400 or 404 */
export function updateToxic(proxy: Proxy, name: string, body: string): Toxic {
  const toxic = getToxic(proxy, name);
  const node = parseBody(body);
  const attributes = { ...toxic.attributes };
  const schedule = { ...toxic.schedule };
  let toxicity = toxic.toxicity;
  let wrongAttribute: string | undefined;
  const wrong = readFields(node, UPDATE, [
    {
      key: 'attributes',
      type: 'object',
      goType: `toxics.${toxic.kind.goName}`,
      set: (value) => {
        const wrong = readAttributes(value as JsonNode, toxic.kind, attributes);
        wrongAttribute ??= wrong;
      },
    },
    { key: 'toxicity', type: 'float32', set: (value) => (toxicity = value as number) },
    ...(proxy.strict ? [] : [...scheduleReaders(schedule), matchReader(toxic)]),
  ]);
  checkAttributes(toxic.kind, attributes);
  settle(schedule);
  Object.assign(toxic.attributes, attributes);
  const message = wrongAttribute ?? wrong;
  if (message !== undefined) throw badBody(message);
  toxic.schedule = settle(schedule);
  toxic.toxicity = toxicity;
  proxy.updateToxic(toxic);
  return toxic;
}

/** Clients may send back what they have read. */
function matchReader({ match }: Toxic): Field {
  const set: Field['set'] = (node) => {
    if (!isDeepStrictEqual(readMatch(node as JsonNode), match)) throw new ApiError(400, 'match cannot be changed');
  };
  return { key: 'match', type: 'any', set };
}

/** @throws ApiError 404 */
export function getToxic(proxy: Proxy, name: string): Toxic {
  const toxic = proxy.toxics.find((installed) => installed.name === name);
  if (toxic === undefined) throw new ApiError(404, 'toxic not found');
  return toxic;
}

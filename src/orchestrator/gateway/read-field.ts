// What each type of field of the API's table accepts, and what is kept of it: known fields under their own names, in the order of the table.
import type { FieldSpec } from '../../../spec/emco/index.js';
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { complain, type Findings, fieldsOf, pathTo } from './findings.js';
import { isName } from './route.js';

const textLengthMax = 1_024;
const textsOf =
  (pattern: RegExp, expected: string): Read =>
  (value, path, found) => {
    if (typeof value !== 'string' || value.length > textLengthMax || !pattern.test(value)) complain(found, path, `${expected} is expected`);
    return value;
  };
const listLengthMax = 256;
const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Reads one value; what it returns is of no use once something is wrong. */
type Read = (value: Json, path: string, found: Findings) => Json;

/** The field as it is kept; undefined when it is as good as absent. */
export function readField(spec: FieldSpec, value: Json, path: string, found: Findings): Json | undefined {
  if (value === '' && !spec.required) return undefined;
  const kept = readers[spec.type](value, path, found);
  if (spec.oneOf !== undefined && !spec.oneOf.includes(String(kept))) complain(found, path, `one of ${spec.oneOf.join(', ')}`);
  const [least, most] = spec.range ?? [-Infinity, Infinity];
  if (typeof kept === 'number' && (kept < least || kept > most)) complain(found, path, `a number from ${least} to ${most} is expected`);
  if (spec.dnsLabel === true && !dnsLabel.test(String(kept))) complain(found, path, 'a DNS label of at most 63 characters is expected');
  return kept;
}

export function readName(value: Json, path: string, found: Findings): Json {
  if (typeof value !== 'string' || !isName(value)) complain(found, path, 'a name: letters, digits, -, _ and . between them, at most 128');
  return value;
}

/** A text of at most `max` characters. */
export function readText(value: Json, path: string, found: Findings, max: number): Json {
  if (typeof value !== 'string' || value.length > max) complain(found, path, `a text of at most ${max} characters is expected`);
  return value;
}

const readString: Read = (value, path, found) => readText(value, path, found, textLengthMax);

const readInteger: Read = (value, path, found) => {
  if (!Number.isSafeInteger(value)) complain(found, path, 'a whole number is expected');
  return value;
};

function listOf(read: Read): Read {
  return (value, path, found) => {
    if (!Array.isArray(value) || value.length > listLengthMax) {
      complain(found, path, `a list of at most ${listLengthMax} is expected`);
      return [];
    }
    return (value as readonly Json[]).map((item, index) => read(item, `${path}[${index}]`, found));
  };
}

/** An object of any names whose values are all of one type. */
function mapOf(read: Read): Read {
  return (value, path, found) => {
    const object = asObject(value);
    if (object === null || Object.keys(object).length > listLengthMax) {
      complain(found, path, `an object of at most ${listLengthMax} fields is expected`);
      return {};
    }
    return Object.fromEntries(Object.entries(object).map(([name, item]) => [name, read(item, pathTo(path, name), found)]));
  };
}

type Fields = Readonly<Record<string, { readonly read: Read; readonly required: boolean }>>;

function recordOf(fields: Fields): Read {
  const known = Object.keys(fields);
  return (value, path, found) => {
    const given = fieldsOf(value, path, known, found);
    const kept: [string, Json][] = [];
    for (const [name, { read, required }] of Object.entries(fields)) {
      const item = given?.get(name);
      const at = pathTo(path, name);
      if (item !== undefined && (item !== '' || required)) kept.push([name, read(item, at, found)]);
      else if (required && given !== null) complain(found, at, 'the field is required');
    }
    return Object.fromEntries(kept);
  };
}

const readAny: Read = (value) => value;

const readBoolean: Read = (value, path, found) => {
  if (typeof value !== 'boolean') complain(found, path, 'true or false is expected');
  return value;
};

const octet = '(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])';
const readCidr = textsOf(new RegExp(`^${octet}(\\.${octet}){3}/(3[0-2]|[12]?[0-9])$`), 'an IPv4 network such as 10.20.0.0/16');
const readLabelPair = textsOf(
  /^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?=[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
  'a label such as app=web',
);
const quantity = /^[0-9]{1,15}(\.[0-9]{1,9})?([EPTGMKk]i?|m)?$/;
const readQuantity: Read = (value, path, found) => {
  const kept = typeof value === 'number' ? String(value) : value;
  if (typeof kept !== 'string' || !quantity.test(kept)) complain(found, path, 'a quantity such as 400, 500m or 2Gi is expected');
  return kept;
};

const readScalar: Read = (value, path, found) => {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return readString(value, path, found);
};

const named = { read: readName, required: true } as const;
const textNeeded = { read: readString, required: true } as const;
const nameThere = { read: readName, required: false } as const;
const textThere = { read: readString, required: false } as const;

const clusterFields: Fields = { clusterProvider: nameThere, cluster: nameThere, clusterLabel: nameThere };

/** One place: a provider with a cluster or a label, or a choice of such. */
function placeOf(read: Read): Read {
  return (value, path, found) => {
    const kept = read(value, path, found);
    const { clusterProvider, cluster, clusterLabel, anyOf } = kept as JsonObject;
    if (anyOf !== undefined && clusterProvider === undefined && cluster === undefined && clusterLabel === undefined) return kept;
    if (clusterProvider === undefined) complain(found, pathTo(path, 'clusterProvider'), 'the field is required');
    if ((cluster === undefined) === (clusterLabel === undefined))
      complain(found, pathTo(path, 'cluster'), 'either a cluster or a clusterLabel is expected');
    return kept;
  };
}

const choice = placeOf(recordOf(clusterFields));
const place = placeOf(recordOf({ ...clusterFields, anyOf: { read: listOf(choice), required: false } }));

const readers: Readonly<Record<FieldSpec['type'], Read>> = {
  name: readName,
  string: readString,
  boolean: readBoolean,
  integer: readInteger,
  strings: listOf(readString),
  cidrs: listOf(readCidr),
  overrides: listOf(recordOf({ app: named, values: { read: mapOf(readScalar), required: false } })),
  'intent-map': mapOf(readName),
  placement: recordOf({ allOf: { read: listOf(place), required: false }, anyOf: { read: listOf(choice), required: false } }),
  user: recordOf({ userName: textThere, type: textThere, userPermissions: { read: readAny, required: false } }),
  labels: mapOf(readString),
  'label-pair': readLabelPair,
  selector: recordOf({ matchLabels: { read: mapOf(readString), required: true } }),
  quantities: mapOf(readQuantity),
  'key-values': listOf(mapOf(readScalar)),
  subnets: listOf(recordOf({ name: named, subnet: textNeeded, gateway: textThere, excludeIps: textThere })),
  vlan: recordOf({
    vlanID: textNeeded,
    providerInterfaceName: textNeeded,
    logicalInterfaceName: textNeeded,
    vlanNodeSelector: textNeeded,
    nodeLabelList: { read: listOf(readString), required: false },
  }),
  any: readAny,
};

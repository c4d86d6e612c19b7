// What each type of field accepts. The gateway's readers say the same in code; a test holds the two against each other.
import { type FieldSpec, type FieldType, nameLengthMax, namePattern } from '../kind.js';
import { flag, listOf, mapOf, objectOf, ref, type Schema } from './schema.js';

const textLengthMax = 1_024;
const listLengthMax = 256;

const name = ref('schemas', 'Name');
const textual: Schema = { type: 'string', maxLength: textLengthMax };
const scalar: Schema = { oneOf: [textual, { type: 'number' }, flag] };
const list = (items: Schema): Schema => listOf(items, { maxItems: listLengthMax });
const map = (values: Schema): Schema => mapOf(values, { maxProperties: listLengthMax });

const octet = '(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])';
const labelWord = '[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';
const clusterFields = { clusterProvider: name, cluster: name, clusterLabel: name } as const;

/** A cluster by its own name or by a label, never by both. */
const choice: Schema = {
  ...objectOf(clusterFields, ['clusterProvider']),
  oneOf: [{ required: ['cluster'] }, { required: ['clusterLabel'] }],
};
const choices: Schema = list(ref('schemas', 'ClusterChoice'));
const place: Schema = {
  ...objectOf({ ...clusterFields, anyOf: choices }, []),
  oneOf: [
    { required: ['clusterProvider', 'cluster'], not: { required: ['clusterLabel'] } },
    { required: ['clusterProvider', 'clusterLabel'], not: { required: ['cluster'] } },
    { required: ['anyOf'], properties: { clusterProvider: false, cluster: false, clusterLabel: false } },
  ],
};

const ofType: Readonly<Record<FieldType, Schema>> = {
  name,
  string: textual,
  boolean: flag,
  integer: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  strings: list(textual),
  cidrs: list({ ...textual, pattern: `^${octet}(\\.${octet}){3}/(3[0-2]|[12]?[0-9])$` }),
  overrides: list(objectOf({ app: name, values: map(scalar) }, ['app'])),
  'intent-map': map(name),
  placement: objectOf({ allOf: list(ref('schemas', 'ClusterPlace')), anyOf: choices }, []),
  user: objectOf({ userName: textual, type: textual, userPermissions: {} }, []),
  labels: map(textual),
  'label-pair': { ...textual, pattern: `^([a-z0-9.-]{1,253}/)?${labelWord}=${labelWord}$` },
  selector: objectOf({ matchLabels: map(textual) }),
  quantities: map({
    oneOf: [
      { type: 'string', pattern: '^[0-9]{1,15}(\\.[0-9]{1,9})?([EPTGMKk]i?|m)?$' },
      { type: 'number', minimum: 0, maximum: 1e15 - 1 },
    ],
  }),
  'key-values': list(map(scalar)),
  subnets: list(objectOf({ name, subnet: textual, gateway: textual, excludeIps: textual }, ['name', 'subnet'])),
  vlan: objectOf(
    {
      vlanID: textual,
      providerInterfaceName: textual,
      logicalInterfaceName: textual,
      vlanNodeSelector: textual,
      nodeLabelList: list(textual),
    },
    ['vlanID', 'providerInterfaceName', 'logicalInterfaceName', 'vlanNodeSelector'],
  ),
  any: {},
};

/** What a field accepts, written as its canonical form: under its own name and without null. */
export function fieldSchema({ type, oneOf, range, dnsLabel }: FieldSpec): Schema {
  if (dnsLabel === true) return ref('schemas', 'DnsLabel');
  const base = ofType[type];
  const [minimum, maximum] = range ?? [];
  return { ...base, ...(oneOf === undefined ? {} : { enum: oneOf }), ...(range === undefined ? {} : { minimum, maximum }) };
}

/** The schemas that those of fields refer to. */
export const fieldSchemas: Readonly<Record<string, Schema>> = {
  Name: { type: 'string', pattern: namePattern.source, maxLength: nameLengthMax },
  DnsLabel: { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' },
  ClusterChoice: choice,
  ClusterPlace: place,
};

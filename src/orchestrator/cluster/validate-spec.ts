import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { badRequest, invalid, type Refusal } from './refusal.js';
import { metadataOf } from './stored.js';

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const DATA_CHARACTERS_MAX = 1_048_576;

/** The rules of the kinds whose contents we look at; other kinds are taken as they are. Null when all is well. */
export function validateSpec(object: JsonObject): Refusal | null {
  const at = `${String(object['kind'])} "${String(metadataOf(object)['name'])}" is invalid`;
  switch (object['kind']) {
    case 'ConfigMap':
      return validateData(at, 'data', object['data'], null);
    case 'Secret':
      return validateData(at, 'data', object['data'], base64) ?? validateData(at, 'stringData', object['stringData'], null);
    case 'Service':
      return validateService(at, object['spec']);
    case 'Deployment':
      return validateDeployment(at, object['spec']);
    case 'Job':
      return validateJob(at, object['spec']);
    default:
      return null;
  }
}

function validateData(at: string, field: string, value: Json | undefined, form: RegExp | null): Refusal | null {
  if (value === undefined || value === null) return null;
  const data = asObject(value);
  if (data === null) return badRequest(`${field} is an object`);
  let characters = 0;
  for (const [key, each] of Object.entries(data)) {
    if (typeof each !== 'string' || (form !== null && !form.test(each)))
      return badRequest(`${field}.${key} is ${form === null ? 'a string' : 'base64 text'}`);
    if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key)) return invalid(`${at}: ${field}[${key}]: Invalid value`);
    characters += each.length;
  }
  return characters > DATA_CHARACTERS_MAX ? invalid(`${at}: ${field}: Too long`) : null;
}

function validateService(at: string, value: Json | undefined): Refusal | null {
  const spec = asObject(value ?? {});
  if (spec === null) return badRequest('spec is an object');
  const ports = spec['ports'];
  const portless = spec['type'] === 'ExternalName' || spec['clusterIP'] === 'None';
  if (ports === undefined || ports === null) return portless ? null : invalid(`${at}: spec.ports: Required value`);
  if (!Array.isArray(ports)) return badRequest('spec.ports is an array');
  for (const each of ports as readonly Json[]) {
    const port = asObject(each)?.['port'];
    if (typeof port !== 'number') return badRequest('spec.ports[].port is a number');
    if (!Number.isInteger(port) || port < 1 || port > 65_535) return invalid(`${at}: spec.ports[].port: Invalid value`);
  }
  return null;
}

function validateDeployment(at: string, value: Json | undefined): Refusal | null {
  const spec = asObject(value ?? {});
  if (spec === null) return badRequest('spec is an object');
  const replicas = spec['replicas'] ?? 1;
  if (typeof replicas !== 'number') return badRequest('spec.replicas is a number');
  if (!Number.isInteger(replicas) || replicas < 0) return invalid(`${at}: spec.replicas: Invalid value`);
  const wanted = asObject(asObject(spec['selector'])?.['matchLabels']);
  if (wanted === null && asObject(spec['selector'])?.['matchExpressions'] === undefined)
    return invalid(`${at}: spec.selector: Required value`);
  const labels = asObject(metadataOf(asObject(spec['template']) ?? {})['labels']);
  const selected = Object.entries(wanted ?? {}).every(([key, each]) => labels?.[key] === each);
  if (!selected) return invalid(`${at}: spec.template.metadata.labels: Invalid value: \`selector\` does not match template \`labels\``);
  return validateTemplate(at, spec['template']);
}

function validateJob(at: string, value: Json | undefined): Refusal | null {
  const spec = asObject(value ?? {});
  return spec === null ? badRequest('spec is an object') : validateTemplate(at, spec['template']);
}

function validateTemplate(at: string, template: Json | undefined): Refusal | null {
  const containers = asObject(asObject(template)?.['spec'])?.['containers'];
  return Array.isArray(containers) && containers.length > 0 ? null : invalid(`${at}: spec.template.spec.containers: Required value`);
}

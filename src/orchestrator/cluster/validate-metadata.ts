import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { badRequest, invalid, type Refusal } from './refusal.js';
import type { ResourceType } from './resource-types.js';
import { metadataOf } from './stored.js';

const label1123 = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const label1035 = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomainPiece = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const qualifiedName = /^([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?$/;
const SUBDOMAIN_CHARACTERS_MAX = 253;
const ANNOTATION_CHARACTERS_MAX = 262_144;

/** Names, labels, annotations and finalizers, as Kubernetes judges them. Null when all is well. */
export function validateMetadata(type: ResourceType, object: JsonObject): Refusal | null {
  const metadata = metadataOf(object);
  const name = metadata['name'];
  if (typeof name !== 'string') return badRequest('metadata.name is a string');
  const at = `${type.kind} "${name}" is invalid`;
  if (name === '') return invalid(`${at}: metadata.name: Required value: name or generateName is required`);
  if (!nameIsValid(type.names, name)) return invalid(`${at}: metadata.name: Invalid value`);
  return (
    validateMap(at, 'labels', metadata['labels']) ??
    validateMap(at, 'annotations', metadata['annotations']) ??
    validateFinalizers(at, metadata['finalizers'])
  );
}

function nameIsValid(rule: ResourceType['names'], name: string): boolean {
  if (rule === 'label') return label1123.test(name);
  if (rule === 'label-1035') return label1035.test(name);
  if (rule === 'path') return name !== '.' && name !== '..' && !/[/%]/.test(name);
  return isSubdomain(name);
}

function isSubdomain(name: string): boolean {
  return name.length <= SUBDOMAIN_CHARACTERS_MAX && name.split('.').every((piece) => subdomainPiece.test(piece));
}

function validateMap(at: string, field: 'labels' | 'annotations', value: Json | undefined): Refusal | null {
  if (value === undefined || value === null) return null;
  const map = asObject(value);
  if (map === null) return badRequest(`metadata.${field} is an object`);
  for (const [key, each] of Object.entries(map)) {
    if (typeof each !== 'string') return badRequest(`metadata.${field}.${key} is a string`);
    if (!keyIsValid(key)) return invalid(`${at}: metadata.${field}: Invalid value: "${key}"`);
    const fits = field === 'labels' ? labelValue.test(each) : each.length <= ANNOTATION_CHARACTERS_MAX;
    if (!fits) return invalid(`${at}: metadata.${field}.${key}: Invalid value`);
  }
  return null;
}

function keyIsValid(key: string): boolean {
  const [first = '', second, ...more] = key.split('/');
  if (more.length > 0) return false;
  return second === undefined ? qualifiedName.test(first) : isSubdomain(first) && qualifiedName.test(second);
}

function validateFinalizers(at: string, value: Json | undefined): Refusal | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value) || value.some((each: Json) => typeof each !== 'string'))
    return badRequest('metadata.finalizers is an array of strings');
  return value.every((each: string) => keyIsValid(each)) ? null : invalid(`${at}: metadata.finalizers: Invalid value`);
}

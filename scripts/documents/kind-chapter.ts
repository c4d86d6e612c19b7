// What docs/api.md says of one kind.
import {
  exampleDocument,
  type FieldSpec,
  kindNamed,
  type KindSpec,
  operations,
  type RestOperation,
  rolesFor,
} from '../../spec/emco/index.js';
import { code, link, table, words } from './markdown.js';
import { ofOne } from './said-once.js';

export function kindChapter(kind: KindSpec): readonly string[] {
  const { name } = kind;
  const own = operations.filter((operation) => operation.kind === name);
  const fields = fieldTable(kind);
  return [`## ${name}`, place(kind), calls(own), ...(fields === null ? [] : [fields]), ...example(own)];
}

function place({ parent, collection, path, upload }: KindSpec): string {
  const within = parent === null ? 'At the root' : `Inside of a ${link(parent)}`;
  const sent = upload === null ? '' : ` The upload is a ${upload}.`;
  return `${within}: ${code(shortPath(collection, parent))}, ${code(shortPath(path, parent))}.${sent}`;
}

/** A path with that of its parent left out. */
export function shortPath(path: string, parent: string | null): string {
  const above = parent === null ? '' : kindNamed(parent).path;
  return above !== '' && path.startsWith(above) ? `…${path.slice(above.length)}` : path;
}

function calls(own: readonly RestOperation[]): string {
  const groups = new Map<string, string[]>();
  for (const operation of own) {
    const roles = rolesFor(operation).join(', ');
    groups.set(roles, [...(groups.get(roles) ?? []), code(operation.verb ?? operation.does)]);
  }
  const lines = [...groups].map(([roles, names]) => `- ${names.join(', ')}: ${roles}`);
  return [...lines, ...own.flatMap(beyond)].join('\n');
}

function beyond(operation: RestOperation): readonly string[] {
  const refused = ofOne(operation);
  return refused.length === 0 ? [] : [`- ${code(operation.verb ?? operation.does)} may also come to ${words(refused)}`];
}

function fieldTable({ spec, wholeSpec }: KindSpec): string | null {
  const rows =
    wholeSpec === null ? Object.entries(spec).map(([field, each]) => fieldRow(`spec.${field}`, each)) : [fieldRow('spec', wholeSpec)];
  return rows.length === 0 ? null : table(['field', 'type', 'required', 'rule'], rows);
}

function fieldRow(field: string, { type, required, oneOf, range, dnsLabel }: FieldSpec): readonly string[] {
  const rules = [
    ...(oneOf === undefined ? [] : [`one of ${oneOf.join(', ')}`]),
    ...(range === undefined ? [] : [`${range[0]} to ${range[1]}`]),
    ...(dnsLabel === true ? ['a DNS label'] : []),
  ];
  return [code(field), type, required ? 'yes' : '', rules.join('; ')];
}

function example(own: readonly RestOperation[]): readonly string[] {
  const made = own.find(({ does }) => does === 'create');
  return made === undefined ? [] : [['```json', JSON.stringify(exampleDocument(made)), '```'].join('\n')];
}

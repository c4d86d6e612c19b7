// A package is parsed once, with its `{{ … }}` replaced by marks; to render it is then to fill the marks in. Parsing YAML is a hundred times slower than
// filling, and the same upload is rendered again and again.
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { type Read, readYaml } from './read-yaml.js';

/** One manifest file: its documents, with marks, and the expressions that the marks stand for; or why it cannot be used. */
export type Template =
  | { readonly file: string; readonly documents: readonly Json[]; readonly expressions: readonly string[] }
  | { readonly file: string; readonly reason: string };

export interface Package {
  readonly templates: readonly Template[];
  /** From `values.yaml`; for a profile from `override_values.yaml`, where it has one. */
  readonly values: JsonObject;
  /** Why the values cannot be used. */
  readonly broken: { readonly file: string; readonly reason: string } | null;
}

/** Stands before the number of an expression and after it. */
export const markOpen = '\ue000';
export const markClose = '\ue001';
/** Stands before an unquoted text with marks. */
export const markPlain = '\ue002';

const reserved = /[\ue000-\ue002]/;
const expression = /\{\{-?\s*(.*?)\s*-?\}\}/g;
const empty: Package = { templates: [], values: {}, broken: null };

// Memories of pure functions, by the immutable upload and by the text of a file: no state and no result depends on whether they are warm. The second one is
// for managers that share a process, and for uploads that come back from a log or a snapshot as other objects with the same texts.
const textsMax = 1_000;
const templateTexts = new Map<string, Text>();
const valueTexts = new Map<string, Read>();
const compiled = new WeakMap<object, Package>();

/** What an upload `{ files: { name: text } }` holds. Anything else holds nothing. */
export function compilePackage(payload: Json): Package {
  const upload = asObject(payload);
  if (upload === null) return empty;
  const known = compiled.get(upload);
  if (known !== undefined) return known;
  const made = compile(asObject(upload['files']) ?? {});
  compiled.set(upload, made);
  return made;
}

function compile(files: JsonObject): Package {
  const names = Object.keys(files).sort();
  const templates = names
    .filter((name) => /(^|\/)(templates|manifests)\/.*\.ya?ml$/.test(name))
    .map((name) => templateOf(name, files[name]));
  const file = outermost(names, 'override_values.yaml') ?? outermost(names, 'values.yaml');
  if (file === null) return { ...empty, templates };
  const text = files[file];
  const read =
    typeof text === 'string' ? recall(valueTexts, text, (values) => readYaml(values, reserved, '')) : ({ reason: 'NOT_TEXT' } as const);
  if ('reason' in read) return { templates, values: {}, broken: { file, reason: read.reason } };
  const values = read.documents.length === 0 || read.documents[0] === null ? {} : asObject(read.documents[0]);
  return { templates, values: values ?? {}, broken: values === null ? { file, reason: 'VALUES_MALFORMED' } : null };
}

/** What a manifest file says, whatever it is called. */
type Text = { readonly documents: readonly Json[]; readonly expressions: readonly string[] } | { readonly reason: string };

function templateOf(file: string, text: Json | undefined): Template {
  return typeof text === 'string' ? { file, ...recall(templateTexts, text, readTemplate) } : { file, reason: 'NOT_TEXT' };
}

function readTemplate(text: string): Text {
  if (reserved.test(text)) return { reason: 'CHARACTER_RESERVED' };
  const expressions: string[] = [];
  const marked = text.replace(expression, (_all, found: string) => markOpen + String(expressions.push(found) - 1) + markClose);
  const read = readYaml(marked, reserved, markPlain);
  return 'reason' in read ? read : { documents: read.documents, expressions };
}

function recall<T>(memory: Map<string, T>, text: string, read: (text: string) => T): T {
  const known = memory.get(text);
  if (known !== undefined) return known;
  if (memory.size >= textsMax) memory.clear();
  const made = read(text);
  memory.set(text, made);
  return made;
}

/** The file of this name that has the fewest folders above it. */
function outermost(names: readonly string[], name: string): string | null {
  const found = names.filter((each) => each === name || each.endsWith(`/${name}`));
  const depth = (path: string): number => path.split('/').length;
  return found.reduce<string | null>((best, each) => (best === null || depth(each) < depth(best) ? each : best), null);
}

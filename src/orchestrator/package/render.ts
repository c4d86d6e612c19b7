import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { compilePackage, markClose, markOpen, markPlain, type Package, type Template } from './compile.js';
import { plainScalar } from './scalar.js';
import { overlay, withPath } from './values.js';

export interface RenderOptions {
  /** Upload of the app. */
  readonly app: Json;
  /** Upload of its profile; null where there is none. */
  readonly profile: Json;
  /** By dotted path, what wins over both. */
  readonly overrides: JsonObject;
  readonly releaseName: string;
  readonly namespace: string;
}

/** The objects, in order of file and place, or the first file that fails and a stable word for why. */
export type Rendered = { readonly objects: readonly JsonObject[] } | { readonly file: string; readonly reason: string };

/** An app's manifests with its values filled in: `values.yaml` < the profile's values < the overrides. */
export function renderApp(options: RenderOptions): Rendered {
  const app = compilePackage(options.app);
  const profile = compilePackage(options.profile);
  const broken = app.broken ?? profile.broken;
  if (broken !== null) return broken;
  const scope: Scope = {
    values: valuesOf(app, profile, options.overrides),
    releaseName: options.releaseName,
    namespace: options.namespace,
  };
  const objects: JsonObject[] = [];
  for (const template of app.templates) {
    const reason = renderTemplate(template, scope, objects);
    if (reason !== null) return { file: template.file, reason };
  }
  return objects.length === 0 ? { file: '', reason: 'NO_MANIFESTS' } : { objects };
}

interface Scope {
  readonly values: JsonObject;
  readonly releaseName: string;
  readonly namespace: string;
}

function valuesOf(app: Package, profile: Package, overrides: JsonObject): JsonObject {
  let values = overlay(app.values, profile.values);
  for (const path of Object.keys(overrides)) values = withPath(values, path.split('.'), overrides[path] ?? null);
  return values;
}

function renderTemplate(template: Template, scope: Scope, into: JsonObject[]): string | null {
  if ('reason' in template) return template.reason;
  const texts: string[] = [];
  for (const expression of template.expressions) {
    const text = evaluate(expression, scope);
    if ('reason' in text) return text.reason;
    texts.push(text.text);
  }
  for (const document of template.documents) {
    if (document === null) continue;
    const object = asObject(template.expressions.length === 0 ? document : fill(document, texts));
    if (object === null) return 'OBJECT_MALFORMED';
    into.push(object);
  }
  return null;
}

function fill(value: Json, texts: readonly string[]): Json {
  if (typeof value === 'string') return fillText(value, texts);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => fill(item, texts));
  const object = value as JsonObject;
  return Object.fromEntries(Object.keys(object).map((key) => [String(fillText(key, texts)), fill(object[key] ?? null, texts)]));
}

function fillText(text: string, texts: readonly string[]): Json {
  if (!text.includes(markOpen)) return text;
  const isPlain = text.startsWith(markPlain);
  const pieces = text.slice(isPlain ? markPlain.length : 0).split(markOpen);
  const filled = pieces.map((piece, index) => (index === 0 ? piece : fillPiece(piece, texts))).join('');
  return isPlain ? plainScalar(filled) : filled;
}

function fillPiece(piece: string, texts: readonly string[]): string {
  const end = piece.indexOf(markClose);
  return (texts[Number(piece.slice(0, end))] ?? '') + piece.slice(end + 1);
}

/** What one expression comes to. Known are `.Values.a.b`, `.Release.Name` and `.Release.Namespace`, each also with `| quote`. */
function evaluate(expression: string, scope: Scope): { readonly text: string } | { readonly reason: string } {
  const found = /^\.([A-Za-z0-9_.-]+?)(\s*\|\s*quote)?$/.exec(expression);
  const path = found?.[1];
  if (path === undefined) return { reason: 'EXPRESSION_UNSUPPORTED' };
  const value = lookUp(path.split('.'), scope);
  if (value === undefined || value === null) return { reason: 'VALUE_MISSING' };
  if (typeof value === 'object') return { reason: 'VALUE_NOT_SCALAR' };
  return { text: found?.[2] === undefined ? String(value) : `"${String(value)}"` };
}

function lookUp(path: readonly string[], scope: Scope): Json | undefined {
  if (path[0] === 'Release' && path.length === 2)
    return path[1] === 'Name' ? scope.releaseName : path[1] === 'Namespace' ? scope.namespace : undefined;
  if (path[0] !== 'Values') return undefined;
  let value: Json | undefined = scope.values;
  for (const segment of path.slice(1)) {
    const object = asObject(value);
    value = object !== null && Object.hasOwn(object, segment) ? object[segment] : undefined;
  }
  return value;
}

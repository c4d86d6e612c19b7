import { parseSync } from 'oxc-parser';

/** A syntax node, read by name only: the rules need few kinds. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** One module specifier as written, and where. `undefined` is an import whose specifier is not a literal. */
export interface Imported {
  readonly specifier: string | undefined;
  readonly offset: number;
}

export interface Syntax {
  readonly path: string;
  readonly text: string;
  readonly program: Node;
  readonly imported: readonly Imported[];
  readonly errors: readonly string[];
}

/** One complaint, shown as `file:line rule: message`. */
export interface Complaint {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value;
}

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Parses TypeScript. A file with syntax errors still gives what could be read, and the errors. */
export function syntaxOf(path: string, text: string): Syntax {
  const parsed = parseSync(path, text);
  const program: unknown = parsed.program;
  if (!isNode(program)) throw new Error(`${path}: the parser gave no program`);
  const exported = parsed.module.staticExports.flatMap((one) => one.entries.flatMap((entry) => entry.moduleRequest ?? []));
  const requests = [...parsed.module.staticImports.map((one) => one.moduleRequest), ...exported];
  const imported: Imported[] = requests.map((request) => ({ specifier: request.value, offset: request.start }));
  for (const { moduleRequest } of parsed.module.dynamicImports) {
    const literal = /^(['"])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    imported.push({ specifier: literal?.[2], offset: moduleRequest.start });
  }
  return { path, text, program, imported, errors: parsed.errors.map((error) => error.message) };
}

/** Calls `see` for every node with its parent and the field that holds it; where `see` returns false, what is below is not visited. */
export function walk(node: Node, see: (node: Node, parent: Node | undefined, field: string) => boolean, parent?: Node, field = ''): void {
  if (!see(node, parent, field)) return;
  for (const [name, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, see, node, name);
  }
}

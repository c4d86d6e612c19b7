import { type Boundaries, folderOf, isTest } from './boundaries.js';
import { type Complaint, isNode, lineAt, type Node, type Syntax, walk } from './syntax.js';

const globals = new Set(
  `Date Intl performance process crypto fetch WebSocket EventSource XMLHttpRequest navigator console require globalThis global eval WeakRef FinalizationRegistry
  setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask`.split(/\s+/),
);
const members = new Set([
  'localeCompare',
  'toLocaleString',
  'toLocaleDateString',
  'toLocaleTimeString',
  'toLocaleLowerCase',
  'toLocaleUpperCase',
]);
/** Declarations whose `id` binds a name. Parameters are gathered from `params`. */
const binders = new Set(['VariableDeclarator', 'FunctionDeclaration', 'FunctionExpression', 'ClassDeclaration', 'ClassExpression']);

function namesIn(pattern: unknown, names: Set<string>): void {
  if (!isNode(pattern)) return;
  if (pattern.type === 'Identifier') names.add(String(pattern['name']));
  else if (pattern.type === 'Property') namesIn(pattern['value'], names);
  else for (const part of [pattern['left'], pattern['argument'], pattern['properties'], pattern['elements']].flat()) namesIn(part, names);
}

/** Names that the file itself binds anywhere: a parameter called `process` is not the process. */
function boundIn(program: Node): Set<string> {
  const names = new Set<string>();
  walk(program, (node) => {
    if (binders.has(node.type)) namesIn(node['id'], names);
    if (node.type.startsWith('Import')) namesIn(node['local'], names);
    if (node.type === 'CatchClause') namesIn(node['param'], names);
    if (Array.isArray(node['params'])) for (const param of node['params']) namesIn(param, names);
    return true;
  });
  return names;
}

function isType(node: Node): boolean {
  return /^TS(Type|Interface|Function|.*Type$|.*Keyword$)/.test(node.type);
}

/** An identifier that only names a property or a key does not reach the global of that name. */
function isMereName(parent: Node | undefined, field: string): boolean {
  return (field === 'property' || field === 'key') && parent?.['computed'] !== true;
}

function reached(node: Node, parent: Node | undefined, field: string): string | undefined {
  if (node.type === 'ImportExpression' && isNode(node['source']) && node['source'].type !== 'Literal') return 'import() of a computed name';
  if (node.type === 'MetaProperty' && isNode(node['meta']) && node['meta']['name'] === 'import') return 'import.meta';
  if (node.type !== 'Identifier') return undefined;
  const name = String(node['name']);
  if (!isMereName(parent, field)) return globals.has(name) ? name : undefined;
  if (field !== 'property') return undefined;
  const object = parent?.['object'];
  if (name === 'random' && isNode(object) && object['name'] === 'Math') return 'Math.random';
  return members.has(name) ? name : undefined;
}

/** Outside ambient folders nothing reaches clocks, timers, randomness, the process, the network or the locale by itself. */
export function ambientRule(boundaries: Boundaries, syntax: Syntax): Complaint[] {
  const folder = folderOf(boundaries, syntax.path);
  if (folder === undefined || boundaries.folders[folder]?.ambient === true || isTest(boundaries, syntax.path)) return [];
  const bound = boundIn(syntax.program);
  const complaints: Complaint[] = [];
  walk(syntax.program, (node, parent, field) => {
    if (isType(node)) return false;
    const what = reached(node, parent, field);
    if (what === undefined || bound.has(what)) return true;
    const message = `${what} is ambient, and ${folder} is not: take it from the world`;
    complaints.push({ path: syntax.path, line: lineAt(syntax.text, node.start), rule: 'ambient', message });
    return true;
  });
  return complaints;
}

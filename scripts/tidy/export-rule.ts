import { type Complaint, isNode, lineAt, type Node, type Syntax } from './syntax.js';

function faultOf(node: Node, isDoor: boolean): string | undefined {
  if (node.type === 'ExportDefaultDeclaration') return 'no default exports: a thing has one name';
  if (node.type === 'ExportAllDeclaration') return 'no `export *`: a door lists what it opens';
  if (isDoor && !(node.type === 'ExportNamedDeclaration' && isNode(node['source'])))
    return 'an index.ts holds only `export { … } from` lines';
  return undefined;
}

/** Named exports only, and doors that are lists. */
export function exportRule(syntax: Syntax): Complaint[] {
  const { path, text, program } = syntax;
  const isDoor = path.endsWith('/index.ts');
  const body = Array.isArray(program['body']) ? program['body'].filter(isNode) : [];
  return body.flatMap((node) => {
    const message = faultOf(node, isDoor);
    return message === undefined ? [] : [{ path, line: lineAt(text, node.start), rule: 'export', message }];
  });
}

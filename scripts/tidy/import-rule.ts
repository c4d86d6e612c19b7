import { posix } from 'node:path';
import { type Boundaries, folderOf, isTest, roomOf } from './boundaries.js';
import { type Complaint, lineAt, type Syntax } from './syntax.js';

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function packageFault(boundaries: Boundaries, folder: string, specifier: string): string | undefined {
  const boundary = boundaries.folders[folder];
  if (boundary === undefined || boundary.packages.includes('*')) return undefined;
  if (specifier.startsWith('node:')) {
    if (boundary.ambient || boundary.packages.includes(specifier)) return undefined;
    return `${folder} is not ambient and may not import ${specifier}`;
  }
  return boundary.packages.includes(packageOf(specifier)) ? undefined : `${folder} may not import the package ${packageOf(specifier)}`;
}

function isDoor(boundaries: Boundaries, target: string): boolean {
  return Object.entries(boundaries.folders).some(([folder, { doors = [] }]) =>
    [boundaries.door, ...doors].some((door) => `${folder}/${door}` === target),
  );
}

function arrowFault(boundaries: Boundaries, from: string, folder: string, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
  const other = folderOf(boundaries, target);
  if (other === undefined) return `${target} is in no folder of boundaries.json`;
  const arrows = boundaries.folders[folder]?.imports ?? [];
  if (other !== folder && !arrows.includes(other) && !arrows.includes('*')) return `${folder} may not import ${other}`;
  if (roomOf(boundaries, target) === roomOf(boundaries, from) || isDoor(boundaries, target)) return undefined;
  return `${target} is not a door of ${other}: import its ${boundaries.door}`;
}

/** Every import follows an arrow of boundaries.json, goes through a door, and names a listed package. */
export function importRule(boundaries: Boundaries, syntax: Syntax): Complaint[] {
  const folder = folderOf(boundaries, syntax.path);
  if (folder === undefined || isTest(boundaries, syntax.path)) return [];
  return syntax.imported.flatMap(({ specifier, offset }) => {
    if (specifier === undefined) return [];
    const message = specifier.startsWith('.')
      ? arrowFault(boundaries, syntax.path, folder, specifier)
      : packageFault(boundaries, folder, specifier);
    return message === undefined ? [] : [{ path: syntax.path, line: lineAt(syntax.text, offset), rule: 'boundary', message }];
  });
}

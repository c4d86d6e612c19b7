import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Boundaries } from './boundaries.js';

const skipped = new Set(['node_modules', 'dist', '.git', '.build', 'allure-results', 'topple-report', '__pycache__']);
const read = /(\.(ts|js|mjs|cjs|json|ya?ml|py|sh|html|md)|^\.ci\/run|^Dockerfile)$/;

function pathsUnder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? pathsUnder(root, path) : [path];
    });
}

/** The project's own text files, in order of path. Built, installed and generated files are left out. */
export function readTree(root: string): Map<string, string> {
  const paths = pathsUnder(root, '').filter((path) => read.test(path) && path !== 'package-lock.json');
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

export function readBoundaries(root: string): Boundaries {
  return JSON.parse(readFileSync(join(root, 'boundaries.json'), 'utf8')) as Boundaries;
}

// The house rules that a machine can see, as one function over a set of files. Each rule is a file in scripts/tidy/.
import { ambientRule } from './tidy/ambient-rule.js';
import type { Boundaries } from './tidy/boundaries.js';
import { defectRule } from './tidy/defect-rule.js';
import { exportRule } from './tidy/export-rule.js';
import { importRule } from './tidy/import-rule.js';
import { nameRule } from './tidy/name-rule.js';
import { sizeRule } from './tidy/size-rule.js';
import { type Complaint, syntaxOf } from './tidy/syntax.js';

function tidyFile(boundaries: Boundaries, path: string, text: string): Complaint[] {
  const syntax = syntaxOf(path, text);
  const broken = syntax.errors.map((message) => ({ path, line: 1, rule: 'syntax', message }));
  return [
    ...broken,
    ...nameRule(boundaries, path),
    ...importRule(boundaries, syntax),
    ...ambientRule(boundaries, syntax),
    ...sizeRule(boundaries, syntax),
    ...exportRule(syntax),
  ];
}

/**
 * Every breach of a house rule in `files` (path from the root, with `/`, to text), in order of path and line.
 *
 * TypeScript files get all rules, others only the defect rule.
 */
export function tidy(boundaries: Boundaries, files: ReadonlyMap<string, string>): Complaint[] {
  const complaints = defectRule(boundaries, files);
  for (const [path, text] of files) if (path.endsWith('.ts')) complaints.push(...tidyFile(boundaries, path, text));
  return complaints.sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}

export function shown({ path, line, rule, message }: Complaint): string {
  return `${path}:${line} ${rule}: ${message}`;
}

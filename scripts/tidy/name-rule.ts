import { type Boundaries, folderOf } from './boundaries.js';
import type { Complaint } from './syntax.js';

const vague = /^(utils?|helpers?|common|misc|types?)$/;

/** Every source file lies in a folder with a purpose and is named after what it holds. */
export function nameRule(boundaries: Boundaries, path: string): Complaint[] {
  const complaints: Complaint[] = [];
  if (folderOf(boundaries, path) === undefined) {
    complaints.push({ path, line: 1, rule: 'boundary', message: 'is in no folder of boundaries.json' });
  }
  const parts = path.replace(/(\.test)?\.ts$/, '').split('/');
  const bad = parts.find((part) => vague.test(part));
  if (bad !== undefined) complaints.push({ path, line: 1, rule: 'name', message: `"${bad}" names no idea: name the one thing it holds` });
  const last = parts.at(-1) ?? '';
  if (!/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(last)) complaints.push({ path, line: 1, rule: 'name', message: 'file names are kebab-case' });
  return complaints;
}

import { type Boundaries, isTest } from './boundaries.js';
import { type Complaint, lineAt } from './syntax.js';

const defectFile = /^src\/orchestrator\/defects\/([^/]+)\.ts$/;

function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Names of the defects: the files of their folder, without its door and its tests. */
function defectsIn(paths: readonly string[]): string[] {
  return paths.flatMap((path) => defectFile.exec(path)?.[1] ?? []).filter((name) => name !== 'index' && !name.includes('.'));
}

/** Tests, prose, recorded plans and recorded measurements may speak of a defect; what is built or judged may not. */
function maySpeak(boundaries: Boundaries, path: string): boolean {
  const folders = ['corpus/', 'docs/', 'bench/score/results/'];
  return isTest(boundaries, path) || path.endsWith('.md') || folders.some((folder) => path.startsWith(folder));
}

/** No file but its own names a defect, so nothing can be tuned to it. */
export function defectRule(boundaries: Boundaries, files: ReadonlyMap<string, string>): Complaint[] {
  const names = defectsIn([...files.keys()]);
  const complaints: Complaint[] = [];
  for (const [path, text] of files) {
    if (maySpeak(boundaries, path)) continue;
    const own = defectFile.exec(path)?.[1];
    for (const name of names) {
      if (name === own) continue;
      const found = new RegExp(`(?<![\\w-])(${name}|${camelCase(name)})(?![\\w-])`).exec(text);
      if (found !== null) {
        complaints.push({
          path,
          line: lineAt(text, found.index),
          rule: 'defect',
          message: `names the defect ${name}: only its own file, tests and prose may`,
        });
      }
    }
  }
  return complaints;
}

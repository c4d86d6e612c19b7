import { type Boundaries, isTest } from './boundaries.js';
import { type Complaint, lineAt, type Syntax, walk } from './syntax.js';

/** Raising one of these needs a sentence in the commit. */
export const fileLinesMax = 300;
export const testFileLinesMax = 500;
export const functionLinesMax = 60;

function lineCount(text: string): number {
  return lineAt(text, text.length - 1);
}

/** Files and functions stay small. Functions in tests are not measured: a `describe` is a chapter. */
export function sizeRule(boundaries: Boundaries, syntax: Syntax): Complaint[] {
  const { path, text } = syntax;
  const tests = isTest(boundaries, path);
  const linesMax = tests ? testFileLinesMax : fileLinesMax;
  const complaints: Complaint[] = [];
  const lines = lineCount(text);
  if (lines > linesMax) complaints.push({ path, line: linesMax + 1, rule: 'size', message: `${lines} lines, at most ${linesMax}` });
  if (tests) return complaints;
  walk(syntax.program, (node) => {
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return true;
    const first = lineAt(text, node.start);
    const length = lineAt(text, node.end) - first + 1;
    if (length > functionLinesMax) {
      complaints.push({ path, line: first, rule: 'size', message: `a function of ${length} lines, at most ${functionLinesMax}` });
    }
    return true;
  });
  return complaints;
}

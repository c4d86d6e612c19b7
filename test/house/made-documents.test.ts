// Goal: the documents that are made from data are those that are committed, and the one that a gateway serves.
// Method: each is made anew and compared; the gateway is asked.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { everyDocument } from '../../scripts/documents/every-document.js';
import { rootAbove } from '../../scripts/tidy/root-above.js';
import { openapi } from '../../spec/emco/index.js';
import { answer, ToyDesk } from '../../src/orchestrator/gateway/toy-desk.js';
import type { Ask } from '../../src/orchestrator/wire/message.js';
import { answerChecker } from './answer-checker.js';

const root = rootAbove(import.meta.url);
const made = everyDocument();

/** The first line in which two texts differ; null: none. */
function firstDifference(one: string, other: string): string | null {
  const [ours, theirs] = [one.split('\n'), other.split('\n')];
  const at = ours.findIndex((line, index) => line !== theirs[index]);
  return at < 0 && ours.length === theirs.length ? null : `line ${at + 1}: ${ours[at] ?? ''} (committed: ${theirs[at] ?? ''})`;
}

describe('documents that are made from data', () => {
  for (const [path, text] of made)
    it(`are as the data says, else \`npm run docs\` makes them anew: ${path}`, () => {
      expect(firstDifference(text, readFileSync(join(root, path), 'utf8'))).to.equal(null);
    });

  it('are served by every gateway: /openapi.json', () => {
    const desk = new ToyDesk(() => null);
    const heard = desk.call({ path: '/openapi.json' });
    expect([heard.status, heard.headers['content-type'], desk.sent.length]).to.deep.equal([200, 'application/json', 0]);
    expect(heard.json).to.deep.equal(JSON.parse(made.get('docs/api/openapi.json') ?? ''));
    expect(desk.call({ path: '/openapi.json', method: 'DELETE' }).status).to.equal(405);
  });

  it('tell every service path as a gateway answers it, whether managers answer or not', () => {
    const faultOf = answerChecker(openapi());
    const paths = Object.keys(openapi()['paths'] as object).filter((path) => !path.startsWith('/v2'));
    expect(paths).to.have.length.above(1);
    for (const say of [() => null, (asked: Ask) => answer(asked, 200, { records: [], next: 1, oldest: 1, last: 0 })])
      for (const path of paths)
        for (const method of ['GET', 'HEAD']) {
          const heard = new ToyDesk(say).call({ path, method });
          expect(faultOf({ method, path, ...heard }), path).to.equal('');
        }
  });

  it('have diagrams of lines that Mermaid reads, and tables whose rows are all of one width', () => {
    for (const [path, text] of made) {
      if (!path.endsWith('.md')) continue;
      const diagrams = [...text.matchAll(/```mermaid\nstateDiagram-v2\n(.*?)\n```/gs)].flatMap(([, lines = '']) => lines.split('\n'));
      for (const line of diagrams) expect(line, path).to.match(/^ {2}(\w+|\[\*\]) --> (\w+|\[\*\]): [\w, -]+$/);
      for (const table of text.split('\n\n').filter((part) => part.startsWith('| '))) {
        const widths = new Set(
          table
            .trim()
            .split('\n')
            .map((row) => row.split(/(?<!\\)\|/).length),
        );
        expect(widths.size, `${path}: ${table.slice(0, 60)}`).to.equal(1);
      }
    }
  });
});

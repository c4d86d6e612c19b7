import { openapi } from '../../spec/emco/index.js';
import { correctRules } from '../../src/orchestrator/index.js';
import { apiPage } from './api-page.js';
import { lifeCyclesPage } from './life-cycles-page.js';
import { runbookPage } from './runbook-page.js';

/** The documents that are made from data: path from the root, and the whole text. */
export function everyDocument(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/api/openapi.json', `${JSON.stringify(openapi(), null, 1)}\n`],
    ['docs/api.md', apiPage()],
    ['docs/life-cycles.md', lifeCyclesPage(correctRules.state)],
    ['docs/runbook.md', runbookPage()],
  ]);
}

// Goal: users find in the documents everything in which the embedded server differs from the original.
// Method: the table is made anew from the data that the conformance suite takes its expectations from, and looked for in docs/toxiproxy.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { rootAbove } from '../../../scripts/tidy/root-above.js';
import { deviations } from './deviations.js';
import { deviationsTable } from './deviations-table.js';

describe('the table of deviations', () => {
  const page = readFileSync(join(rootAbove(import.meta.url), 'docs', 'toxiproxy.md'), 'utf8');

  it('stands in docs/toxiproxy.md as the data says', () => {
    expect(page, `it must hold:\n${deviationsTable()}\n`).to.satisfy((text: string) => text.includes(`\n${deviationsTable()}\n`));
  });

  it('has a sentence in each cell', () => {
    for (const [name, { original, embedded, why }] of Object.entries(deviations)) {
      for (const cell of [original, embedded, why]) expect(cell, name).to.match(/^.{10,}[.…]$/s);
    }
  });
});

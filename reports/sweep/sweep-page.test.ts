// Goal: the page of a sweep says its sentence first, then each exact point that does not recover, then every point by fault and effect; texts of a system are
// only ever text.
// Method: hand-made reports made into pages; laws about their markup.
import { expect } from 'chai';
import type { SweepRow } from '../../src/contract/index.js';
import { sweepPage } from './sweep-page.js';
import { report, row, rows } from './toy-sweep.js';

function failing(text: string): Partial<SweepRow> {
  return {
    verdict: 'fails',
    effect: 'call',
    why: [text],
    invariants: [text],
    where: `late, it comes late: ${text}`,
    file: `corpus/${text}.json`,
  };
}

const tagsIn = (markup: string): readonly string[] => [...markup.matchAll(/<\/?([a-z!][a-z0-9]*)/gi)].map(([tag]) => tag);

describe('the page of a sweep', () => {
  it('says the sentence first, then the exact points that do not recover, then all of them by fault and effect, then the journeys', () => {
    const page = sweepPage(report({ rows: [...rows(30), ...rows(10, failing('a'))], points: 40, exit: 1 }));
    const order = [
      '30 of 40 single-fault points of 1 journey recover.',
      'Points run',
      '10 points of journey walk do not recover',
      'late, it comes late: a',
      'npx topple replay corpus/a.json',
      'Every fault at every effect',
      '10 of 10',
      'Journeys',
      'is clean',
    ];
    let from = 0;
    for (const words of order) {
      from = page.indexOf(words, from);
      expect(from, words).to.be.above(-1);
    }
    expect(page).to.include('<header class="violated">');
  });

  it('says what is not known, what a sample is of, and what this world cannot be aimed at', () => {
    const unknown = rows(2, { verdict: 'unknown', why: ['loss found nothing to break'] });
    const page = sweepPage(
      report({
        rows: unknown,
        points: 9,
        sample: 2,
        world: 'real',
        unaimed: [{ fault: 'late', points: 7 }],
        exit: 3,
        hollow: ['too many'],
      }),
    );
    for (const words of [
      'Points that proved nothing',
      '2 (2?)',
      '7 points that the simulator alone',
      'on real processes',
      '0 bit something',
      'too many',
    ])
      expect(page).to.include(words);
  });

  it('shows whatever a system answers as text', () => {
    const tags = (text: string) => tagsIn(sweepPage(report({ rows: rows(2, failing(text)), points: 2, exit: 1 })));
    expect(tags('<script>"\'&<b>')).to.deep.equal(tags('plain'));
  });

  it('stays short, however much does not recover', () => {
    const many = Array.from({ length: 3_000 }, (_, point) => ({ ...row, ...failing(`way ${point % 90} ${'x'.repeat(900)}`), point }));
    expect(sweepPage(report({ rows: many, points: 3_000, exit: 1 })).length).to.be.below(700_000);
  });
});

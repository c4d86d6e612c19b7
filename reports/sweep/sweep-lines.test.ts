// Goal: a sweep is told in one sentence, one table, and a list of what does not recover that is short enough to be read.
// Method: hand-made reports.
import { expect } from 'chai';
import type { SweepRow } from '../../src/contract/index.js';
import { inkOf } from '../terminal/ink.js';
import { forecastLine, journeyLine, sweepLines } from './sweep-lines.js';
import { sweepSentence } from './sweep-sentence.js';
import { sweepTable } from './sweep-table.js';
import { journey, report, rows } from './toy-sweep.js';

const failing: Partial<SweepRow> = { verdict: 'fails', why: ['a/b'], invariants: ['family/what'], effect: 'call', file: 'corpus/x.json' };

describe('what a sweep says', () => {
  it('is a sentence: of all points, of some, and of pairs', () => {
    expect(sweepSentence(report({ rows: rows(4_284), points: 4_284 }))).to.equal('4,284 of 4,284 single-fault points of 1 journey recover');
    expect(sweepSentence(report({ rows: rows(10), points: 4_284 }))).to.equal(
      '10 of the 10 single-fault points that were run recover, out of 4,284 of 1 journey',
    );
    expect(sweepSentence(report({ rows: rows(2), points: 2, pairs: rows(3), pairsAsked: 3 }))).to.match(/; so do 3 of 3 pairs$/);
  });

  it('is a table by effect and fault, whose figures add up', () => {
    const table = sweepTable(report({ rows: [...rows(1_200), ...rows(2, failing), ...rows(1, { verdict: 'unknown' })] }));
    expect(table).to.deep.equal([
      'effect  fault              points  recover  not  unknown',
      'call    loss   it is lost       2        0    2        0',
      'send    loss   it is lost   1,201    1,200    0        1',
      'all                         1,203    1,200    2        1',
    ]);
  });

  it('lists what fails in one way together, and ends with the command that shows it', () => {
    const lines = sweepLines(report({ rows: rows(9, failing), points: 9, exit: 1 }), ['out/report.json'], inkOf(false));
    expect(lines.filter((line) => line.startsWith('fails'))).to.deep.equal(['fails     a/b']);
    expect(lines.filter((line) => line.includes('journey walk: loss'))).to.have.length(4);
    expect(lines.join('\n')).to.include('and 5 more points, in report.json').and.to.include('✗ 0 of 9');
    expect(lines.at(-1)).to.equal('again     npx topple replay corpus/x.json');
  });

  it('says what is not known, and why it proves nothing', () => {
    const lines = sweepLines(
      report({ rows: rows(1, { verdict: 'unknown', why: ['no look'] }), hollow: ['too much is unknown'], exit: 3 }),
      [],
      inkOf(false),
    );
    expect(lines.join('\n'))
      .to.include('unknown   loss, it is lost: store 1: no look')
      .and.to.include('hollow    too much is unknown')
      .and.to.include('? 0 of');
  });

  it('says what a real world cannot be aimed at', () => {
    const lines = sweepLines(
      report({ rows: rows(2), points: 9, world: 'real', sample: 2, unaimed: [{ fault: 'late', points: 7 }] }),
      [],
      inkOf(false),
    );
    expect(lines.join('\n'))
      .to.include('unaimed   late: 7 points that the simulator alone can hit')
      .and.to.include('2 of the 2 single-fault points that were run recover in the real world, out of 9 of 1 journey');
  });

  it('tells journeys and the forecast beforehand', () => {
    expect(journeyLine(journey)).to.equal('journey   walk: 3 calls, 9 places, 4,284 points');
    expect(journeyLine({ ...journey, verdict: 'fails', why: ['a/b'] })).to.match(/; by itself it violates a\/b$/);
    const forecast = { points: 4_284, pairs: 0, journeys: 3, sampled: 24, millisPerPoint: 25, jobs: 2, millis: 107_100 };
    expect(forecastLine(forecast)).to.equal(
      'forecast  4,284 points of 3 journeys: about 1 min 47 s (25 ms a point on 2 threads, by a sample of 24)',
    );
  });
});

// Goal: numbers, durations and hostile texts come out as people read them.
// Method: tables of what goes in and what comes out.
import { expect } from 'chai';
import { callWords } from './call-words.js';
import { counted, grouped } from './count-words.js';
import { clipped, plainText } from './plain-text.js';
import { addSample, noSamples, percentile } from './samples.js';
import { durationWords } from './time-words.js';

describe('words', () => {
  it('give a duration three digits at most', () => {
    const table: readonly (readonly [number, string])[] = [
      [0, '0 µs'],
      [999, '999 µs'],
      [1_000, '1 ms'],
      [23_640, '23.6 ms'],
      [999_400, '999 ms'],
      [999_600, '1 s'],
      [1_254_000, '1.25 s'],
      [59_949_000, '59.9 s'],
      [60_000_000, '1 min 0 s'],
      [3_599_600_000, '1 h 0 min'],
    ];
    for (const [micros, words] of table) expect(durationWords(micros)).to.equal(words);
  });

  it('group thousands and count nouns', () => {
    expect([grouped(999), grouped(1_000), grouped(1_234_567)]).to.deep.equal(['999', '1,000', '1,234,567']);
    expect([counted(1, 'run'), counted(0, 'run'), counted(2, 'try', 'tries')]).to.deep.equal(['1 run', '0 runs', '2 tries']);
  });

  it('spell out what cannot be seen, and leave every other letter alone', () => {
    expect(plainText('a\u001b[2J\u202eb\ud800c\n')).to.equal('a\\u{1b}[2J\\u{202e}b\\u{d800}c\\u{a}');
    expect(plainText('ünïcødé 漢字 🦔')).to.equal('ünïcødé 漢字 🦔');
  });

  it('cut by characters, never through one', () => {
    expect(clipped('🦔🦔🦔🦔', 3)).to.equal('🦔🦔…');
    expect(clipped('abc', 3)).to.equal('abc');
    expect(clipped('🦔'.repeat(1_000_000), 5)).to.equal('🦔🦔🦔🦔…');
  });

  it('say of a call what its subject does not say already', () => {
    expect(callWords('lock.put', '/locks/a', { key: '/locks/a', name: 'a', value: 3 })).to.equal('lock.put /locks/a {"value":3}');
    expect(callWords('lock.put', '/locks/a', { key: '/locks/a' })).to.equal('lock.put /locks/a');
    expect(callWords('lock.list', null, null)).to.equal('lock.list');
  });
});

describe('samples', () => {
  it('give the nearest rank, and nothing when there are none', () => {
    const samples = noSamples();
    expect(percentile(samples, 50)).to.equal(null);
    for (let value = 1; value <= 100; value++) addSample(samples, value);
    expect([50, 90, 99, 100].map((percent) => percentile(samples, percent))).to.deep.equal([50, 90, 99, 100]);
  });

  it('stay bounded and close to the truth, and never lose the longest', () => {
    const samples = noSamples();
    for (let value = 1; value <= 1_000_001; value++) addSample(samples, value);
    expect(samples.kept.length).to.be.below(50_001);
    expect(percentile(samples, 90)).to.be.within(895_000, 905_000);
    expect(samples).to.include({ seen: 1_000_001, max: 1_000_001 });
  });
});

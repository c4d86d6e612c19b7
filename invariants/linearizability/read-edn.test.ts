// Goal: Jepsen's histories are read as they are meant, whatever form EDN gives them, and what is no EDN is refused in words.
// Method: tables of texts and what they mean; the same history as JSON lines, as maps and as a vector of tagged maps.
import { expect } from 'chai';
import type { Json } from '../../src/world/index.js';
import { readEdn } from './read-edn.js';
import { readHistory } from './read-history.js';

describe('EDN', () => {
  const meanings: readonly (readonly [text: string, meant: readonly Json[]])[] = [
    ['nil true false', [null, true, false]],
    ['1 -2 +3 4N 1.5 2.5M 1e3 1/4', [1, -2, 3, 4, 1.5, 2.5, 1_000, 0.25]],
    [':ok :a/b some-symbol \\c \\newline', ['ok', 'a/b', 'some-symbol', 'c', 'newline']],
    ['"a \\"text\\" of\\ntwo lines; no remark"', ['a "text" of\ntwo lines; no remark']],
    ['[1, 2] (3 4) #{5}', [[1, 2], [3, 4], [5]]],
    ['{:process 0, "a" [1], 2 nil}', [{ process: 0, a: [1], 2: null }]],
    ['#inst "2020-01-01" #jepsen.history.Op{:index 0}', ['2020-01-01', { index: 0 }]],
    ['1 ; a remark\n2 #_ hidden #_[3 4] 5', [1, 2, 5]],
    ['[#_ hidden] {#_ hidden}', [[], {}]],
    ['', []],
  ];
  for (const [text, meant] of meanings) it(`reads ${text}`, () => expect(readEdn(text)).to.deep.equal(meant));

  const wrong: readonly (readonly [text: string, message: string])[] = [
    ['[1 2', 'the text ends within a form'],
    ['{:a}', 'a map has a key without a value'],
    ['1\n]', 'line 2: ] closes nothing'],
    ['1\n2x', 'line 2: 2x is no number'],
    ['"open', 'line 1: this is no EDN'],
    ['['.repeat(200), 'more than 100 forms within each other'],
  ];
  for (const [text, message] of wrong) it(`refuses ${text.slice(0, 20)}`, () => expect(() => readEdn(text)).to.throw(RangeError, message));

  it('says the same as JSON lines do', () => {
    const lines = [
      '{"process":0,"type":"invoke","f":"cas","value":[1,2]}',
      '{"process":1,"type":"invoke","f":"read","value":null}',
      '{"process":0,"type":"info","f":"cas","value":[1,2]}',
      '{"process":1,"type":"ok","f":"read","value":2}',
    ];
    const maps = [
      '{:process 0, :type :invoke, :f :cas, :value [1 2]}',
      '{:process 1, :type :invoke, :f :read, :value nil}',
      '{:process 0, :type :info, :f :cas, :value [1 2], :error :timed-out}',
      '{:process 1, :type :ok, :f :read, :value 2}',
    ];
    const meant = readHistory(lines.join('\n'));
    expect(readHistory(maps.join('\n'))).to.deep.equal(meant);
    expect(readHistory(`; a remark\n\n${maps.join('\n')}`)).to.deep.equal(meant);
    expect(readHistory(`[${maps.map((map) => `#jepsen.history.Op${map}`).join('\n')}]`)).to.deep.equal(meant);
    expect(() => readHistory('{:process 0, :type :ok, :f :read}')).to.throw(RangeError, 'operation 1: process 0 has no open call');
  });

  it('is read by key where values are pairs, and a nemesis has none', () => {
    const maps = [
      '{:process :nemesis, :type :info, :f :kill, :value "n1"}',
      '{:process 0, :type :invoke, :f :write, :value [7 1]}',
      '{:process 0, :type :ok, :f :write, :value [7 1]}',
      '{:process 0, :type :invoke, :f :read, :value [8 nil]}',
      '{:process 0, :type :ok, :f :read, :value [8 2]}',
    ];
    const history = readHistory(maps.join('\n'), { independent: true });
    expect([...history].map(([key, calls]) => [key, calls.map(({ call }) => call.result)])).to.deep.equal([
      ['7', [1]],
      ['8', [2]],
    ]);
    expect(() => readHistory('{:process 0, :type :invoke, :f :write, :value 1}', { independent: true })).to.throw(
      RangeError,
      'operation 1: a value [key, value]',
    );
  });
});

// Goal: a saved case is read back as it was, and what is none is refused in words.
// Method: a round trip, and a table of wrong files.
import { expect } from 'chai';
import { type Case, caseId, decodeCase, encodeCase } from './case.js';

const found: Case = {
  schema: 1,
  id: 'x',
  scenario: 'pair',
  world: 'sim',
  defects: ['d'],
  invariant: 'family/what',
  signature: 'what/kind',
  hash: 42,
  stepsBefore: 9,
  reproduced: '3/3',
  plan: { schema: 1, scenario: 'pair', system: 'pair', seed: 's', knobs: { a: [1, null] }, steps: [] },
};

describe('a saved case', () => {
  it('is read back as it was written', () => {
    expect(decodeCase(encodeCase(found))).to.deep.equal(found);
    expect(encodeCase(found)).to.match(/\n$/);
  });

  it('has one id for one bug of a seed, and another for each other', () => {
    expect(caseId('pair', 'what/kind', 's')).to.equal(caseId('pair', 'what/kind', 's'));
    const all = ['pair', 'desk'].flatMap((scenario) =>
      ['a/b', 'c/d'].flatMap((signature) => ['1', '2'].map((seed) => caseId(scenario, signature, seed))),
    );
    expect(new Set(all).size).to.equal(8);
    for (const id of all) expect(id).to.match(/^[0-9a-z]{7}$/);
  });

  for (const [text, message] of [
    ['', 'not a topple plan'],
    ['nonsense', 'not a topple plan'],
    ['null', 'not a topple plan'],
    ['[]', 'not a topple plan'],
    ['{}', 'not a topple plan'],
    ['{"schema":2,"plan":{"steps":[]}}', 'this plan has schema 2; this version of topple reads schema 1'],
    ['{"schema":1}', '"plan.steps" is missing'],
    ['{"schema":1,"plan":{"steps":7}}', '"plan.steps" is missing'],
  ] as const)
    it(`is not ${text === '' ? 'nothing' : text}`, () => {
      expect(() => decodeCase(text)).to.throw(RangeError, message);
    });
});

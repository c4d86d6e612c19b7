// Goal: evidence that says only when is filled in with what was there.
// Method: short histories of looks, with evidence at different places.
import { expect } from 'chai';
import type { Event, Fact, Layer, Violation } from '../../src/contract/index.js';
import { lastLooks } from './last-looks.js';

function fact(layer: Layer, key: string, state: string, owner: string | null = null): Fact {
  return { layer, key, kind: 'k', uid: null, owner, refs: [], state, motion: 'rest', blockedOn: null, revision: null, body: null };
}

function look(seq: number, layer: Layer, ...facts: readonly Fact[]): Event {
  return { at: seq * 1_000, seq, is: 'facts', layer, complete: true, moment: 'rest', facts };
}

function violation(...events: readonly number[]): Violation {
  return { claim: 'c', signature: 's', subjects: ['/a'], events };
}

describe('the last looks', () => {
  const rest: Event = { at: 3_000, seq: 3, is: 'rest', reached: true, waited: 1, moment: 'rest', why: [] };
  const history: readonly Event[] = [
    look(0, 'work', fact('work', 'c1', 'Moving', '/a')),
    look(1, 'work', fact('work', 'c1', 'Done', '/a'), fact('work', 'c2', 'Done', '/b')),
    look(2, 'intent'),
    rest,
    look(4, 'work'),
  ];

  it('tell what each layer showed of the subjects, up to the moment of the violation', () => {
    expect(lastLooks(violation(3), history)).to.deep.equal([
      { at: 2_000, words: 'intent showed nothing of it' },
      { at: 1_000, words: 'work showed c1 Done of /a' },
    ]);
  });

  it('leave out a layer of which the evidence holds a look', () => {
    expect(lastLooks(violation(1, 3), history).map(({ words }) => words)).to.deep.equal(['intent showed nothing of it']);
  });

  it('take the whole history where no single event is evidence', () => {
    expect(lastLooks(violation(), history).map(({ words }) => words)).to.include('work showed nothing of it');
  });

  it('are bounded', () => {
    const many = Array.from({ length: 100 }, (_, index) => fact('actual', `o${index}`, 'present', '/a'));
    expect(lastLooks(violation(3), [look(0, 'actual', ...many), rest])[0]?.words).to.match(
      /^actual showed (o\d present of \/a, ){4}and 96 more$/,
    );
  });
});

// Goal: the journal keeps the latest records, tells them in pages, and says how many it has forgotten.
// Method: more records than it keeps, read from every side.
import { expect } from 'chai';
import { Journal } from './journal.js';
import type { JournalPage } from './journal.js';
import { limits } from './limits.js';

function filled(count: number): Journal {
  const journal = new Journal();
  for (let index = 1; index <= count; index += 1) journal.add({ proxy: 'p', connection: 1, toxic: 't', did: 'delayed', bytes: index });
  return journal;
}

function shape({ records, next, lost }: JournalPage): readonly (number | undefined)[] {
  return [records.length, records[0]?.seq, records.at(-1)?.seq, next, lost];
}

describe('Journal', () => {
  it('has nothing at first, and nothing after its last', () => {
    expect(new Journal().after(0)).to.deep.equal({ records: [], next: 0, lost: 0 });
    expect(filled(3).after(3)).to.deep.equal({ records: [], next: 3, lost: 0 });
    expect(filled(3).after(99)).to.deep.equal({ records: [], next: 3, lost: 0 });
  });

  it('tells what came after a number, in order', () => {
    expect(shape(filled(3).after(1))).to.deep.equal([2, 2, 3, 3, 0]);
    expect(filled(3).after(2).records[0]).to.include({ seq: 3, proxy: 'p', connection: 1, toxic: 't', did: 'delayed', bytes: 3 });
  });

  it('tells pages that add up', () => {
    const journal = filled(limits.journalPageMax + 5);
    const first = journal.after(0);
    expect(shape(first)).to.deep.equal([limits.journalPageMax, 1, limits.journalPageMax, limits.journalPageMax, 0]);
    expect(shape(journal.after(first.next))).to.deep.equal([5, first.next + 1, first.next + 5, first.next + 5, 0]);
  });

  it('forgets the oldest, and says how many', () => {
    const journal = filled(limits.journalMax + 7);
    expect(shape(journal.after(0)).slice(1)).to.deep.equal([8, limits.journalPageMax + 7, limits.journalPageMax + 7, 7]);
    expect(journal.after(5).lost).to.equal(2);
    expect(journal.after(7).lost).to.equal(0);
  });
});

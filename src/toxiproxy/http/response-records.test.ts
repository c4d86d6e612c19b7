// Goal: what is remembered has a limit, and the oldest goes first.
// Method: more responses than the limit, and larger ones.
import { expect } from 'chai';
import { limits } from '../limits.js';
import { ResponseRecords } from './response-records.js';

describe('the records of responses', () => {
  const of = (bytes: number) => ({ bytes: Buffer.alloc(bytes), isEnd: false });

  it('keep the latest of each target, and so many targets', () => {
    const records = new ResponseRecords();
    for (let index = 0; index <= limits.httpRecordsMax; index += 1) records.put(`/${index}`, of(1));
    records.put('/1', of(2));
    records.put('/new', of(3));
    const lengths = ['/0', '/1', '/2', '/3', '/new'].map((target) => records.get(target)?.bytes.length);
    expect(lengths).to.deep.equal([undefined, 2, undefined, 1, 3]);
  });

  it('keep so many bytes', () => {
    const records = new ResponseRecords();
    const half = Math.ceil(limits.httpRecordsBytesMax / 2);
    for (const target of ['/a', '/b', '/c']) records.put(target, of(half));
    expect(['/a', '/b', '/c'].map((target) => records.get(target) !== undefined)).to.deep.equal([false, true, true]);
  });
});

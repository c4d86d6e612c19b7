// Goal: what becomes of an operation over its attempts is never guessed; a fault that a world cannot do is refused.
// Method: a table of answers, one for each attempt, against the toy.
import { expect } from 'chai';
import { type Reply, toyCall, toyPause, toyRun } from './toy-run.js';

type Answers = readonly Exclude<Reply, readonly unknown[]>[];

describe('an operation', () => {
  const table: readonly (readonly [op: string, attempts: number, answers: Answers, outcome: string, sent: number])[] = [
    ['thing.put', 3, [201], 'ok', 1],
    ['thing.put', 3, [409], 'fail', 1],
    ['thing.put', 3, ['timeout', 201], 'ok', 2],
    ['thing.put', 3, ['timeout', 409], 'fail', 2],
    ['store.deny', 3, ['timeout', 409], 'info', 2],
    ['thing.put', 3, ['refused', 201], 'ok', 2],
    ['thing.put', 3, ['refused', 'refused', 'refused'], 'fail', 3],
    ['thing.put', 3, ['timeout', 'refused', 'refused'], 'info', 3],
    ['thing.put', 2, ['reset', 'reset'], 'info', 2],
    ['thing.put', 2, [503, 201], 'ok', 2],
    ['thing.put', 1, [503], 'info', 1],
    ['thing.once', 3, ['timeout'], 'info', 1],
    ['thing.once', 3, ['refused'], 'fail', 1],
  ];
  for (const [op, attempts, answers, outcome, sent] of table)
    it(`${op}, answered ${answers.join(', ')}, settles as ${outcome}`, () => {
      const answer = ({ key, nth }: { readonly key: string; readonly nth: number }) => (key === 'x-s1' ? (answers[nth] ?? 201) : undefined);
      const { events, asked } = toyRun({ steps: [toyCall('s1', { op, attempts })], answer });
      const settled = events.find((event) => event.is === 'settled' && event.step === 's1');
      expect(settled).to.include({ outcome, attempts: sent });
      expect(asked.filter(({ key }) => key === 'x-s1').length, 'one key for all attempts').to.be.at.least(sent);
    });
});

describe('a fault', () => {
  it('that the world cannot do is refused, and not put on', () => {
    const broken = {
      is: 'break',
      id: 'f1',
      fault: 'pause',
      on: [{ role: 'gate', pick: 0 }],
      args: {},
      from: { at: 0 },
      lasts: 1_000,
    } as const;
    const stop = { ...toyPause, needs: ['stop'] };
    const phases = (can: ReadonlySet<string>) =>
      toyRun({ steps: [toyCall('s1'), broken], faults: [stop], can }).events.flatMap((event) =>
        event.is === 'fault' ? [event.phase] : [],
      );
    expect(phases(new Set(['kill']))).to.deep.equal(['refused']);
    expect(phases(new Set(['stop']))).to.deep.equal(['asked', 'healed']);
  });
});

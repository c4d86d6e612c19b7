// A history written by hand and the plan behind it, for tests. `word` stands wherever a system or a plan may put a text of its own.
import type { Event, Plan } from '../src/contract/index.js';

type WithoutStamp<T> = T extends unknown ? Omit<T, 'at' | 'seq'> : never;

function invoke(step: string, lane: string, op: string, word: string): WithoutStamp<Event> {
  const subject = `/locks/${word}`;
  return {
    is: 'invoke',
    step,
    lane,
    op,
    attempt: 1,
    subject,
    args: { key: subject, note: word },
    key: step,
    to: 'gate1',
    method: 'POST',
    path: subject,
    ifMatch: null,
  };
}

function latency(phase: 'asked' | 'biting' | 'healed', hits: number): WithoutStamp<Event> {
  return { is: 'fault', step: 'f1', fault: 'latency', phase, on: ['client', 'gate1'], hits, hit: hits > 0 ? ['s1'] : [] };
}

function crash(phase: 'asked' | 'healed', hits: number): WithoutStamp<Event> {
  return { is: 'fault', step: 'f2', fault: 'crash', phase, on: ['store1'], hits, hit: [] };
}

/** A lock is put, its link is slow, the node that holds it crashes and comes back, and the lock is no longer there. 17 entries, a millisecond apart. */
export function toyHistory(word = 'a'): readonly Event[] {
  const lines: readonly WithoutStamp<Event>[] = [
    { is: 'phase', phase: 'disturb' },
    latency('asked', 0),
    invoke('s1', 'lane1', 'lock.put', word),
    latency('biting', 1),
    { is: 'return', step: 's1', attempt: 1, outcome: 'ok', status: 201, failure: null, answer: { title: word }, headers: {} },
    { is: 'settled', step: 's1', outcome: 'ok', attempts: 1 },
    crash('asked', 0),
    { is: 'node', node: 'store1', what: 'down', why: word },
    invoke('s2', 'lane2', 'lock.get', word),
    latency('healed', 1),
    crash('healed', 2),
    { is: 'node', node: 'store1', what: 'up', why: 'start' },
    { is: 'mark', node: 'store1', name: 'became-leader', data: { note: word } },
    { is: 'phase', phase: 'heal' },
    { is: 'phase', phase: 'rest' },
    { is: 'facts', layer: 'intent', complete: true, moment: 'rest', facts: [] },
    { is: 'rest', reached: true, waited: 4_000, moment: 'rest', why: [] },
  ];
  return lines.map((line, seq) => ({ ...line, at: seq * 1_000, seq }));
}

/** The `seq` of the entries of `toyHistory` that show its violation: the acknowledged call, and the look that misses the lock. */
export const toyEvidence: readonly number[] = [2, 5, 15];

export function toyPlan(word = 'a'): Plan {
  const call = { is: 'call' as const, args: { note: word }, makes: null, after: null, attempts: 1, timeout: 1_000_000, rest: false };
  const from = { step: 's1', phase: 'before' as const, plus: 0 };
  return {
    schema: 1,
    scenario: 'locks',
    system: 'toy',
    seed: 'feed',
    knobs: null,
    steps: [
      { ...call, id: 's1', lane: 'lane1', op: 'lock.put' },
      {
        is: 'break',
        id: 'f1',
        fault: 'latency',
        on: [
          { role: 'client', pick: 0 },
          { role: 'gate', pick: 0 },
        ],
        args: { latency: 1_000 },
        from,
        lasts: 8_000,
      },
      { is: 'break', id: 'f2', fault: 'crash', on: [{ role: 'store', pick: 0 }], args: {}, from, lasts: 4_000 },
      { ...call, id: 's2', lane: 'lane2', op: 'lock.get' },
    ],
  };
}

/** What a hostile system would call its things: markup, terminal commands, text turned round, half a character, and far too much of it. */
export const hostileWord = `"><script>document.title='owned'</script><img src=x onerror="document.title='owned'">\u001b]0;owned\u0007\u001b[2J\u202eevil\ud800\u0000\r\n--></style></svg>\${owned} ${'x'.repeat(50_000)}`;

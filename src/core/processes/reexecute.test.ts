// Goal: a recording that was made by this code passes, and one that was not is told with its first wrong step.
// Method: recordings written by hand for a counter that draws, then bent.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Host } from '../../contract/index.js';
import { type Effect, encodeRecorded, hashEffects, type Input, type Recorded } from '../../world/index.js';
import { THREW } from '../../world/node/index.js';
import { reexecute } from './reexecute.js';

/** Marks its count, the time, and a draw when the timer is called so. */
function counter(): Host {
  let count = 0;
  return {
    deliver(input, env) {
      if (input.on === 'boot') count = 0;
      if (input.on === 'timer' && input.name === 'throw') throw new RangeError('asked to');
      const drawn = input.on === 'timer' && input.name === 'draw' ? env.draw('x', 9) : 0;
      return marked(++count, env.now, drawn);
    },
  };
}

const marked = (count: number, now: number, drawn: number): readonly Effect[] => [{ do: 'mark', name: 'count', data: [count, now, drawn] }];
const boot: Input = { on: 'boot', config: null, disk: new Map() };
const timer = (name: string): Input => ({ on: 'timer', name });
const line = (input: Input, count: number, bent: Partial<Recorded> = {}): string => {
  const draws = input.on === 'timer' && input.name === 'draw' ? [4] : [];
  return encodeRecorded({ input, now: 7, wall: 8, draws, effects: hashEffects(marked(count, 7, draws[0] ?? 0)), ...bent });
};

describe('executing a recording again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'topple-record-'));
  after(() => rmSync(folder, { recursive: true }));

  async function found(text: string): Promise<{ readonly steps: number; readonly at: readonly number[] }> {
    writeFileSync(join(folder, 'r'), text);
    const { steps, differences } = await reexecute([{ node: 'n1', record: join(folder, 'r'), open: counter }]);
    return { steps, at: differences.map(({ step }) => step) };
  }

  it('passes over lives, draws, throws and a torn end', async () => {
    const life = [line(boot, 1), line(timer('draw'), 2), line(timer('throw'), 0, { effects: THREW })];
    expect(await found([...life, line(boot, 1), line(timer('a'), 2), '{"input":{"on'].join('\n'))).to.deep.equal({ steps: 5, at: [] });
    expect(await found([line(boot, 1), '{"inp', ...life, ''].join('\n'))).to.deep.equal({ steps: 4, at: [] });
    expect(await found('')).to.deep.equal({ steps: 0, at: [] });
  });

  it('tells the first step that differs', async () => {
    const lines = [line(boot, 1), line(timer('a'), 2), line(timer('b'), 3), line(timer('c'), 4)];
    expect(await found([...lines.slice(0, 1), ...lines.slice(2)].join('\n'))).to.deep.equal({ steps: 2, at: [2] });
    expect(await found([...lines, line(timer('d'), 5, { now: 9 })].join('\n'))).to.deep.equal({ steps: 5, at: [5] });
    expect(await found([...lines, line(timer('d'), 5, { draws: [1] })].join('\n'))).to.deep.equal({ steps: 5, at: [5] });
    expect(await found([...lines, line(timer('throw'), 5)].join('\n'))).to.deep.equal({ steps: 5, at: [5] });
    expect(await found([...lines, line(timer('d'), 5, { effects: THREW })].join('\n'))).to.deep.equal({ steps: 5, at: [5] });
    expect(await found([line(boot, 1), '{"inp', line(timer('a'), 2)].join('\n'))).to.deep.equal({ steps: 1, at: [1] });
    expect(await found(line(timer('a'), 1))).to.deep.equal({ steps: 1, at: [1] });
  });
});

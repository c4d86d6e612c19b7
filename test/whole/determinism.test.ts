// Goal: a seed decides a whole run, in any process and on any day.
// Method: hashes over every input and effect, from two processes at once and against hashes of an earlier day.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

async function hashes(scenario: string, seed: string, count: number): Promise<readonly string[]> {
  const program = fileURLToPath(new URL('./hash-runs.js', import.meta.url));
  const child = spawn(process.execPath, [program, scenario, seed, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (bytes: Buffer) => void (text += bytes.toString()));
  await once(child, 'close');
  return text.trimEnd().split('\n');
}

describe('whole runs in the simulator', function () {
  this.timeout(180_000);
  for (const [scenario, count] of [
    ['pair', 300],
    ['reference', 20],
  ] as const) {
    it(`of ${scenario} are the same in two processes`, async () => {
      const [one, other] = await Promise.all([hashes(scenario, 'twice', count), hashes(scenario, 'twice', count)]);
      expect(one).to.have.length(count);
      expect(new Set(one).size, 'runs that differ').to.be.above(count / 2);
      expect(other).to.deep.equal(one);
    });
  }

  it('of a node that looks at the real clock are not, and so it is found out', async () => {
    const [one, other] = await Promise.all([hashes('late-pair', 'twice', 20), hashes('late-pair', 'twice', 20)]);
    expect([one.length, other.length]).to.deep.equal([20, 20]);
    expect(other).to.not.deep.equal(one);
  });

  it('are the same as when these hashes were written down; who changes a node, a world or a generator writes new ones', async () => {
    expect(await hashes('pair', 'frozen', 3)).to.deep.equal(['0 3743604327 94', '1 1362801771 87', '2 2198959367 84']);
    expect(await hashes('reference', 'frozen', 2)).to.deep.equal(['0 3697056063 657', '1 3006072544 639']);
  });
});

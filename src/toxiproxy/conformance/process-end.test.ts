// Goal: a process that has used the embedded server ends when its work is done.
// Method: a process of its own opens a connection that a reset_peer strikes while its client is ending it, or has a black hole, closes everything, and is awaited.
// Node leaves the handle of a socket open that is reset while it is being ended, and then spins at its end for ever. Where nothing keeps
// it alive that somebody still waits for, it ends with code 13.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { canBlackHole } from '../black-hole.js';

const IMPORTS = `
import { startToxiproxy } from '${new URL('../index.js', import.meta.url).href}';
import { Bed } from '${new URL('bed.js', import.meta.url).href}';
`;
const RESETS = `
const server = await startToxiproxy({});
for (const stream of ['upstream', 'downstream']) {
  const bed = await Bed.open(server.url);
  await bed.toxic({ type: 'reset_peer', stream });
  await bed.pair();
  await bed.close();
}
await server.close();
`;
const BLACK_HOLE = `
const config = JSON.stringify([{ name: 'hole', listen: '127.0.0.1:0', upstream: '127.0.0.1:1', accept: 'blackhole' }]);
const server = await startToxiproxy({ config });
await server.close();
`;

describe('a process with an embedded Toxiproxy', function () {
  this.timeout(60_000);
  let child: ChildProcess | undefined;
  after(() => child?.kill('SIGKILL'));

  const run = async (program: string): Promise<readonly unknown[]> => {
    child = spawn(process.execPath, ['--input-type=module', '--eval', IMPORTS + program], { stdio: ['ignore', 'ignore', 'inherit'] });
    return await once(child, 'exit');
  };

  it('ends by itself once the server is closed, although a reset met an end', async () => {
    expect(await run(RESETS)).to.deep.equal([0, null]);
  });

  it('does not end before a black hole is closed, of which nothing else keeps it alive', async function () {
    if (!canBlackHole) this.skip();
    expect(await run(BLACK_HOLE)).to.deep.equal([0, null]);
  });
});

// Goal: a process that has used the embedded server ends when its work is done.
// Method: a process of its own opens a connection that a reset_peer strikes while its client is ending it, closes everything, and is awaited.
// Node leaves the handle of a socket open that is reset while it is being ended, and then spins at its end for ever.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';

const PROGRAM = `
import { startToxiproxy } from '${new URL('../index.js', import.meta.url).href}';
import { Bed } from '${new URL('bed.js', import.meta.url).href}';
const server = await startToxiproxy({});
for (const stream of ['upstream', 'downstream']) {
  const bed = await Bed.open(server.url);
  await bed.toxic({ type: 'reset_peer', stream });
  await bed.pair();
  await bed.close();
}
await server.close();
`;

describe('a process with an embedded Toxiproxy', function () {
  this.timeout(60_000);
  let child: ChildProcess | undefined;
  after(() => child?.kill('SIGKILL'));

  it('ends by itself once the server is closed, although a reset met an end', async () => {
    child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], { stdio: ['ignore', 'ignore', 'inherit'] });
    expect(await once(child, 'exit')).to.deep.equal([0, null]);
  });
});

// Goal: a thousand connections lose, move and leak nothing while ten thousand changes are made to the toxics between them and their server.
// Method: the soak of the bench, in seconds where that takes ten minutes, against a server in this process.
import { expect } from 'chai';
import { startToxiproxy } from '../../src/toxiproxy/index.js';
import { soak } from './soak.js';
import { chooser } from './chooser.js';

const TEST_MILLIS_MAX = 120_000;

describe('a soak', function () {
  this.timeout(TEST_MILLIS_MAX);

  it('finds every byte in its place, and nothing left', async () => {
    const server = await startToxiproxy({ seed: 'soak' });
    let samples = 0;
    const sample = (): void => void (samples += 1);
    const found = await soak({ url: server.url, connections: 200, changes: 500, millis: 4_000, choose: chooser(7), sample });
    await server.close();
    expect(found).to.include({ wrongPieces: 0, brokenConnections: 0, changes: 500, refused: 0, left: 0 });
    expect(found.checkedBytes).to.be.above(200 * 4_096);
    expect(samples).to.equal(21);
  });
});

// Goal: with real processes, too, every node can be restarted, a manager replaced, and a backup restored, under load and without a failed call.
// Method: the whole orchestrator on loopback behind proxies; nodes are asked to end with SIGTERM; afterwards every flight recording is executed again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { setUpOf } from '../../scenarios/systems/reference/reference-life.js';
import { namesOf } from '../../scenarios/systems/reference/reference-world.js';
import { type Caller, clusters, founders, gateways, syncers, UpkeepDesk } from './upkeep-desk.js';

const names = namesOf('');
const stages = setUpOf(names);
/** Some for each node that is restarted; how many more depends on the machine. */
const leastWritten = 10;
const running = [...stages.clusters, ...stages.cloud, ...stages.group, ...stages.running];

describe('an orchestrator of processes under load', function () {
  this.timeout(180_000);

  it('restarts every node, replaces a manager and restores a backup, and no call fails', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'topple-upkeep-'));
    const desk = await UpkeepDesk.real(directory);
    function* story(): Caller {
      yield* desk.errands(running);
      for (const node of [...gateways, ...founders, ...syncers, ...clusters]) yield* desk.restart(node);
      yield* desk.add('manager4');
      yield* desk.remove('manager1');
      yield { hand: { do: 'node', node: 'manager1', act: 'kill' } };
      expect([...(yield* desk.deciders())].sort()).to.deep.equal(['manager2', 'manager3', 'manager4']);
      yield* desk.quieten();
      yield* desk.settle();
      const kept = yield* desk.projects();
      expect([...desk.acknowledged].filter((name) => !kept.has(name))).to.deep.equal([]);
      const { body: backup } = yield* desk.ask('GET', '/v2/backup');
      expect((yield* desk.ask('POST', '/v2/projects', { metadata: { name: 'later' } })).status).to.equal(201);
      expect((yield* desk.ask('POST', '/v2/restore?force=true', backup)).status).to.equal(202);
      yield* desk.settle();
      expect([...(yield* desk.projects())].sort()).to.deep.equal([...kept].sort());
      const status = yield* desk.get(`/v2${names.group}/status`);
      expect(status['deployedStatus']).to.equal('Instantiated');
    }
    try {
      await desk.run(story(), desk.load('a'), desk.load('b'));
      expect(desk.failed, 'calls that failed').to.deep.equal([]);
    } finally {
      const again = await desk.trial.close();
      expect(again?.differences).to.deep.equal([]);
      rmSync(directory, { recursive: true, force: true });
    }
    expect(desk.acknowledged.size, 'what was written meanwhile').to.be.at.least(leastWritten);
  });
});

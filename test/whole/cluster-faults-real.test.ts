// Goal: with real processes, too, each fault of a cluster bites and heals, and the orchestrator is whole again after all of them.
// Method: one run over every kind, on both clusters by turns; an object goes missing under each; afterwards every flight recording is executed again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { everyInvariant } from '../../invariants/index.js';
import { clusterFaults } from '../../scenarios/systems/reference/cluster-faults.js';
import { driftDelete } from '../../scenarios/systems/reference/reference-faults.js';
import { reference } from '../../scenarios/systems/reference/reference.js';
import { phasesOf, troubleAt, troubledPlan, troubles } from '../../scenarios/systems/reference/toy-trouble.js';
import { runPlan } from '../../src/core/campaign/index.js';

const apart = 1_500_000;

describe('clusters of processes in trouble', function () {
  this.timeout(180_000);

  it('bite, heal, and are whole again', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'topple-trouble-'));
    try {
      const kinds = Object.keys(troubles);
      const plan = troubledPlan(kinds.flatMap((fault, nth) => troubleAt(fault, nth % 2, apart * (1 + nth))));
      const faults = [...clusterFaults, driftDelete];
      const { events, judged, reexecution } = await runPlan({
        world: 'real',
        system: reference,
        plan,
        faults,
        invariants: everyInvariant,
        defects: [],
        directory,
      });
      for (const fault of kinds) expect([...phasesOf(events, fault)].sort(), fault).to.deep.equal(['asked', 'biting', 'healed']);
      expect(judged.filter(({ verdict }) => verdict.kind === 'violated').map(({ invariant }) => invariant.name)).to.deep.equal([]);
      expect(reexecution?.differences).to.deep.equal([]);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

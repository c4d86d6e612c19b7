// Goal: each fault of a cluster bites, says so, and leaves nothing behind; the orchestrator is whole again after each; and each gets milder until it is nothing.
// Method: laws over drawn breaks; one run in the simulator for each kind, in which an object goes missing under it.
import { expect } from 'chai';
import { everyInvariant } from '../../../invariants/index.js';
import type { Break, Event } from '../../../src/contract/index.js';
import { runPlan } from '../../../src/core/campaign/index.js';
import { asObject, drawFrom } from '../../../src/world/index.js';
import { clusterFaults } from './cluster-faults.js';
import { driftDelete } from './reference-faults.js';
import { reference } from './reference.js';
import { namesOf } from './reference-world.js';
import { phasesOf, troubleAt, troubledPlan, troubles } from './toy-trouble.js';

const topology = reference.topology({});
const roundsMax = 200;

function drawn(index: number): readonly Break[] {
  return clusterFaults.flatMap((fault) => {
    const made = fault.draw(drawFrom('drawn', `${fault.name} ${index}`), topology);
    return made === null ? [] : [{ is: 'break', id: 'f1', fault: fault.name, ...made, from: { at: 0 } } as const];
  });
}

const faultOf = ({ fault }: Break) => clusterFaults.find(({ name }) => name === fault) ?? driftDelete;

async function run(fault: string, defects: readonly string[] = []) {
  const plan = troubledPlan(troubleAt(fault, 0, 500_000));
  const faults = [...clusterFaults, driftDelete];
  return runPlan({ world: 'sim', system: reference, plan, faults, invariants: everyInvariant, defects, directory: '' });
}

/** State of the object that went missing, in the last whole look at rest. */
function lastState(events: readonly Event[]): string | undefined {
  const look = events.findLast((event) => event.is === 'facts' && event.layer === 'actual' && event.moment === 'rest');
  return look?.is === 'facts' ? look.facts.find(({ key }) => key === 'cluster1/v1/ConfigMap/ns/web-config')?.state : undefined;
}

describe('scenarios/systems/reference: faults of clusters', () => {
  it('are drawn on one cluster, and taken off where they were put on', () => {
    for (let index = 0; index < 60; index++)
      for (const broken of drawn(index)) {
        const fault = faultOf(broken);
        const on = fault.inject(broken, ['cluster1'], topology);
        const off = fault.heal(broken, ['cluster1'], topology);
        expect(broken.on.map(({ role }) => role)).to.deep.equal(['cluster']);
        for (const step of [...on, ...off])
          expect(step.do === 'operation' && [step.to, asObject(step.args)?.['name']], fault.name).to.deep.equal(['cluster1', 'f1']);
        expect([on.length, off.length]).to.deep.equal([1, 1]);
      }
  });

  it('get milder in a few ways, and end', () => {
    for (const broken of drawn(1)) {
      let left: Break | undefined = broken;
      for (let rounds = 0; left !== undefined && rounds < roundsMax; rounds++) {
        const before: Break = left;
        const milder = faultOf(before).weaken(before);
        for (const each of milder) expect(JSON.stringify(each)).to.not.equal(JSON.stringify(before));
        left = milder.at(-1);
      }
      expect(left, broken.fault).to.equal(undefined);
    }
    const ways = drawn(1).filter(({ fault }) => troubles[fault]?.['empty'] === undefined);
    for (const broken of ways) expect(faultOf(broken).weaken({ ...broken, args: troubles[broken.fault] ?? {} }).length).to.be.at.least(2);
  });

  it('are all told of here', () => {
    expect(Object.keys(troubles).sort()).to.deep.equal(clusterFaults.map(({ name }) => name).sort());
  });

  for (const fault of Object.keys(troubles))
    it(`${fault} bites and heals, and everything is whole again`, async () => {
      const { events, judged } = await run(fault);
      const late = fault.startsWith('cluster-goes') || fault.startsWith('cluster-comes');
      expect(phasesOf(events, fault)).to.deep.equal(late ? ['asked', 'healed', 'biting'] : ['asked', 'biting', 'healed']);
      expect(judged.filter(({ verdict }) => verdict.kind === 'violated').map(({ invariant }) => invariant.name)).to.deep.equal([]);
      expect(lastState(events)).to.equal('present');
    });

  it('cluster-goes-back brings back what was taken away, which is swept up, or else found', async () => {
    const violated = async (defects: readonly string[]): Promise<readonly (string | null)[]> => {
      const broken: Break = {
        is: 'break',
        id: 'f1',
        fault: 'cluster-goes-back',
        on: [{ role: 'cluster', pick: 0 }],
        args: { empty: false },
        lasts: 1_500_000,
        from: { step: 's1', phase: 'sent', plus: 0 },
      };
      const { steps, ...plan } = troubledPlan([broken]);
      const op = 'deployment-intent-group.terminate';
      const ended = steps.map((step) => (step.is === 'call' ? { ...step, op, args: { key: namesOf('').group } } : step));
      const faults = clusterFaults;
      const told = { ...plan, steps: ended };
      const { judged } = await runPlan({
        world: 'sim',
        system: reference,
        plan: told,
        faults,
        invariants: everyInvariant,
        defects,
        directory: '',
      });
      return judged.filter(({ verdict }) => verdict.kind === 'violated').map(({ invariant }) => invariant.id);
    };
    expect(await violated([])).to.deep.equal([]);
    expect(await violated(['mutant:sweep-never'])).to.include('I12');
  });

  for (const [defect, fault] of [['lost-event-unnoticed', 'cluster-loses-events']] as const)
    it(`${fault} shows ${defect}`, async () => {
      const { judged } = await run(fault, [defect]);
      expect(judged.filter(({ verdict }) => verdict.kind === 'violated').map(({ invariant }) => invariant.id)).to.include('I12');
    });
});

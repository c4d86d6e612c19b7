// Goal: journeys are walked in their order and accepted to the last document, and out of order they lead to nothing that cannot be undone.
// Method: the journey in examples/, and those of a folder that TOPPLE_JOURNEYS names, as whole runs in the simulator.
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readJourney } from '../generators/index.js';
import { rootAbove } from '../scripts/tidy/root-above.js';
import { kinds } from '../spec/emco/index.js';
import type { Scenario } from '../src/contract/index.js';
import { planOf, runPlan } from '../src/core/campaign/index.js';
import { scenariosWith } from './all-scenarios.js';

const root = rootAbove(import.meta.url);
const example = `${root}/examples/journeys/shop.yaml`;
/** A folder of further journeys to walk, such as EMCO's own. */
const more = process.env['TOPPLE_JOURNEYS'] ?? null;
const files = [example, ...(more === null ? [] : readdirSync(more).map((file) => `${more}/${file}`))];

const read = (file: string) => readJourney(readFileSync(file, 'utf8'));
const scenarioOf = (file: string): Scenario =>
  scenariosWith({ journey: read(file), onlyFaults: null }).find(({ name }) => name === 'journeys') ?? expect.fail('no scenario journeys');

async function run(scenario: Scenario, index: number, intensity: 'none' | 'light') {
  const { system, faults, invariants } = scenario;
  const plan = planOf(scenario, 'journeys', index, intensity);
  return runPlan({ world: 'sim', system, plan, faults, invariants, defects: [], directory: '' });
}

describe('scenarios/journeys', () => {
  for (const file of files) {
    const name = file.slice(file.lastIndexOf('/') + 1);

    it(`${name} is accepted, document by document, and nothing is left of it`, async () => {
      const { events, verdict } = await run(scenarioOf(file), 0, 'none');
      const outcomes = events.flatMap((event) => (event.is === 'settled' && /^s[0-9]+$/.test(event.step) ? [event.outcome] : []));
      expect(outcomes).to.deep.equal(read(file).map(() => 'ok'));
      expect(verdict.kind).to.not.equal('violated');
      const emptied = events.find((event) => event.is === 'round' && event.of === 'janitor');
      expect(emptied).to.include({ ok: true });
    });

    it(`${name} out of order and under faults leads nowhere that cannot be undone`, async () => {
      const scenario = scenarioOf(file);
      for (let index = 0; index < 6; index++)
        expect((await run(scenario, index, 'light')).verdict.kind, `run ${index}`).to.not.equal('violated');
    }).timeout(60_000);
  }

  it('the example has a document of every kind', () => {
    const made = scenariosWith({ journey: read(example), onlyFaults: null })
      .find(({ name }) => name === 'journeys')
      ?.plan(() => 0, '', 'none', 0)
      .steps.map((step) => (step.is === 'call' ? step.op : ''));
    expect(kinds.map(({ name }) => `${name}.create`).filter((op) => made?.includes(op) !== true)).to.deep.equal([]);
  });
});

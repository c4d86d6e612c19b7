// Goal: the life that plans are made of is valid from end to end, what cannot be valid is refused, and what the system shows of itself is read as facts.
// Method: whole runs in the simulator without faults, one lane walking the life; a reader fed with small inventories.
import { expect } from 'chai';
import type { Call, Errand, Event, Fact, Plan } from '../../../src/contract/index.js';
import { runPlan } from '../../../src/core/campaign/index.js';
import { asObject } from '../../../src/world/index.js';
import { extrasOf } from './reference-extras.js';
import { observationsOf } from './reference-facts.js';
import { teardownOf } from './reference-janitor.js';
import { levels, lifeOf } from './reference-life.js';
import { reference } from './reference.js';
import { namesOf } from './reference-world.js';

const names = namesOf('');

function planOf(errands: readonly Errand[], knobs: Plan['knobs'] = {}): Plan {
  const steps = errands.map(
    (errand, index): Call => ({ ...errand, is: 'call', id: `s${index + 1}`, lane: 'lane1', after: null, attempts: 1, timeout: 4_000_000 }),
  );
  return { schema: 1, scenario: 'reference', system: 'reference', seed: 'life', knobs, steps };
}

async function eventsOf(plan: Plan): Promise<readonly Event[]> {
  const result = await runPlan({ world: 'sim', system: reference, plan, faults: [], invariants: [], defects: [], directory: '' });
  return result.events;
}

function statusesOf(events: readonly Event[], errands: readonly Errand[]): readonly string[] {
  const found = new Map<string, string>();
  for (const event of events) if (event.is === 'return') found.set(event.step, String(event.status));
  return errands.map((errand, index) => `${errand.op} ${found.get(`s${index + 1}`) ?? 'never'}`);
}

describe('scenarios/systems/reference', () => {
  it('accepts its life, step by step, and is empty after it', async () => {
    const life = lifeOf(names);
    const events = await eventsOf(planOf(life));
    expect(statusesOf(events, life).filter((line) => !/ 20[0124]$/.test(line))).to.deep.equal([]);
    const left = events
      .filter((event) => event.is === 'facts' && event.moment === 'rest')
      .flatMap((event) => (event.is === 'facts' ? event.facts : []));
    expect(left).to.deep.equal([]);
    const rounds = events.filter((event) => event.is === 'round');
    expect(rounds.map((event) => event.is === 'round' && `${event.of} ${String(event.ok)}`)).to.deep.equal([
      'janitor true',
      'canary true',
      'canary true',
    ]);
  });

  it('is set up to each level by the beginning of its life', () => {
    for (const level of levels) {
      const done = reference.setUp({ setUp: level }).map(({ op, args }) => ({ op, args }));
      const begun = lifeOf(names).slice(0, done.length);
      expect(done, level).to.deep.equal(begun.map(({ op, args }) => ({ op, args })));
    }
  });

  it('refuses every body that is no document and every reference that was never issued', async () => {
    const refused = extrasOf(names).filter(({ args }) =>
      /phantom|"a b"|"level":7|no archive|"none"|metadata\\": /.test(JSON.stringify(args)),
    );
    expect(refused.length).to.be.greaterThan(8);
    const events = await eventsOf(planOf(refused, { setUp: 'running' }));
    expect(statusesOf(events, refused).filter((line) => !/ 4\d\d$/.test(line))).to.deep.equal([]);
  });

  it('is emptied by its janitor from every level', async () => {
    for (const level of levels) {
      const events = await eventsOf(planOf([], { setUp: level }));
      const round = events.find((event) => event.is === 'round' && event.of === 'janitor');
      expect(round?.is === 'round' && round.why, level).to.deep.equal([]);
    }
  });

  it('shows a context that its document does not record as nobody’s', () => {
    const document = {
      key: '/projects/p/logical-clouds/l',
      kind: 'logical-cloud',
      uid: 'u',
      refs: [],
      state: 'Terminated',
      contextId: 'c2',
      revision: 1,
      body: {},
    };
    const contexts = ['c1', 'c2'].map((id) => ({ id, owner: document.key, revision: 1, status: 'Instantiated', refs: [], items: [] }));
    const answer = { status: 200, headers: {}, failure: null, body: { documents: [document], contexts, servers: [] } };
    const [intent, work] = observationsOf(reference.topology({}));
    const owners = work?.read([answer]).facts.map((fact) => fact.owner);
    expect(owners).to.deep.equal(['/projects/p/logical-clouds/l#unrecorded', '/projects/p/logical-clouds/l']);
    expect(intent?.read([answer]).facts[0]?.refs).to.deep.equal(['context/c2']);
    expect(work?.read([null])).to.deep.equal({ complete: false, facts: [] });
  });

  it('claims of what was stopped only what is ready', () => {
    const item = (name: string, ready: boolean) => ({ server: 's', resource: name, want: 'present', status: 'Applied', ready });
    const wanted = (status: string) => {
      const context = { id: 'c1', owner: '/d', revision: 1, status, refs: [], items: [item('there', true), item('taken', false)] };
      const answer = { status: 200, headers: {}, failure: null, body: { documents: [], contexts: [context], servers: [] } };
      const [, work] = observationsOf(reference.topology({}));
      return work?.read([answer]).facts.map(({ body }) => asObject(body)?.['wanted']);
    };
    expect(wanted('InstantiateStopped')).to.deep.equal([['s/there']]);
    expect(wanted('Instantiated')).to.deep.equal([['s/there', 's/taken']]);
  });

  it('takes groups down before clouds, and clouds before documents', () => {
    const fact = (kind: string, key: string, refs: readonly string[]): Fact => ({
      layer: kind === 'context' ? 'work' : 'intent',
      key,
      kind,
      uid: key,
      owner: kind === 'project' ? null : '/p',
      refs,
      state: kind === 'context' ? 'Instantiated' : 'Created',
      motion: 'rest',
      blockedOn: null,
      revision: null,
      body: null,
    });
    const documents = [
      fact('project', '/p', []),
      fact('logical-cloud', '/p/l', ['context/c1']),
      fact('deployment-intent-group', '/p/d', ['/p/l', 'context/c2']),
    ];
    const opsOf = (facts: readonly Fact[]): readonly string[] => teardownOf(facts).map(({ op }) => op);
    expect(opsOf([...documents, fact('context', 'context/c1', []), fact('context', 'context/c2', [])])).to.deep.equal([
      'deployment-intent-group.terminate',
    ]);
    expect(opsOf([...documents, fact('context', 'context/c1', [])])).to.deep.equal(['logical-cloud.terminate']);
    expect(opsOf(documents)).to.deep.equal(['deployment-intent-group.delete', 'logical-cloud.delete', 'project.delete']);
  });
});

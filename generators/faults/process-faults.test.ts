// Goal: whatever is done to a process is undone at the end of the fault at the latest, by what is there, and gets milder until it is a plain crash or nothing.
// Method: laws over many draws of every kind, on topologies with one node and with roles; nodes are played by the acts that are done to them.
import { expect } from 'chai';
import type { Break, Fault, FaultStep, Timed, Topology } from '../../src/contract/index.js';
import { drawFrom, type NodeId } from '../../src/world/index.js';
import { allAtOnce, crash, crashLoop, otherBuild, pause, pausePastLease, rollingRestart, slowStart, terminate } from '../index.js';

const second = 1_000_000;
const drawsOfEach = 150;
const pastLease = pausePastLease({ lease: 2 * second, stay: 5 * second });
const faults: readonly Fault[] = [terminate, crashLoop, slowStart, rollingRestart, allAtOnce, pastLease, otherBuild];
const known = [...faults, crash, pause];

const node = (id: string) => ({ id, role: id.slice(0, -1) });
const topologies: Readonly<Record<string, Topology>> = {
  one: { nodes: [node('gate1')], links: [], envelope: [], builds: [{ role: 'gate', build: 'old' }] },
  three: { nodes: ['gate1', 'store1', 'store2', 'store3'].map(node), links: [], envelope: [], builds: [{ role: 'store', build: 'old' }] },
};

function drawn(fault: Fault, topology: Topology): readonly (readonly [Break, readonly NodeId[]])[] {
  const draw = drawFrom('process-faults', fault.name);
  return Array.from({ length: drawsOfEach }, (_, nth) => {
    const one = fault.draw(draw, topology);
    expect(one, fault.name).to.not.equal(null);
    const broken = { is: 'break', id: `f${nth}`, fault: fault.name, from: { at: 0 }, ...(one as NonNullable<typeof one>) } as const;
    return [broken, nodesOf(broken, topology)] as const;
  });
}

/** As a conductor finds them; the leader is taken to be the last of its role. */
function nodesOf({ on }: Break, { nodes }: Topology): readonly NodeId[] {
  return on.flatMap(({ role, pick }) => {
    const ids = nodes.filter((each) => role === '*' || each.role === role).map(({ id }) => id);
    if (pick === 'all') return ids;
    return [(pick === 'leader' ? ids.at(-1) : ids[Number(pick)]) ?? 'nobody'];
  });
}

interface Played {
  state: 'up' | 'down' | 'paused';
  slow: boolean;
  build: string | null;
}

/** A node under the acts that are done to it. */
function play(nodes: Map<NodeId, Played>, step: FaultStep): void {
  if (step.do !== 'node' && step.do !== 'slow-start') throw new Error(`not done to a process: ${step.do}`);
  const one = nodes.get(step.node);
  if (one === undefined) throw new Error(`nobody is called ${step.node}`);
  if (step.do === 'slow-start') one.slow = step.delay !== null;
  else if (step.act === 'kill' || step.act === 'end') one.state = 'down';
  else if (step.act === 'stop' && one.state === 'up') one.state = 'paused';
  else if (step.act === 'continue' && one.state === 'paused') one.state = 'up';
  else if (step.act === 'start' && one.state === 'down') {
    one.state = 'up';
    if (step.build !== undefined) one.build = step.build;
  }
}

/** The states of the nodes after what comes before `until`, and after the heal. */
function played(fault: Fault, broken: Break, on: readonly NodeId[], topology: Topology, until: number): readonly Played[] {
  const nodes = new Map(topology.nodes.map(({ id }) => [id, { state: 'up', slow: false, build: null } as Played]));
  for (const step of fault.inject(broken, on, topology)) play(nodes, step);
  for (const { at, steps } of timetable(fault, broken, on, topology)) if (at < until) for (const step of steps) play(nodes, step);
  for (const step of fault.heal(broken, on, topology)) play(nodes, step);
  return [...nodes.values()];
}

function timetable(fault: Fault, broken: Break, on: readonly NodeId[], topology: Topology): readonly Timed[] {
  return fault.during?.(broken, on, topology) ?? [];
}

for (const [name, topology] of Object.entries(topologies))
  describe(`faults of processes on a topology of ${name}`, () => {
    for (const fault of faults) {
      it(`${fault.name} leaves every node up, of its own build and as fast as ever, whenever it is healed`, () => {
        for (const [broken, on] of drawn(fault, topology)) {
          for (const until of [0, 1, broken.lasts / 4, broken.lasts / 2, broken.lasts]) {
            const nodes = played(fault, broken, on, topology, until);
            expect(nodes, `${JSON.stringify(broken)} until ${until}`).to.deep.equal(
              topology.nodes.map(() => ({ state: 'up', slow: false, build: null })),
            );
          }
        }
      });

      it(`${fault.name} keeps a timetable in order of time, and within its time`, () => {
        for (const [broken, on] of drawn(fault, topology)) {
          const times = timetable(fault, broken, on, topology).map(({ at }) => at);
          expect(times).to.deep.equal(times.toSorted((a, b) => a - b));
          for (const at of times) expect(at).to.be.within(0, broken.lasts);
        }
      });

      it(`${fault.name} has three milder forms, each of which ends in nothing`, () => {
        const counts = drawn(fault, topology).map(([broken]) => fault.weaken(broken).length);
        expect(Math.max(...counts)).to.be.at.least(3);
        for (const [broken] of drawn(fault, topology).slice(0, 40)) weakened(broken);
      });
    }
  });

/** Whichever form is chosen, it ends. */
function weakened(broken: Break, depth = 0): void {
  expect(depth, 'weakenings').to.be.below(20);
  const milder = known.find((each) => each.name === broken.fault)?.weaken(broken) ?? [];
  for (const form of milder) {
    const isPlainer = form.fault !== broken.fault;
    expect(form.lasts, `${form.fault} after ${broken.fault}`).to.be.below(broken.lasts + (isPlainer ? 1 : 0));
    if (isPlainer) expect(['crash', 'pause', 'terminate']).to.include(form.fault);
  }
  const [first, last] = [milder[0], milder.at(-1)];
  if (first !== undefined) weakened(first, depth + 1);
  if (last !== undefined && last !== first) weakened(last, depth + 1);
}

describe('faults of processes', () => {
  const three = topologies['three'] as Topology;

  it('kill in a crash loop as often as they say, the last time at the end of the loop', () => {
    for (const [broken, on] of drawn(crashLoop, three)) {
      const steps = [...crashLoop.inject(broken, on, three), ...timetable(crashLoop, broken, on, three).flatMap((each) => each.steps)];
      const acts = steps.map((step) => (step.do === 'node' ? step.act : step.do));
      expect(acts.filter((act) => act === 'kill').length).to.equal((broken.args as { deaths: number }).deaths);
      expect(acts.filter((act) => act === 'start').length).to.equal((broken.args as { deaths: number }).deaths - 1);
      expect(acts.at(-1)).to.equal('kill');
    }
  });

  it('restart every node of a role in turn, and never two at once', () => {
    const [broken, on] = drawn(rollingRestart, three).find(([, nodes]) => nodes.length === 3) ?? [];
    const all = [
      ...rollingRestart.inject(broken as Break, on ?? [], three),
      ...timetable(rollingRestart, broken as Break, on ?? [], three).flatMap(({ steps }) => steps),
    ];
    const acts = all.map((step) => (step.do === 'node' ? `${step.act} ${step.node}` : ''));
    expect(acts).to.deep.equal(['store1', 'store2', 'store3'].flatMap((id) => [`end ${id}`, `start ${id}`]));
  });

  it('fall on a whole role, or on every node there is', () => {
    const counts = new Set(drawn(allAtOnce, three).map(([, on]) => on.length));
    expect([...counts].toSorted((a, b) => a - b)).to.deep.equal([1, 3, 4]);
  });

  it('pause for longer than the lease that the system names, and where it names none for longer than it needs to come to rest', () => {
    for (const [broken] of drawn(pastLease, three)) expect(broken.lasts).to.be.within(2 * second + 1, 5 * second);
    for (const [broken] of drawn(pausePastLease({ stay: 5 * second }), three)) expect(broken.lasts).to.be.above(5 * second);
  });

  it('start no other build where there is none', () => {
    expect(otherBuild.draw(drawFrom('a', 'b'), { nodes: three.nodes, links: [], envelope: [] })).to.equal(null);
    const builds = new Set(drawn(otherBuild, three).map(([{ args, on }]) => `${(args as { build: string }).build} ${on[0]?.role}`));
    expect([...builds]).to.deep.equal(['old store']);
  });
});

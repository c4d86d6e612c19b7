// Goal: every fault that is put on can be taken off, breaks only what is there, gets milder until it is nothing, and comes when and where it is dealt.
// Method: laws over many draws of every kind of fault, on topologies with one node, a pair, and roles with a leader.
import { expect } from 'chai';
import type { Break, Call, Fault, FaultStep, Operation, Place, Topology } from '../../src/contract/index.js';
import { type Draw, drawFrom, type Json } from '../../src/world/index.js';
import {
  aimBreaks,
  chainBreaks,
  clockFaults,
  crash,
  crashAtEffect,
  dealBreaks,
  diskFailed,
  diskFaults,
  drawBreaks,
  duplicateRequest,
  gatewayError,
  isolation,
  late,
  lateRequest,
  lossyFaults,
  lostAnswer,
  networkFaults,
  pause,
  roleDown,
  crashAtWrite,
} from '../index.js';

const everyFault: readonly Fault[] = [
  crash,
  crashAtEffect,
  crashAtWrite,
  diskFailed,
  ...diskFaults,
  pause,
  isolation,
  roleDown('store-down', 'store'),
  ...networkFaults,
  ...lossyFaults,
  ...clockFaults,
  late,
  lostAnswer,
  duplicateRequest(['x-key']),
  gatewayError,
  lateRequest,
];
const drawsOfEach = 150;

const link = (from: string, to: string, kind: 'lossy' | 'stream') => ({ from, to, kind });
const topologies: Readonly<Record<string, Topology>> = {
  one: { nodes: [{ id: 'gate1', role: 'gate' }], links: [link('client', 'gate1', 'stream')], envelope: [] },
  three: {
    nodes: [{ id: 'gate1', role: 'gate' }, ...['store1', 'store2', 'store3'].map((id) => ({ id, role: 'store' }))],
    links: [
      link('client', 'gate1', 'stream'),
      ...['store1', 'store2', 'store3'].map((to) => link('gate1', to, 'stream')),
      ...['store1', 'store2', 'store3'].flatMap((from) =>
        ['store1', 'store2', 'store3'].filter((to) => to !== from).map((to) => link(from, to, 'lossy')),
      ),
    ],
    envelope: [],
  },
};
const three = topologies['three'] as Topology;

const store = { role: 'store', pick: 1 } as const;
const gate = { role: 'gate', pick: 0 } as const;
const client = { role: 'client', pick: 0 } as const;
const at = { node: store, nth: 2, peer: null, link: null, patience: null } as const;
const places: Readonly<Record<string, Place>> = {
  write: { ...at, passing: 'persist' },
  message: { ...at, passing: 'send', peer: { role: 'store', pick: 2 }, link: 'lossy' },
  call: { ...at, node: gate, passing: 'call', peer: store, link: 'stream', patience: 400_000, fields: ['x-key'] },
  answer: { ...at, passing: 'reply', peer: gate, link: 'stream' },
  part: { ...at, node: gate, passing: 'part', peer: store, link: 'stream' },
  request: { ...at, node: client, passing: 'call', peer: gate, link: 'stream', patience: 4_000_000 },
};

const operations = ['thing.create', 'thing.start', 'thing.stop'].map(
  (name) => ({ name, verb: name === 'thing.create' ? 'create' : 'move' }) as Operation,
);
const system = { operations, topology: () => three, leader: { role: 'store', mark: 'leads' } };
const call = (id: string, op: string): Call => ({
  is: 'call',
  id,
  lane: 'l',
  op,
  args: {},
  makes: null,
  after: null,
  attempts: 1,
  timeout: 1_000,
  rest: false,
});
const calls = [call('s1', 'thing.create'), call('s2', 'thing.start'), call('s3', 'thing.create'), call('s4', 'thing.stop')];

/** Every break of a fault that was drawn on a topology, with nodes for its targets. */
function drawn(fault: Fault, topology: Topology): readonly (readonly [Break, readonly string[]])[] {
  const draw = drawFrom('faults', fault.name);
  return Array.from({ length: drawsOfEach }, () => fault.draw(draw, topology)).flatMap((one, nth) =>
    one === null
      ? []
      : [[{ is: 'break', id: `f${nth}`, fault: fault.name, ...one, from: { at: 0 } } as const, resolved(one.on, topology)] as const],
  );
}

/** The leader is taken to be the last of its role. */
function resolved(on: Break['on'], { nodes }: Topology): readonly string[] {
  return on.map(({ role, pick }) => {
    const ids = nodes.filter((node) => node.role === role).map(({ id }) => id);
    return role === 'client' ? 'client' : (ids[pick === 'leader' ? ids.length - 1 : Number(pick) % ids.length] ?? `no ${role}`);
  });
}

/** A start needs no undoing, and is as good at the end. */
const opposite: Readonly<Record<string, string>> = { kill: 'start', stop: 'continue', start: 'start' };

/** What must be asked of the world to undo a hand. */
function undoOf(step: FaultStep): FaultStep {
  if (step.do === 'link') return { ...step, fault: null };
  if (step.do === 'node') return { ...step, act: opposite[step.act] as 'start' | 'continue' };
  if (step.do === 'trap') return { do: 'untrap', node: step.node, name: step.name };
  if (step.do === 'disk' || step.do === 'clock') return { ...step, fault: null };
  throw new Error(`nothing undoes ${step.do}`);
}

for (const [name, topology] of Object.entries(topologies))
  describe(`faults on a topology of ${name}`, () => {
    for (const fault of everyFault) {
      it(`${fault.name} is taken off wherever it was put on, and breaks only nodes and links that are there`, () => {
        const links = new Set(topology.links.map(({ from, to }) => `${from} ${to}`));
        const nodes = new Set(topology.nodes.map(({ id }) => id));
        for (const [broken, on] of drawn(fault, topology)) {
          const [inject, heal] = [fault.inject(broken, on, topology), fault.heal(broken, on, topology)];
          for (const step of inject) {
            expect(heal, JSON.stringify(step)).to.deep.include(undoOf(step));
            if (step.do === 'link') expect(links.has(`${step.from} ${step.to}`), `${step.from} → ${step.to}`).to.equal(true);
            if (step.do === 'node' || step.do === 'trap') expect(nodes.has(step.node), step.node).to.equal(true);
            if (step.do === 'link' || step.do === 'trap') expect(step.name, 'named after the break').to.equal(broken.id);
          }
        }
      });

      it(`${fault.name} gets milder step by step, and that ends`, () => {
        for (const [broken] of drawn(fault, topology).slice(0, 20)) {
          let [now, steps] = [broken, 0];
          for (let next = fault.weaken(now)[0]; next !== undefined; next = everyOther(next.fault).weaken(now)[0]) {
            const isOther = next.fault !== now.fault || JSON.stringify(next.args) !== JSON.stringify(now.args);
            expect(next.lasts, 'shorter, or of a plainer kind').to.be.below(now.lasts + (isOther ? 1 : 0));
            [now, steps] = [next, steps + 1];
            expect(steps, 'weakenings').to.be.below(20);
          }
        }
      });
    }
  });

describe('faults of intermediaries', () => {
  const gentleOf = (fault: Fault, strength: object) =>
    fault
      .weaken({
        is: 'break',
        id: 'x',
        fault: fault.name,
        on: [client, gate],
        args: { streams: ['upstream'], strength },
        from: { at: 0 },
        lasts: 400_000,
      } as Break)
      .map(({ lasts, args }) => [lasts, (args as { readonly strength: Json }).strength]);

  it('get shorter, and then gentler', () => {
    expect(gentleOf(lostAnswer, { how: 'hang' })).to.deep.equal([
      [100_000, { how: 'hang' }],
      [200_000, { how: 'hang' }],
      [400_000, { how: 'reset' }],
    ]);
    const keys = ['x-key'];
    expect(gentleOf(duplicateRequest(keys), { gap: 50_000, answer: 'last', keys }).slice(2)).to.deep.equal([
      [400_000, { gap: 50_000, answer: 'first', keys }],
      [400_000, { gap: 5_000, answer: 'last', keys }],
    ]);
    expect(gentleOf(gatewayError, { status: 504, retryAfter: 0, when: 'after' }).slice(2)).to.deep.equal([
      [400_000, { status: 503, retryAfter: 1, when: 'instead' }],
    ]);
  });

  it('are refused where the world cannot have them, and put on streams alone', () => {
    const needs = [lostAnswer, duplicateRequest([]), gatewayError, lateRequest].map((fault) => fault.needs);
    expect(needs).to.deep.equal([['link:drop-response'], ['link:http-duplicate'], ['link:http-status'], ['link:http-late']]);
    const lossy = { ...three, links: three.links.filter(({ kind }) => kind === 'lossy') };
    for (const fault of [lostAnswer, duplicateRequest([]), gatewayError, lateRequest])
      expect(fault.draw(drawFrom('x', fault.name), lossy)).to.equal(null);
  });

  it('double only a request that has one of their keys', () => {
    const fault = duplicateRequest(['x-key']);
    expect(fault.aim?.(places['call'] as Place, { stay: 1 })).to.have.length(1);
    expect(fault.aim?.(places['request'] as Place, { stay: 1 })).to.have.length(0);
  });
});

function everyOther(name: string): Fault {
  return everyFault.find((fault) => fault.name === name) as Fault;
}

describe('faults of one plan', () => {
  it('are nothing where nothing can be broken', () => {
    for (const fault of [...networkFaults, ...lossyFaults]) expect(fault.draw(drawFrom('x', 'y'), { ...three, links: [] })).to.equal(null);
    expect(roleDown('gone', 'nobody').draw(drawFrom('x', 'y'), three)).to.equal(null);
  });

  it('fall on every role and, where a role has several nodes, on its leader and on others', () => {
    const seen = new Set(drawn(crash, three).map(([{ on }]) => `${on[0]?.role} ${on[0]?.pick}`));
    expect([...seen].toSorted()).to.deep.equal(['gate 0', 'store 0', 'store 1', 'store 2', 'store leader']);
  });

  it('are as many as the intensity says, and never the same kinds each time', () => {
    const of = (intensity: 'none' | 'light' | 'heavy') =>
      Array.from({ length: 100 }, (_, nth) =>
        drawBreaks(drawFrom(`${nth}`, 'breaks'), { faults: everyFault, topology: three, calls, intensity }),
      );
    const counts = (intensity: 'none' | 'light' | 'heavy') =>
      [...new Set(of(intensity).map(({ length }) => length))].toSorted((a, b) => a - b);
    expect([counts('none'), counts('light'), counts('heavy')]).to.deep.equal([[0], [0, 1, 2, 3], [4, 5, 6, 8, 10]]);
    const kinds = new Set(of('heavy').map((breaks) => [...new Set(breaks.map(({ fault }) => fault))].toSorted().join(' ')));
    expect(kinds.size, 'mixtures').to.be.above(90);
  });
});

describe('the deck', () => {
  const options = { perRole: [crash, pause], others: networkFaults, system, calls, cards: 2 };
  const deckSize = 2 * 2 + networkFaults.length;
  const from = (first: number, count: number, draw: Draw) =>
    Array.from({ length: count }, (_, nth) => dealBreaks(draw, { ...options, index: first + nth })).flat();

  it('is dealt out once within a round, whatever is drawn and wherever it begins', () => {
    for (let seed = 0; seed < 30; seed++) {
      const breaks = from(seed, Math.ceil(deckSize / 2), drawFrom(`${seed}`, 'deck'));
      const cards = new Set(breaks.map(({ fault, on }) => (fault === 'crash' || fault === 'pause' ? `${fault} ${on[0]?.role}` : fault)));
      expect([...cards].toSorted(), `from run ${seed}`).to.deep.equal(
        ['crash gate', 'crash store', 'pause gate', 'pause store', ...networkFaults.map(({ name }) => name)].toSorted(),
      );
    }
  });

  it('gives no fault to a plan without calls, and none to a run without cards', () => {
    expect(dealBreaks(drawFrom('a', 'b'), { ...options, calls: [], index: 0 })).to.deep.equal([]);
    expect(dealBreaks(drawFrom('a', 'b'), { ...options, cards: 0, index: 0 })).to.deep.equal([]);
  });

  it('puts link faults on links that calls pass first', () => {
    const near = from(0, 60, drawFrom('near', 'deck')).filter(({ on }) => on.length === 2);
    expect(near).to.not.have.length(0);
    for (const { on } of near) expect(on.map(({ role }) => role)).to.include('gate');
  });
});

describe('aimed faults', () => {
  const aims = [
    { fault: crashAtEffect, atLeader: true },
    { fault: crashAtEffect, atLeader: false },
    { fault: pause, atLeader: false },
  ];

  it('come with a move that is sent, each with one of its own, while there are any', () => {
    for (let seed = 0; seed < 50; seed++) {
      const breaks = aimBreaks(drawFrom(`${seed}`, 'aims'), { aims, system, calls });
      expect(breaks.map(({ from }) => ('step' in from ? from.step : '')).toSorted()).to.deep.equal(['s2', 's4']);
      for (const { from } of breaks) expect(from).to.include({ phase: 'sent', plus: 0 });
      expect(breaks[0]?.on).to.deep.equal([{ role: 'store', pick: 'leader' }]);
    }
  });

  it('stay away where nothing moves', () => {
    expect(aimBreaks(drawFrom('a', 'b'), { aims, system, calls: calls.slice(0, 1) })).to.deep.equal([]);
  });
});

describe('chains', () => {
  const link = (fault: string, plus: number) => ({ fault, on: [{ role: 'store', pick: 'follower' as const }], args: {}, lasts: 5, plus });
  const chains = [
    { name: 'two', weight: 3, draw: () => [link('isolation', 0), link('crash', 7)] },
    { name: 'one', weight: 1, draw: () => [link('pause', 0)] },
  ];

  it('hang all their breaks on one call that changes something, and come as often as they weigh', () => {
    let twos = 0;
    for (let seed = 0; seed < 100; seed++) {
      const breaks = chainBreaks(drawFrom(`${seed}`, 'chains'), chains, { calls, system });
      if (breaks.length === 2) {
        twos++;
        expect(breaks.map(({ id, fault }) => `${id} ${fault}`)).to.deep.equal(['c1 isolation', 'c2 crash']);
        expect(breaks.map(({ from }) => ('plus' in from ? from.plus : -1))).to.deep.equal([0, 7]);
      }
      expect(new Set(breaks.map(({ from }) => ('step' in from ? from.step : ''))).size).to.equal(1);
    }
    expect(twos).to.be.within(60, 90);
  });

  it('stay away where nothing is changed', () => {
    const reads = [{ name: 'thing.get', verb: 'read' } as Operation];
    const options = { calls: [call('s1', 'thing.get')], system: { operations: reads } };
    expect(chainBreaks(drawFrom('a', 'b'), chains, options)).to.deep.equal([]);
  });
});

describe('aimed faults', () => {
  const stay = 2_500_000;
  const aimedAt = (place: Place) => everyFault.flatMap((fault) => (fault.aim?.(place, { stay }) ?? []).map((aimed) => ({ fault, aimed })));

  for (const [name, place] of Object.entries(places))
    it(`at a ${name} break what is there, and are taken off again`, () => {
      const all = aimedAt(place);
      expect(all.length).to.be.above(1);
      for (const { fault, aimed } of all) {
        const { on, args, lasts } = aimed;
        const broken: Break = { is: 'break', id: 'x', fault: fault.name, on, args, lasts, from: { at: 0 } };
        const ends = on.map(({ role, pick }) => (role === 'client' ? 'client' : `${role}${Number(pick) + 1}`));
        const [put, off] = [fault.inject(broken, ends, three), fault.heal(broken, ends, three)];
        expect(
          [put.length, off.length].every((count) => count > 0),
          `${fault.name}: ${aimed.how}`,
        ).to.equal(true);
        expect(lasts).to.be.within(1, 5_000_000);
      }
    });

  it('are told apart by what they are aimed at', () => {
    const names = (name: string) => [...new Set(aimedAt(places[name] as Place).map(({ fault }) => fault.name))].toSorted();
    expect(names('write')).to.deep.equal(['crash-at-effect', 'crash-at-write', 'disk-failed', 'pause']);
    expect(names('message')).to.deep.equal(['crash-at-effect', 'duplicate', 'late', 'loss', 'pause']);
    expect(names('call')).to.deep.equal([
      'black-hole',
      'crash-at-effect',
      'duplicate-request',
      'gateway-error',
      'late',
      'lost-answer',
      'lost-connection',
      'partition-one-way',
      'pause',
    ]);
    expect(names('answer')).to.deep.equal(['black-hole', 'crash-at-effect', 'lost-connection', 'pause']);
    expect(names('part')).to.deep.equal(['crash-at-effect', 'pause']);
    expect(names('request')).to.deep.equal(['black-hole', 'gateway-error', 'late', 'lost-answer', 'lost-connection', 'partition-one-way']);
  });

  it('come later than their sender waits, where they are late', () => {
    for (const name of ['call', 'request']) {
      const place = places[name] as Place;
      const [aimed] = late.aim?.(place, { stay }) ?? [];
      expect(aimed?.lasts, name).to.be.above(place.patience ?? Infinity);
    }
  });
});

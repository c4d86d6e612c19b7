// Goal: whoever looks on sees every input and every effect once, in order, as the very objects that travel; it changes nothing, and forks are left alone.
// Method: two toy stores and one write, with and without somebody who looks on.
import { expect } from 'chai';
import type { Watcher } from '../../contract/index.js';
import type { SimulatedTrial } from './simulate.js';
import { put, toyWorld, watch } from './toy-world.js';

interface Seen {
  readonly lines: string[];
  readonly bodies: unknown[];
}

function lookAt(trial: SimulatedTrial): Seen {
  const seen: Seen = { lines: [], bodies: [] };
  const watcher: Watcher = {
    found: ({ from, to, request }) => void seen.lines.push(`open ${from} ${to} ${request.path}`),
    asked: (_at, { to, request }) => void seen.lines.push(`asked ${to} ${request.path}`),
    stepped: (_at, node, input) => {
      if (input.on !== 'timer') seen.lines.push(`${node} takes ${input.on}`);
      if (input.on === 'message') seen.bodies.push(input.body);
    },
    passed: (_at, node, effect) => {
      if (effect.do !== 'timer') seen.lines.push(`${node} ${effect.do}`);
      if (effect.do === 'send') seen.bodies.push(effect.body);
    },
  };
  trial.watch(watcher);
  return seen;
}

const write = ['a takes request', 'a persist', 'a send', 'b takes message', 'b persist', 'b send', 'a takes message', 'a mark', 'a reply'];

describe('simulator: whoever looks on', () => {
  it('sees a write go its way, and what is sent arrive as the very same object', () => {
    const trial = toyWorld();
    watch(trial, 1_000);
    const { lines, bodies } = lookAt(trial);
    trial.do(put(1, 'a', 'k', 'v'));
    watch(trial, 15_000);
    expect(lines).to.deep.equal(['asked a /k', ...write]);
    expect([bodies.length, new Set(bodies).size]).to.deep.equal([4, 2]);
  });

  it('sees what was open before, and nothing once it has left', () => {
    const trial = toyWorld();
    watch(trial, 1_000);
    trial.do(put(1, 'a', 'k', 'v'));
    const { lines } = lookAt(trial);
    trial.watch(null);
    watch(trial, 15_000);
    expect(lines).to.deep.equal(['open client a /k']);
  });

  it('changes nothing, and does not see forks', () => {
    const [watched, alone] = [toyWorld(), toyWorld()];
    const { lines } = lookAt(watched);
    for (const trial of [watched, alone]) {
      trial.do(put(1, 'a', 'k', 'v'));
      watch(trial, 15_000);
    }
    expect(watched.hash()).to.equal(alone.hash());
    const { length } = lines;
    const fork = watched.fork(null);
    fork.do(put(2, 'a', 'k', 'w'));
    watch(fork, 30_000);
    expect(lines).to.have.length(length);
  });
});

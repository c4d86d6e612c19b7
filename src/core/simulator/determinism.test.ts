// Goal: a simulated run is a function of its seed, forks with all that it is, and shows it when a node is not a function of its inputs.
// Method: worlds of two toy stores under a fixed script of requests and faults; rolling hashes compared.
import { expect } from 'chai';
import type { Machine } from '../../world/index.js';
import { hostOf } from './machine-host.js';
import type { SimulatedTrial } from './simulate.js';
import { toyStore, type ToyState } from './toy-store.js';
import { answerTo, put, toyWorld, watch } from './toy-world.js';

describe('simulator: determinism', () => {
  it('the same seed gives the same hash, another seed another', () => {
    expect(played('1')).to.equal(played('1'));
    expect(played('2')).not.to.equal(played('1'));
  });

  it('a fork in the middle goes on as the original does', () => {
    const trial = begun('3');
    const fork = trial.fork(null);
    expect(ended(fork)).to.equal(ended(trial));
    expect(fork.digest()).to.equal(trial.digest());
  });

  it('a fork with another seed goes another way', () => {
    const trial = begun('3');
    expect(ended(trial.fork('other'))).not.to.equal(ended(trial));
  });

  it('probes do not change the run that they fork from', () => {
    const probed = toyWorld({ seed: '4' });
    script(probed, () => ended(probed.fork('probe')));
    expect(ended(probed)).to.equal(ended(begun('4')));
  });

  it('a node that asks the real clock gives another hash each time', async () => {
    const clocked: Machine<ToyState> = {
      ...toyStore,
      step: (state, input, env) => [...toyStore.step(state, input, env), { do: 'mark', name: 'now', data: Date.now() }],
    };
    const run = (): number => {
      const trial = toyWorld({}, () => hostOf(clocked));
      watch(trial, 100_000);
      return trial.hash();
    };
    const first = run();
    await new Promise((resolve) => setTimeout(resolve, 3));
    expect(run()).not.to.equal(first);
  });

  it('under guard a node that asks anyone but its env is stopped at once, and afterwards all is as it was', () => {
    const asks: readonly (readonly [name: string, ask: () => unknown])[] = [
      ['now', () => Date.now()],
      ['now', () => performance.now()],
      ['Date', () => new Date()],
      ['random', () => Math.random()],
      ['hrtime', () => process.hrtime()],
      ['randomUUID', () => crypto.randomUUID()],
      ['setTimeout', () => setTimeout(() => undefined, 1)],
    ];
    for (const [name, ask] of asks) {
      const asking: Machine<ToyState> = {
        ...toyStore,
        step: (state, input, env) => (ask() === null ? [] : toyStore.step(state, input, env)),
      };
      expect(() =>
        watch(
          toyWorld({ guard: true }, () => hostOf(asking)),
          100_000,
        ),
      ).to.throw(`simulator: a step takes ${name} from`);
    }
    const dating: Machine<ToyState> = {
      ...toyStore,
      step: (state, input, env) => toyStore.step(state, input, { ...env, wall: new Date(0).getTime(), draw: () => 0 }),
    };
    expect(() =>
      watch(
        toyWorld({ guard: true }, () => hostOf(dating)),
        100_000,
      ),
    ).not.to.throw();
    expect([typeof Date.now(), typeof performance.now(), typeof crypto.randomUUID()]).to.deep.equal(['number', 'number', 'string']);
  });

  it('under freeze a node that edits a message which it received is stopped at once', () => {
    const greedy: Machine<ToyState> = {
      ...toyStore,
      step(state, input, env) {
        if (input.on === 'message') (input.body as { value: string }).value = 'mine';
        return toyStore.step(state, input, env);
      },
    };
    const trial = toyWorld({ freeze: true }, () => hostOf(greedy));
    trial.do(put(1, 'a', 'k', 'v'));
    expect(() => watch(trial, 100_000)).to.throw(TypeError);
  });

  it('without faults a request is answered in a few milliseconds', () => {
    const trial = toyWorld();
    trial.do(put(1, 'a', 'k', 'v'));
    expect(answerTo(1, watch(trial, 8_000))).to.deep.include({ status: 200, body: { key: 'k' }, failure: null });
  });
});

function script(trial: SimulatedTrial, probe: () => void = () => undefined): void {
  for (let id = 1; id <= 20; id++) {
    trial.do(put(id, id % 2 === 0 ? 'a' : 'b', `k${id % 5}`, `v${id}`, 60_000));
    if (id === 5) trial.do({ do: 'link', from: 'a', to: 'b', name: 'f', fault: { kind: 'loss', percent: 40 }, stream: 'upstream' });
    if (id === 8) trial.do({ do: 'node', node: 'b', act: 'kill' });
    if (id === 12) trial.do({ do: 'node', node: 'b', act: 'start' });
    if (id === 14) trial.do({ do: 'node', node: 'a', act: 'stop' });
    watch(trial, id * 7_001);
    probe();
  }
}

function begun(seed: string): SimulatedTrial {
  const trial = toyWorld({ seed });
  script(trial);
  return trial;
}

function ended(trial: SimulatedTrial): number {
  trial.do({ do: 'heal-all' });
  watch(trial, 400_000);
  return trial.hash();
}

function played(seed: string): number {
  return ended(begun(seed));
}

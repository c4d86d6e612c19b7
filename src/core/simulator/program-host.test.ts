// Goal: a node program in another language is a node like any other: same run as its twin in process, forked, killed and blamed in the same way.
// Method: the Python example beside a twin in TypeScript, under the same seed; rolling hashes compared.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Host, Topology } from '../../contract/index.js';
import { bytesOf, type Machine, textOf } from '../../world/index.js';
import { hostOf, programHost, type SimulatedTrial, simulate } from './index.js';
import { answerTo, put, watch, watchLater } from './toy-world.js';

/** The example is not compiled: it is found from the root of the package, wherever the built test is. */
const example = fileURLToPath(
  new URL(import.meta.url.replace(/\/(dist|\.build\/[^/]+)?\/?src\/core\/.*$/, '/examples/python-node/echo_node.py')),
);

const twin: Machine<null> = {
  boot: () => [null, []],
  step(_state, input, env) {
    if (input.on !== 'request') return [];
    const text = `${textOf(input.request.body)} ${env.draw('lot', 1000)}`;
    return [{ do: 'reply', call: input.call, part: { head: { status: 200, headers: {} }, bytes: bytesOf(text), end: true } }];
  },
  clone: () => null,
  digest: () => 0,
};

function world(open: () => Host): SimulatedTrial {
  const topology: Topology = {
    nodes: [{ id: 'echo', role: 'echo' }],
    links: [{ from: 'client', to: 'echo', kind: 'stream' }],
    envelope: [],
  };
  const trial = simulate({ topology, nodes: [{ id: 'echo', role: 'echo', config: null, open }], seed: '1' });
  trial.do(put(1, 'echo', 'x', 'hi'));
  return trial;
}

describe('simulator: node programs', () => {
  const open: SimulatedTrial[] = [];
  const python = (): SimulatedTrial => {
    const trial = world(() => programHost(['python3', example]));
    open.push(trial);
    return trial;
  };

  before(function () {
    this.timeout(60_000);
    if (spawnSync('python3', ['--version']).status === 0) return;
    console.log('skipped, because there is no python3 here');
    this.skip();
  });

  afterEach(async () => {
    for (const trial of open.splice(0)) await trial.close();
  });

  it('the Python example behaves as its twin in process', async () => {
    const trial = python();
    const other = world(() => hostOf(twin));
    expect(await watchLater(trial, 50_000)).to.deep.equal(watch(other, 50_000));
    expect(trial.hash()).to.equal(other.hash());
  }).timeout(60_000);

  it('a fork by replay goes on as the original does, and both as the twin', async () => {
    const trial = python();
    const other = world(() => hostOf(twin));
    await watchLater(trial, 50_000);
    watch(other, 50_000);
    const fork = trial.fork(null);
    open.push(fork);
    for (const each of [trial, fork, other]) each.do(put(2, 'echo', 'x', 'again'));
    const news = await watchLater(fork, 100_000);
    expect(answerTo(2, news)?.body).to.match(/^again \d+$/);
    expect(news).to.deep.equal(await watchLater(trial, 100_000));
    expect(news).to.deep.equal(watch(other, 100_000));
    expect(fork.hash()).to.equal(trial.hash()).and.to.equal(other.hash());
  }).timeout(60_000);

  it('a program that is killed boots again as a fresh process', async () => {
    const trial = python();
    await watchLater(trial, 50_000);
    trial.do({ do: 'node', node: 'echo', act: 'kill' });
    trial.do({ do: 'node', node: 'echo', act: 'start' });
    trial.do(put(2, 'echo', 'x', 'back'));
    const news = await watchLater(trial, 100_000);
    expect(news.map(({ is }) => is)).to.deep.equal(['down', 'up', 'answer']);
  }).timeout(60_000);

  it('a program that ends by itself is down with why exit', async () => {
    const trial = world(() => programHost(['python3', '-c', 'pass']));
    open.push(trial);
    const [down] = await watchLater(trial, 10_000);
    expect(down).to.include({ is: 'down', node: 'echo', why: 'exit' });
  }).timeout(60_000);

  it('a program that cannot be started is down with why exit', async () => {
    const trial = world(() => programHost(['/nonexistent-program']));
    open.push(trial);
    const [down] = await watchLater(trial, 10_000);
    expect(down).to.include({ is: 'down', node: 'echo', why: 'exit' });
  }).timeout(60_000);
});

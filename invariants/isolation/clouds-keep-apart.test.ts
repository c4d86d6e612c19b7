// Goal: a cloud that moves while it is up, and one that comes up in another's namespace, are seen; what comes after or beside another is not blamed.
// Method: hand-written looks at clouds and their contexts, each showing one moment.
import { expect } from 'chai';
import type { Fact } from '../../src/contract/index.js';
import { call, judged, looks, thing, type Telling, told, toySystem, work } from '../toy-history.js';
import { cloudsKeepApart } from './clouds-keep-apart.js';

const toy = toySystem();
const operation = toy.operations[0] ?? expect.fail('the toy has operations');
const update = { ...operation, name: 'logical-cloud.update', kind: 'logical-cloud', verb: 'move' as const };
const system = { ...toy, operations: [...toy.operations, update] };
const verdict = (...lines: readonly Telling[]) => judged(cloudsKeepApart, told(...lines), system);

interface Up {
  readonly name?: string;
  readonly namespace?: string;
  readonly level?: string;
  readonly state?: string;
  readonly cluster?: string;
}

/** A cloud and its context. */
function up({ name = 'a', namespace = 'ns', level = '1', state = 'Instantiated', cluster = 'one' }: Up = {}): readonly Fact[] {
  const cloud = thing(`/clouds/${name}`, { kind: 'logical-cloud', body: { spec: { level, namespace } } });
  return [cloud, work(`context/${name}`, cloud.key, { state, refs: [`/clusters/${cluster}`] })];
}

const moved = ['clouds-keep-apart/moved-while-up'];
const shared = ['clouds-keep-apart/one-namespace-for-two'];

describe('isolation/clouds-keep-apart', () => {
  it('holds when clouds keep what they are called, and have namespaces of their own', () => {
    const both = [...up(), ...up({ name: 'b', namespace: 'other' })];
    expect(verdict(looks('poll', both), looks('poll', both))).to.equal('holds');
  });

  it('is violated by a cloud that is called otherwise while the same context lives', () => {
    expect(verdict(looks('poll', up()), looks('poll', up({ namespace: 'other' })))).to.deep.equal(moved);
    expect(verdict(looks('poll', up()), looks('poll', up({ level: '0' })))).to.deep.equal(moved);
    expect(verdict(looks('poll', up()), looks('poll', up({ namespace: 'other', state: 'Terminated' })))).to.equal('unknown');
  });

  it('is violated by two clouds in place with one namespace on one cluster', () => {
    expect(verdict(looks('poll', [...up(), ...up({ name: 'b' })]))).to.deep.equal(shared);
  });

  it('is violated by one that comes up where another is, whether or not it gets there', () => {
    const late = up({ name: 'b', state: 'InstantiateFailed' });
    expect(verdict(looks('poll', [...up(), ...late]))).to.deep.equal(shared);
    expect(verdict(looks('poll', [...up({ state: 'Updating' }), ...late]))).to.deep.equal(shared);
  });

  it('lets another have what one may have left already', () => {
    const late = up({ name: 'b', state: 'Instantiating' });
    const twice = (facts: readonly Fact[]) => [looks('poll', facts), looks('poll', facts)].flat();
    expect(verdict(twice([...up({ state: 'Terminating' }), ...late]))).to.equal('holds');
    const updated = call('u', 'logical-cloud.update', '/clouds/a');
    expect(verdict(updated, twice([...up({ state: 'Updating' }), ...late]))).to.equal('holds');
    expect(verdict(updated, looks('poll', [...up(), ...late]))).to.deep.equal(shared);
  });

  it('lets clouds have one namespace on two clusters, and those of level 0 share theirs', () => {
    const apart = [...up(), ...up({ name: 'b', cluster: 'two' })];
    const level0 = [...up({ level: '0' }), ...up({ name: 'b', level: '0' })];
    expect(verdict(looks('poll', apart), looks('poll', apart))).to.equal('holds');
    expect(verdict(looks('poll', level0), looks('poll', level0))).to.equal('holds');
  });

  it('is unknown where no cloud was up at two looks', () => {
    expect(verdict(looks('poll', up()))).to.equal('unknown');
  });
});

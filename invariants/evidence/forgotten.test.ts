// Goal: what is on the server of a cluster that was given up is nobody's, from the call on until that server is worked again at rest.
// Method: hand-written calls and looks, then questions about one object.
import { expect } from 'chai';
import {
  answered,
  asked,
  call,
  judged,
  look,
  looks,
  object,
  rest,
  round,
  type Telling,
  thing,
  told,
  toySystem,
  work,
} from '../toy-history.js';
import { nothingIsOrphaned } from '../orphan/nothing-is-orphaned.js';
import { isForgotten, noteForgotten, nothingForgotten } from './forgotten.js';

const toy = toySystem();
const operation = toy.operations[0] ?? expect.fail('the toy has operations');
const system = {
  ...toy,
  operations: [...toy.operations, { ...operation, name: 'cluster.forget', kind: 'cluster', verb: 'move' as const }],
};

const one = '/clusters/one';
const server = (state: string) => work('server/edge1', one, { kind: 'server', uid: null, state });
const worked = look('rest', 'work', [server('syncer1')]);
const forget = call('f', 'cluster.forget', one);
const nobodys = (...lines: readonly Telling[]): boolean => {
  const forgotten = nothingForgotten(system);
  for (const event of told(...lines)) noteForgotten(forgotten, event);
  return isForgotten(forgotten, 'edge1/web');
};

describe('evidence/forgotten', () => {
  it('leaves every server to somebody where no cluster was given up', () => {
    expect(nobodys()).to.equal(false);
    expect(nobodys(worked, look('rest', 'work', []))).to.equal(false);
    expect(nobodys(worked, call('f', 'cluster.forget', one, 'fail'), look('rest', 'work', []))).to.equal(false);
  });

  it('is told by a look, or by a call about a cluster whose server was seen, before or after', () => {
    expect(nobodys(look('poll', 'work', [server('forgotten')]))).to.equal(true);
    expect(nobodys(worked, forget)).to.equal(true);
    expect(nobodys(forget, worked)).to.equal(true);
    expect(nobodys(worked, asked('f', 'cluster.forget', one), answered('f', 'info'))).to.equal(true);
  });

  it('takes every server that nobody works where the one of the cluster was never seen', () => {
    expect(nobodys(forget)).to.equal(true);
    expect(nobodys(forget, look('poll', 'work', [work('server/edge1', '/clusters/two', { kind: 'server', state: 'syncer1' })]))).to.equal(
      false,
    );
  });

  it('ends when the server is worked at rest', () => {
    expect(nobodys(worked, forget, worked)).to.equal(true);
    expect(nobodys(worked, forget, worked, rest())).to.equal(false);
    expect(nobodys(worked, forget, look('rest', 'work', []), rest())).to.equal(true);
    expect(nobodys(worked, call('f', 'cluster.forget', one, 'info'), worked, rest())).to.equal(true);
  });

  it('keeps judges from what is left there', () => {
    const left = object('edge1/web', 'job/1');
    const verdict = (...lines: readonly Telling[]) => judged(nothingIsOrphaned, told(...lines), system);
    const orphaned = [looks('rest', [thing('/things/a'), server('syncer1'), thing(one), left]), rest()];
    expect(verdict(...orphaned)).to.deep.equal(['nothing-is-orphaned/actual/object']);
    const given = [looks('rest', [thing('/things/a'), server('forgotten'), thing(one), left]), rest()];
    expect(verdict(...given)).to.equal('holds');
    expect(verdict(...given, looks('empty', [left]), round('janitor'))).to.equal('holds');
    expect(verdict(looks('empty', [left]), round('janitor'))).to.deep.equal(['nothing-is-orphaned/left/object']);
  });
});

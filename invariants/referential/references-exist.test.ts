// Goal: a reference or owner that is not there is seen at once, and one that is merely not seen is not blamed.
// Method: hand-written histories over the toy system, whose intent and work come from one linearizable answer.
import { expect } from 'chai';
import { asked, call, judged, look, looks, rest, thing, type Telling, told, toySystem, work } from '../toy-history.js';
import { referencesExist } from './references-exist.js';

const a = '/things/a';
const cloud = thing('/clouds/c', { kind: 'cloud' });
const verdict = (...lines: readonly Telling[]) => judged(referencesExist, told(...lines));

describe('referential/references-exist', () => {
  it('holds when owners and references are there, in this layer or in the work', () => {
    const fact = thing(a, { refs: ['/clouds/c', 'job/1'] });
    const part = thing(`${a}/parts/p`, { owner: a });
    expect(verdict(looks('poll', [cloud, fact, part, work('job/1', a)]))).to.equal('holds');
  });

  it('is violated by a reference, an owner or a work that is not there, also while lanes run', () => {
    const dangling = thing(a, { refs: ['/things/nobody'] });
    expect(verdict(looks('poll', [dangling]))).to.deep.equal(['references-exist/dangling/thing']);
    expect(verdict(looks('poll', [thing(a, { owner: '/nobody' })]))).to.deep.equal(['references-exist/parent-missing/thing']);
    expect(verdict(looks('poll', [thing(a, { refs: ['job/1'] })]))).to.deep.equal(['references-exist/lost-work/thing']);
  });

  it('is violated by what a work still needs and is not there', () => {
    const needing = work('job/1', a, { refs: ['/clouds/c'] });
    expect(verdict(looks('poll', [thing(a), needing, cloud]))).to.equal('holds');
    expect(verdict(looks('poll', [thing(a), needing]))).to.deep.equal(['references-exist/dangling/job']);
  });

  it('is violated by a record without content where others of its kind have some', () => {
    const hollow = thing('/things/b', { body: null });
    expect(verdict(looks('poll', [thing(a), hollow]))).to.deep.equal(['references-exist/without-content/thing']);
    expect(verdict(looks('poll', [hollow]))).to.equal('holds');
  });

  it('is unknown without a whole look', () => {
    const dangling = thing(a, { refs: ['/nobody'] });
    expect(verdict(call('s1', 'thing.create', a))).to.equal('unknown');
    expect(verdict(look('poll', 'intent', [dangling], false), look('poll', 'work'), rest())).to.equal('unknown');
    expect(verdict(look('rest', 'intent', [dangling]), look('rest', 'work', [], false), rest())).to.equal('unknown');
  });

  it('waits for rest where the intent is pieced together from several answers', () => {
    const { observe, topology } = toySystem();
    const pieces = toySystem({ observe: (t) => observe(t).map((each) => ({ ...each, looks: [...each.looks, ...each.looks] })) });
    const torn = looks('poll', [thing(a, { refs: ['/nobody'] })]);
    expect(judged(referencesExist, told(torn), pieces)).to.equal('unknown');
    expect(judged(referencesExist, told(torn, looks('rest', [thing(a)]), rest()), pieces)).to.equal('holds');
    expect(topology({}).nodes).to.have.length(6);
  });

  it('is violated by an accepted body that names what nobody ever tried to make', () => {
    const named = { args: { body: { spec: { cloud: 'phantom' } } } };
    const made = call('s1', 'thing.create', a, 'ok', named);
    expect(verdict(made, looks('poll', []))).to.deep.equal(['references-exist/dangling/thing']);
    expect(verdict(call('s1', 'thing.create', a, 'fail', named), looks('poll', []))).to.equal('holds');
  });

  it('lets a body name what a call tried to make, even in doubt or later, and what was there before anybody called', () => {
    const made = call('s1', 'thing.create', a, 'ok', { args: { body: { spec: { cloud: 'c' } } } });
    expect(verdict(asked('s0', 'cloud.create', '/clouds/c'), made, looks('poll', []))).to.equal('holds');
    expect(verdict(made, call('s2', 'cloud.delete', '/clouds/c'), looks('poll', []))).to.equal('holds');
    expect(verdict(made, looks('poll', [cloud]))).to.equal('holds');
  });
});

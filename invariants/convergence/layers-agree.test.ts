// Goal: at rest, what is wanted and what is there are compared, and only then.
// Method: hand-written looks at three layers whose work says what it wants.
import { expect } from 'chai';
import { hashJson } from '../../src/world/index.js';
import { judged, look, looks, object, rest, type Telling, thing, told, work } from '../toy-history.js';
import { layersAgree } from './layers-agree.js';

const a = thing('/things/a');
const web = object('edge1/web', 'job/1', { body: { text: 'right' } });
const job = (body: object) => work('job/1', a.key, { body: JSON.parse(JSON.stringify(body)) });
const verdict = (...lines: readonly Telling[]) => judged(layersAgree, told(...lines));
const at = (...facts: Parameters<typeof looks>[1]) => [looks('rest', facts), rest()].flat();

describe('convergence/layers-agree', () => {
  it('holds when what is wanted is there, as it is wanted, and nothing else', () => {
    const digests = { [web.key]: hashJson(0, web.body) };
    expect(verdict(at(a, job({ wanted: [web.key], ready: true, wantedDigests: digests }), web))).to.equal('holds');
  });

  it('is violated by what is missing, or belongs to another', () => {
    expect(verdict(at(a, job({ wanted: [web.key] })))).to.deep.equal(['layers-agree/missing/job']);
    expect(verdict(at(a, job({ wanted: [web.key] }), { ...web, owner: 'job/2' }))).to.deep.equal(['layers-agree/missing/job']);
  });

  it('is violated by what looks different', () => {
    const digests = { [web.key]: hashJson(0, { text: 'left' }) };
    expect(verdict(at(a, job({ wanted: [web.key], wantedDigests: digests }), web))).to.deep.equal(['layers-agree/different/job']);
  });

  it('is violated by what nobody wants, where all is said to be ready', () => {
    expect(verdict(at(a, job({ wanted: [], ready: true }), web))).to.deep.equal(['layers-agree/unwanted/job']);
    expect(verdict(at(a, job({ wanted: [] }), web))).to.equal('holds');
  });

  it('leaves a false ready or gone to the judge of statuses', () => {
    expect(verdict(at(a, job({ wanted: [web.key], ready: true })))).to.equal('holds');
    expect(verdict(at(a, job({ wanted: [], ready: true, gone: 'all' }), web))).to.equal('holds');
  });

  it('compares mirrors: what stands in two layers under one key', () => {
    const copy = object('/things/a', '/things/a', { kind: 'thing', body: { n: 1 } });
    const b = thing('/things/b', { body: { n: 1 } });
    expect(verdict(at({ ...a, body: { n: 1 } }, copy))).to.equal('holds');
    expect(verdict(at({ ...a, body: { n: 2 } }, copy))).to.deep.equal(['layers-agree/different/thing']);
    expect(verdict(at({ ...a, body: { n: 1 } }, b, copy))).to.deep.equal(['layers-agree/missing/thing']);
  });

  it('is violated by work that is at another revision than what names it', () => {
    const named = thing('/things/a', { refs: ['job/1'], revision: 2 });
    const at2 = work('job/1', named.key, { revision: 2 });
    const other = ['layers-agree/other-revision/thing'];
    expect(verdict(at(named, at2))).to.equal('holds');
    expect(verdict(at(named, { ...at2, revision: 1 }))).to.deep.equal(other);
    expect(verdict(at(named, { ...at2, revision: 1, body: { gone: 'all' } }))).to.equal('holds');
    expect(verdict(at({ ...named, refs: [] }, { ...at2, revision: 1 }))).to.equal('holds');
  });

  it('is violated when rest never comes', () => {
    expect(verdict(looks('rest', [a]), rest(['work job/1 is Going (moving)']))).to.deep.equal(['never-at-rest/work/Going']);
  });

  it('is unknown without a wait for rest, or without a layer', () => {
    expect(verdict(looks('rest', [a, job({ wanted: [web.key] })]))).to.equal('unknown');
    expect(verdict(looks('poll', [a, job({ wanted: [web.key] })]), rest())).to.equal('unknown');
    expect(verdict(look('rest', 'intent', [a]), look('rest', 'actual', [], false), rest())).to.equal('unknown');
  });
});

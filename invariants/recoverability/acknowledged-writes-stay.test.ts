// Goal: what was acknowledged is looked for, and nothing that may be otherwise is blamed.
// Method: hand-written histories, each the shortest that shows it; the last look is taken at rest.
import { expect } from 'chai';
import type { Json } from '../../src/world/index.js';
import { answered, asked, call, judged, look, over, thing, type Telling, told } from '../toy-history.js';
import { acknowledgedWritesStay } from './acknowledged-writes-stay.js';

const a = '/things/a';
const there = look('rest', 'intent', [thing(a)]);
const gone = look('rest', 'intent', []);
const verdict = (...lines: readonly Telling[]) => judged(acknowledgedWritesStay, told(...lines));
const again = (step: string, op: string, key: string) => [asked(step, op, key), answered(step, 'info'), asked(step, op, key)];

describe('recoverability/acknowledged-writes-stay', () => {
  it('holds when what was made is there and what was deleted is not', () => {
    const made = call('s1', 'thing.create', a);
    expect(verdict(made, there)).to.equal('holds');
    expect(verdict(made, call('s2', 'thing.delete', a), gone)).to.equal('holds');
  });

  it('is violated by what is lost, and by what comes back', () => {
    const made = call('s1', 'thing.create', a);
    expect(verdict(made, gone)).to.deep.equal(['acknowledged-writes-stay/lost/thing']);
    expect(verdict(made, call('s2', 'thing.delete', a), there)).to.deep.equal(['acknowledged-writes-stay/came-back/thing']);
  });

  it('is unknown when nothing was acknowledged, or no whole listing was taken at rest', () => {
    expect(verdict(call('s1', 'thing.create', a, 'fail'), gone)).to.equal('unknown');
    expect(verdict(call('s1', 'thing.create', a, 'info'), gone)).to.equal('unknown');
    expect(verdict(call('s1', 'thing.create', a), look('rest', 'intent', [], false), look('poll', 'intent', []))).to.equal('unknown');
  });

  it('leaves out a key whose last writes overlap', () => {
    const made = call('s1', 'thing.create', a);
    const overlapping = [asked('s2', 'thing.delete', a), asked('s3', 'thing.put', a), answered('s2', 'ok'), over('s2', 'ok')];
    expect(verdict(made, overlapping, answered('s3', 'ok'), over('s3', 'ok'), gone)).to.equal('unknown');
  });

  it('leaves out a key that a call in doubt may still change, however early it was sent', () => {
    const doubt = call('s1', 'thing.delete', a, 'info');
    expect(verdict(doubt, call('s2', 'thing.create', a), gone)).to.equal('unknown');
  });

  it('takes a late refusal of a repeated call for doubt', () => {
    const doubt = [...again('s2', 'thing.delete', a), answered('s2', 'fail'), over('s2', 'fail')];
    expect(verdict(call('s1', 'thing.create', a), doubt, gone)).to.equal('unknown');
  });

  it('knows that without a key an earlier attempt may arrive after the later one', () => {
    const doubt = [...again('s1', 'thing.put', a), answered('s1', 'ok'), over('s1', 'ok')];
    expect(verdict(doubt, call('s2', 'thing.delete', a), there)).to.equal('unknown');
  });

  it('trusts the key of a repeated call', () => {
    const repeated = [...again('s1', 'thing.create', a), answered('s1', 'ok'), over('s1', 'ok')];
    expect(verdict(repeated, call('s2', 'thing.delete', a), there)).to.deep.equal(['acknowledged-writes-stay/came-back/thing']);
  });

  it('lets the delete of what encloses a thing take it along', () => {
    const made = call('s1', 'thing.create', `${a}/parts/b`);
    expect(verdict(made, call('s2', 'thing.delete', a), gone)).to.equal('holds');
    expect(verdict(call('s0', 'thing.delete', a), made, gone)).to.deep.equal(['acknowledged-writes-stay/lost/thing']);
  });

  it('counts creates and deletes where they overlap', () => {
    const first = call('s1', 'thing.create', a);
    const both = [asked('s2', 'thing.delete', a), asked('s3', 'thing.create', a), over('s2', 'ok'), over('s3', 'ok')];
    expect(verdict(first, both, gone)).to.deep.equal(['acknowledged-writes-stay/lost/thing']);
    expect(verdict(first, both, there)).to.equal('unknown');
  });

  it('is violated by a body that an earlier write left, unless a life-cycle call may have meant that', () => {
    const one = call('s1', 'thing.create', a, 'ok', { answer: { size: 1 } });
    const two = call('s2', 'thing.replace', a, 'ok', { answer: { size: 2 } });
    const old = look('rest', 'intent', [thing(a, { body: { size: 1 } })]);
    expect(verdict(one, two, old)).to.deep.equal(['acknowledged-writes-stay/overwritten/thing']);
    expect(verdict(one, two, call('s3', 'thing.start', a), old)).to.equal('holds');
  });

  it('is violated by a body that says what the last write did not, and by no other', () => {
    const write = (body: Json) => call('s1', 'thing.replace', a, 'ok', { args: { body } });
    const kept = (body: Json) => look('rest', 'intent', [thing(a, { body })]);
    const notAsSaid = ['acknowledged-writes-stay/not-as-said/thing'];
    const body = { metadata: { name: 'a' }, spec: { list: [1, 2], user: 'ada', unknown: true } };
    for (const other of [
      { size: 1 },
      { spec: { list: [1, 2, 1, 2] } },
      { spec: { list: [2, 1] } },
      { spec: { user: 'eve' } },
      { spec: 'text' },
    ])
      expect(verdict(write(body), kept(other)), JSON.stringify(other)).to.deep.equal(notAsSaid);
    for (const same of [body, { metadata: { Name: 'a' }, spec: { list: ['1', '2'] } }, { spec: {}, labels: [], text: '' }])
      expect(verdict(write(body), kept(same)), JSON.stringify(same)).to.equal('holds');
    const unsure = [...write({ n: 1 }), asked('s2', 'thing.replace', a), answered('s2', 'info')];
    expect(verdict(unsure, kept({ n: 2 }))).to.equal('unknown');
    expect(verdict(write({ n: 1 }), call('s3', 'thing.start', a), kept({ n: 2 }))).to.equal('holds');
  });
});

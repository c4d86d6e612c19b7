// Goal: an accepted call that no order of the calls makes legal is seen; one that some order does is not blamed.
// Method: hand-written histories of calls about one key.
import { expect } from 'chai';
import { answered, asked, call, judged, looks, over, thing, type Telling, told } from '../toy-history.js';
import { acceptedCallsAreLegal } from './accepted-calls-are-legal.js';

const a = '/things/a';
const made = call('m', 'thing.create', a);
const gone = call('g', 'thing.delete', a);
const verdict = (...lines: readonly Telling[]) => judged(acceptedCallsAreLegal, told(...lines));

describe('legality/accepted-calls-are-legal', () => {
  it('holds for a life in order, with refusals of what is not legal', () => {
    expect(verdict(made, call('s1', 'thing.start', a), gone, call('s2', 'thing.delete', a, 'fail', { status: 404 }))).to.equal('holds');
  });

  it('is violated by what is made twice', () => {
    expect(verdict(made, call('s1', 'thing.create', a))).to.deep.equal(['accepted-calls-are-legal/made-twice/thing']);
    const both = [asked('s1', 'thing.create', a), asked('s2', 'thing.create', a), over('s1', 'ok'), over('s2', 'ok')];
    expect(verdict(both)).to.deep.equal(['accepted-calls-are-legal/made-twice/thing']);
  });

  it('is violated by a move, read or delete of what is gone for certain', () => {
    expect(verdict(made, gone, call('s1', 'thing.start', a))).to.deep.equal(['accepted-calls-are-legal/move-of-nothing/thing']);
    expect(verdict(made, gone, call('s1', 'thing.get', a))).to.deep.equal(['accepted-calls-are-legal/read-of-nothing/thing']);
    expect(verdict(made, gone, call('s1', 'thing.delete', a))).to.deep.equal(['accepted-calls-are-legal/delete-of-nothing/thing']);
  });

  it('is violated by a read that does not find what is there', () => {
    expect(verdict(made, call('s1', 'thing.get', a, 'fail', { status: 404 }))).to.deep.equal(['accepted-calls-are-legal/not-found/thing']);
  });

  it('is unknown when nothing is certain of what the call met', () => {
    expect(verdict(call('s1', 'thing.start', a))).to.equal('unknown');
    expect(verdict(call('s0', 'thing.create', a, 'info'), call('s1', 'thing.get', a, 'fail', { status: 404 }))).to.equal('unknown');
  });

  it('proves nothing by calls that overlap, and so may take either order', () => {
    const read = [asked('s1', 'thing.get', a), ...gone, answered('s1', 'ok'), over('s1', 'ok')];
    expect(verdict(made, read)).to.equal('holds');
    const remade = [asked('s1', 'thing.create', a), ...gone, answered('s1', 'ok'), over('s1', 'ok')];
    expect(verdict(made, remade)).to.equal('unknown');
  });

  it('proves nothing where a call in doubt may take effect at any later time', () => {
    expect(verdict(made, call('s1', 'thing.delete', a, 'info'), call('s2', 'thing.create', a))).to.equal('unknown');
    expect(verdict(made, call('s1', 'thing.delete', a, 'info'), call('s2', 'thing.get', a, 'fail', { status: 404 }))).to.equal('unknown');
    const late = [asked('s1', 'thing.delete', a), answered('s1', 'info'), asked('s1', 'thing.delete', a), answered('s1', 'fail')];
    expect(verdict(made, late, over('s1', 'fail'), call('s2', 'thing.get', a, 'fail', { status: 404 }))).to.equal('unknown');
  });

  it('lets a replace make what is not there, and the delete of an enclosing thing take it along', () => {
    expect(verdict(made, gone, call('s1', 'thing.replace', a), call('s2', 'thing.get', a))).to.equal('holds');
    const part = call('s1', 'thing.create', `${a}/parts/p`);
    const without = call('s2', 'thing.get', `${a}/parts/p`, 'fail', { status: 404 });
    expect(verdict(made, part, gone, without)).to.equal('holds');
  });

  it('is violated by a replace that says the opposite of what it did', () => {
    const replaced = (status: number) => call('p', 'thing.replace', a, 'ok', { status });
    const made201 = ['accepted-calls-are-legal/made-what-was-there/thing'];
    const nothing200 = ['accepted-calls-are-legal/replaced-nothing/thing'];
    const made = call('m', 'thing.create', a, 'ok', { status: 201 });
    expect(verdict(made, replaced(201))).to.deep.equal(made201);
    expect(verdict(made, replaced(200))).to.equal('holds');
    expect(verdict(made, gone, replaced(200))).to.deep.equal(nothing200);
    expect(verdict(made, gone, replaced(201))).to.equal('holds');
    expect(verdict(replaced(200), looks('poll', []))).to.equal('unknown');
  });

  it('knows from a look what was not there, unless somebody may have made it since', () => {
    const replaced = call('p', 'thing.replace', a, 'ok', { status: 200 });
    const nothing200 = ['accepted-calls-are-legal/replaced-nothing/thing'];
    const other = call('o', 'thing.create', '/things/b', 'ok', { status: 201 });
    expect(verdict(other, looks('poll', []), replaced)).to.deep.equal(nothing200);
    expect(verdict(looks('poll', []), replaced)).to.equal('unknown');
    expect(verdict(other, looks('poll', [thing(a)]), replaced)).to.equal('unknown');
    expect(verdict(other, looks('poll', []), call('m', 'thing.create', a, 'info'), replaced)).to.equal('unknown');
    expect(verdict(other, asked('m', 'thing.create', a), looks('poll', []), replaced)).to.equal('unknown');
  });
});

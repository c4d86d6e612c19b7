// Goal: a conditional call is accepted on the version that it names, or refused.
// Method: histories written by hand; the toy system's things carry tags.
import { expect } from 'chai';
import { answered, asked, call, judged, over, type Telling, told } from '../toy-history.js';
import { insistedVersionsHold } from './insisted-versions-hold.js';

const verdict = (...lines: readonly Telling[]) => judged(insistedVersionsHold, told(...lines));
const made = call('c', 'thing.create', '/a', 'ok', { status: 201, headers: { etag: '"1"' } });
const changed = call('r', 'thing.replace', '/a', 'ok', { headers: { etag: '"2"' } });
const insist = (tag: string, status = 200) =>
  call('i', 'thing.replace', '/a', status < 300 ? 'ok' : 'fail', { status, ifMatch: tag, headers: status < 300 ? { etag: '"9"' } : {} });

describe('invariants/legality/insisted-versions-hold', () => {
  it('is unknown where nothing insists', () => {
    expect(verdict(made, changed)).to.equal('unknown');
  });

  it('holds for the version that is there, and for a refusal', () => {
    expect(verdict(made, insist('"1"'))).to.equal('holds');
    expect(verdict(made, changed, insist('"2"'))).to.equal('holds');
    expect(verdict(made, changed, insist('"1"', 412), call('j', 'thing.replace', '/a', 'ok', { ifMatch: '*' }))).to.equal('holds');
  });

  it('is violated by a replace of a version that another came after', () => {
    expect(verdict(made, changed, insist('"1"'))).to.deep.equal(['insisted-versions-hold/outdated-replace/thing']);
  });

  it('is violated by a delete of such a version', () => {
    const gone = call('d', 'thing.delete', '/a', 'ok', { status: 204, ifMatch: '"1"' });
    expect(verdict(made, changed, gone)).to.deep.equal(['insisted-versions-hold/outdated-delete/thing']);
  });

  it('is violated where what was gone is made, with a tag or with any', () => {
    const gone = call('d', 'thing.delete', '/a', 'ok', { status: 204 });
    expect(verdict(made, gone, insist('"1"', 201))).to.deep.equal(['insisted-versions-hold/made-what-was-gone/thing']);
    expect(verdict(insist('*', 201))).to.deep.equal(['insisted-versions-hold/made-what-was-gone/thing']);
    expect(verdict(made, gone, insist('"1"'))).to.deep.equal(['insisted-versions-hold/outdated-replace/thing']);
  });

  it('says nothing where another write may have brought the version back', () => {
    const other = [asked('o', 'thing.replace', '/a'), answered('o', 'info')];
    expect(verdict(made, other, changed, insist('"1"'))).to.equal('holds');
    expect(verdict(made, changed, other, insist('"1"'))).to.equal('holds');
  });

  it('says nothing where the other version was told by a call that overlaps', () => {
    const [begun, ...rest] = insist('"1"');
    expect(verdict(made, begun ?? [], changed, rest)).to.equal('holds');
    expect(
      verdict(made, asked('r', 'thing.replace', '/a'), insist('"1"'), answered('r', 'ok', 200, null, { etag: '"2"' }), over('r', 'ok')),
    ).to.equal('holds');
  });
});

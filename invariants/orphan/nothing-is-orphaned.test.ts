// Goal: what belongs to nothing is seen at rest and after the teardown, and only then.
// Method: hand-written looks at three layers, the shortest that show it.
import { expect } from 'chai';
import { judged, look, looks, object, rest, round, thing, type Telling, told, toySystem, work } from '../toy-history.js';
import { nothingIsOrphaned } from './nothing-is-orphaned.js';

const a = thing('/things/a');
const job = work('job/1', a.key);
const web = object('edge1/web', job.key);
const verdict = (...lines: readonly Telling[]) => judged(nothingIsOrphaned, told(...lines));

describe('orphan/nothing-is-orphaned', () => {
  it('holds when everything belongs to something, and nothing is left after the teardown', () => {
    expect(verdict(looks('rest', [a, job, web, work('server/1', a.key, { owner: null })]), rest())).to.equal('holds');
    expect(verdict(looks('rest', [a, job, web]), rest(), looks('empty', []), round('janitor'))).to.equal('holds');
  });

  it('is violated by work without a document, and by an object without work', () => {
    expect(verdict(looks('rest', [job]), rest())).to.deep.equal(['nothing-is-orphaned/work/job']);
    expect(verdict(looks('rest', [a, web]), rest())).to.deep.equal(['nothing-is-orphaned/actual/object']);
  });

  it('is violated by what the teardown left', () => {
    const clean = looks('rest', [a, job, web]);
    expect(verdict(clean, rest(), looks('empty', [object('edge1/web', null)]), round('janitor'))).to.deep.equal([
      'nothing-is-orphaned/left/object',
    ]);
  });

  it('names an orphan once: what it owns follows from it', () => {
    expect(verdict(looks('rest', [job, web]), rest(), looks('empty', [job, web]), round('janitor'))).to.deep.equal([
      'nothing-is-orphaned/work/job',
    ]);
  });

  it('is unknown before rest, without a whole look at each layer, and where only the intent can be seen', () => {
    expect(verdict(looks('poll', [web]), looks('rest', [web]))).to.equal('unknown');
    expect(verdict(looks('rest', [web]), rest(['work job/1 is Going (moving)']))).to.equal('unknown');
    expect(verdict(look('rest', 'intent'), look('rest', 'work', [], false), look('rest', 'actual', [web]), rest())).to.equal('unknown');
    const blind = toySystem({ observe: (topology) => toySystem().observe(topology).slice(0, 1) });
    expect(judged(nothingIsOrphaned, told(look('rest', 'intent', [a]), rest()), blind)).to.equal('unknown');
  });

  it('judges the newest look: what was swept up before rest is no orphan', () => {
    expect(verdict(looks('rest', [a, web]), looks('rest', [a]), rest())).to.equal('holds');
  });

  it('leaves a teardown that failed to recoverability/can-be-emptied', () => {
    expect(verdict(looks('rest', [a, job, web]), rest(), looks('empty', [a, job, web]), round('janitor', ['stuck']))).to.equal('holds');
  });
});

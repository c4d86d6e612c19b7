// Goal: a 500 is seen; honest refusals and silence are not blamed.
// Method: hand-written answers.
import { expect } from 'chai';
import { call, judged, type Telling, told } from '../toy-history.js';
import { noInternalErrors } from './no-internal-errors.js';

const verdict = (...lines: readonly Telling[]) => judged(noInternalErrors, told(...lines));

describe('service/no-internal-errors', () => {
  it('holds for answers of every other kind', () => {
    for (const status of [200, 202, 400, 404, 409, 422, 502, 503, 504])
      expect(verdict(call('s1', 'thing.start', '/things/a', 'info', { status })), String(status)).to.equal('holds');
  });

  it('is violated by a 500, named after the operation', () => {
    expect(verdict(call('s1', 'thing.start', '/things/a', 'info', { status: 500 }))).to.deep.equal(['no-internal-errors/thing.start']);
  });

  it('is unknown when nothing was answered', () => {
    expect(verdict(call('s1', 'thing.start', '/things/a', 'info'))).to.equal('unknown');
  });
});

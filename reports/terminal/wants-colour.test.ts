// Goal: colours follow what the user said, then what the place is.
// Method: a table of environments.
import { expect } from 'chai';
import { wantsColour } from './wants-colour.js';

describe('colours', () => {
  it('are there on a terminal and nowhere else', () => {
    expect([wantsColour({}, true), wantsColour({}, false), wantsColour({ TERM: 'dumb' }, true)]).to.deep.equal([true, false, false]);
  });

  it('are off with NO_COLOR, unless it is empty', () => {
    expect([wantsColour({ NO_COLOR: '1' }, true), wantsColour({ NO_COLOR: '' }, true)]).to.deep.equal([false, true]);
  });

  it('are on with FORCE_COLOR, unless it is 0, whatever else is said', () => {
    expect([wantsColour({ FORCE_COLOR: '1', NO_COLOR: '1' }, false), wantsColour({ FORCE_COLOR: '0' }, true)]).to.deep.equal([true, false]);
  });
});

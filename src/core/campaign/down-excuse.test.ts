// Goal: what is away beyond the envelope is an excuse, with its witness; what is within, or ends by itself, is none.
// Method: histories of a role of three that stands one away, and of a role that the envelope does not name.
import { expect } from 'chai';
import type { Event, Topology } from '../../contract/index.js';
import { downExcuse } from './down-excuse.js';

const topology: Topology = {
  nodes: [...['store1', 'store2', 'store3'].map((id) => ({ id, role: 'store' })), { id: 'gate1', role: 'gate' }],
  links: [],
  envelope: [{ role: 'store', downMax: 1, lostMax: 0, lieMax: 0 }],
};

/** `store1 down kill`, one after the other. */
function history(...told: readonly string[]): readonly Event[] {
  return told.map((line, seq): Event => {
    const [node = '', what = '', ...why] = line.split(' ');
    return { is: 'node', at: seq, seq, node, what: what as 'up' | 'down', why: why.join(' ') };
  });
}

const beyond = 'store1, store2: 2 of role store away at once, 1 allowed';

describe('the envelope of nodes that are away', () => {
  for (const [told, found] of [
    [['store1 down kill', 'store1 up started', 'store2 down kill'], null],
    [['store1 down kill', 'store2 down trap: t1'], beyond],
    [['store1 down end: asked to end', 'store2 paused stop'], beyond],
    [['store1 paused stop', 'store1 resumed continue', 'store2 paused stop'], null],
    [['store1 down kill', 'store2 down exit: RangeError'], null],
    [['store1 down halt: rot in log', 'store2 down kill'], null],
    [['gate1 down kill', 'store1 down kill'], null],
  ] as const)
    it(`${told.join(', ')}: ${found === null ? 'no excuse' : 'an excuse'}`, () => {
      expect(downExcuse(history(...told), topology)).to.equal(found);
    });

  it('is none where the system names no bounds', () => {
    expect(downExcuse(history('store1 down kill', 'store2 down kill'), { ...topology, envelope: [] })).to.equal(null);
  });
});

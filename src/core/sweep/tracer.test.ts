// Goal: what recurs by itself is told from what somebody caused, also where a write fails and what waited for it is gone.
// Method: what a node takes and carries out, by hand.
import { expect } from 'chai';
import type { Topology } from '../../contract/index.js';
import type { Effect, Input, Request } from '../../world/index.js';
import { Tracer } from './tracer.js';

const topology: Topology = {
  nodes: [
    { id: 'a1', role: 'a' },
    { id: 'b1', role: 'b' },
  ],
  links: [],
  envelope: [],
};
const request: Request = { method: 'PUT', path: '/x', headers: {}, body: null };
const write: Effect = { do: 'persist', file: 'log', edit: 'append', bytes: new Uint8Array(1) };
const answer: Effect = { do: 'reply', call: -1, part: { head: { status: 200, headers: {} }, bytes: null, end: true } };
const beat: Effect = { do: 'send', to: 'b1', body: { type: 'beat' } };

function passings(then: Input, left: readonly Effect[]): readonly string[] {
  const silence = new Tracer(topology, { quiet: [], looks: [] });
  silence.stepped(1, 'a1', { on: 'timer', name: 'beat' }, [beat]);
  const tracer = new Tracer(topology, { quiet: silence.shapes, looks: [] });
  tracer.asked(1, { do: 'request', id: 1, to: 'a1', request, timeout: 9, direct: false });
  tracer.stepped(2, 'a1', { on: 'request', call: -1, request }, [write, answer]);
  tracer.passed(2, 'a1', write);
  tracer.stepped(3, 'a1', then, []);
  tracer.stepped(4, 'a1', { on: 'timer', name: 'beat' }, [beat]);
  for (const effect of [...left, beat]) tracer.passed(4, 'a1', effect);
  return tracer.traced.map(({ place }) => place.passing);
}

describe('what somebody caused', () => {
  it('is a request, the write that it leads to, and the answer that waits for that', () => {
    expect(passings({ on: 'timer', name: 'idle' }, [answer])).to.deep.equal(['call', 'persist', 'reply']);
  });

  it('is not what recurs after a write that failed, or after a new start', () => {
    for (const then of [
      { on: 'disk-failed', file: 'log', code: 'EIO' },
      { on: 'boot', config: null, disk: new Map() },
    ] as const)
      expect(passings(then, []), then.on).to.deep.equal(['call', 'persist']);
  });
});

// Goal: who writes a config learns of every word in it that is skipped, and of nothing else.
// Method: configs with one slip each, and one that uses everything.
import { expect } from 'chai';
import { configDoubts } from './config-doubts.js';

const BASE = { name: 'p', listen: '127.0.0.1:0', upstream: 'x:1' };
const doubts = (item: object, strict = false): string => configDoubts(JSON.stringify([{ ...BASE, ...item }]), strict).join('\n');

describe('the doubts about a config', () => {
  it('are none where all is read', () => {
    const toxics = [
      { type: 'latency', NAME: 'l', stream: 'upstream', toxicity: 1, attributes: { Latency: 5, jitter: 1 }, after_ms: 5, match: {} },
      { type: 'noop' },
      { type: 'http_status', attributes: { body: 'x' } },
    ];
    expect(doubts({ Enabled: true, Logger: {}, on_dial_error: 'reset', accept: 'normal', toxics })).to.equal('');
  });

  const slips: readonly (readonly [item: object, doubt: string])[] = [
    [{ enable: true }, 'proxy p: enable is not read; there are name, listen, upstream, enabled, toxics, on_dial_error, accept'],
    [{ toxics: [{ type: 'latncy' }] }, 'proxy p, toxic 1: no toxic is of type "latncy"; there are bandwidth, latency, '],
    [{ toxics: [{}] }, 'no toxic is of type ""'],
    [{ toxics: [{ type: 'noop', latency: 5 }] }, 'proxy p, toxic 1: latency is not read; there are name, type, stream'],
    [
      { toxics: [{ type: 'latency', attributes: { delay: 5 } }] },
      'proxy p, toxic 1, attributes of latency: delay is not read; there are latency, jitter',
    ],
    [{ toxics: [{ type: 'noop', attributes: { x: 1 } }] }, 'attributes of noop: x is not read; there are none'],
  ];
  for (const [item, doubt] of slips) {
    it(`are said: ${JSON.stringify(item)}`, () => {
      expect(doubts(item).split('\n')).to.have.length(1);
      expect(doubts(item)).to.contain(doubt);
    });
  }

  it('are of all that the original does not know, in a strict server', () => {
    expect(doubts({ toxics: [{ type: 'wrong' }], accept: 'normal' }, true).split('\n')).to.deep.equal([
      'proxy p: toxics is not read; there are name, listen, upstream, enabled',
      'proxy p: accept is not read; there are name, listen, upstream, enabled',
    ]);
  });

  it('are of a name that is there twice', () => {
    expect(configDoubts(JSON.stringify([BASE, BASE]), false)).to.deep.equal(['two proxies are called p']);
  });

  it('are none of what is no config', () => {
    for (const text of ['', '{', '{}', '[', 'null', '[7]']) expect(configDoubts(text, false), text).to.deep.equal([]);
  });
});

// Goal: a node that ends by itself is seen, and one that was killed is not blamed.
// Method: hand-written ends of nodes.
import { expect } from 'chai';
import { call, fault, judged, node, type Telling, told } from '../toy-history.js';
import { nodesStayUp } from './nodes-stay-up.js';

const verdict = (...lines: readonly Telling[]) => judged(nodesStayUp, told(...lines));

describe('service/nodes-stay-up', () => {
  it('holds when calls are answered, and when nodes were killed', () => {
    expect(verdict(call('s1', 'thing.get', '/things/a'))).to.equal('holds');
    expect(verdict(node('keeper1', 'down', 'kill'), node('keeper2', 'down', 'trap: a1'))).to.equal('holds');
  });

  it('is violated by an exit or a halt', () => {
    expect(verdict(node('keeper1', 'down', 'exit: code 1'))).to.deep.equal(['nodes-stay-up/exit/keeper']);
    expect(verdict(node('edge2', 'down', 'halt: rotten'))).to.deep.equal(['nodes-stay-up/halt/edge']);
  });

  it('lets a node whose disk was broken refuse to go on', () => {
    expect(verdict(fault('f1', 'disk-flips', 'asked', ['keeper1']), node('keeper1', 'down', 'halt: rotten'))).to.equal('holds');
  });

  it('is violated by a halt on a disk that was only slow', () => {
    expect(verdict(fault('f1', 'disk-slow', 'asked', ['keeper1']), node('keeper1', 'down', 'halt: disk: log EIO'))).to.deep.equal([
      'nodes-stay-up/halt/keeper',
    ]);
  });

  it('is violated by a halt on a disk that was not broken: this world cannot', () => {
    expect(verdict(fault('f1', 'disk-full', 'refused', ['keeper1']), node('keeper1', 'down', 'halt: disk: log EIO'))).to.deep.equal([
      'nodes-stay-up/halt/keeper',
    ]);
  });

  it('is unknown when nothing was answered and no node went down', () => {
    expect(verdict(call('s1', 'thing.get', '/things/a', 'info'))).to.equal('unknown');
  });
});

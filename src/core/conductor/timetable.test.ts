// Goal: a fault that does one thing after another does each in its time, nothing once it is over, and all of it also where the run forks in its middle.
// Method: whole runs against a toy that answers by hand, and a conductor that is forked between two entries of a timetable.
import { expect } from 'chai';
import type { Break, Fault, Plan, Target } from '../../contract/index.js';
import { conduct, forkConduct, startConductor } from './index.js';
import { limitsDefault } from './limits.js';
import { type Told, toyCall, toyDescribed, toyPause, toyRun } from './toy-run.js';

const second = 1_000_000;

const stutter: Fault = {
  ...toyPause,
  name: 'stutter',
  during: (_broken, on) => [
    { at: 100, steps: on.map((node) => ({ do: 'node', node, act: 'continue' })) },
    { at: 300, steps: on.map((node) => ({ do: 'node', node, act: 'stop' })) },
    { at: 2 * second, steps: on.map((node) => ({ do: 'node', node, act: 'kill' })) },
  ],
};
const broken = (lasts: number, on: Target = { role: 'gate', pick: 0 }): Break => ({
  is: 'break',
  id: 'f1',
  fault: 'stutter',
  on: [on],
  args: {},
  from: { at: 50 },
  lasts,
});
const hands = ({ hands: laid }: Told) =>
  laid.map((hand) => (hand.do === 'node' ? `${hand.act} ${hand.node} ${hand.at}` : `${hand.do} ${hand.at}`));

describe('the timetable of a fault', () => {
  it('is kept from the moment in which it was put on, and not beyond its end', () => {
    const told = toyRun({ steps: [toyCall('s1'), broken(1_000)], faults: [stutter] });
    expect(hands(told)).to.deep.equal(['stop gate1 50', 'continue gate1 150', 'stop gate1 350', 'continue gate1 1050', 'heal-all 1050']);
    const phases = told.events.flatMap((event) => (event.is === 'fault' ? [event.phase] : []));
    expect(phases).to.deep.equal(['asked', 'healed']);
  });

  it('ends with the disturbance, wherever it stands', () => {
    const limits = { ...limitsDefault, disturbMax: 200 };
    const told = toyRun({ steps: [toyCall('s1', { timeout: second }), broken(5 * second)], faults: [stutter], limits });
    expect(hands(told).slice(0, 3)).to.deep.equal(['stop gate1 50', 'continue gate1 150', 'continue gate1 200']);
    expect(hands(told).filter((hand) => !hand.startsWith('continue'))).to.deep.equal(['stop gate1 50', `heal-all ${500}`]);
  });

  it('is not kept by a world that refuses the fault', () => {
    const refused: Fault = { ...stutter, needs: ['magic'] };
    const told = toyRun({ steps: [toyCall('s1'), broken(1_000)], faults: [refused], can: new Set(['stop']) });
    expect(hands(told).map((hand) => hand.split(' ')[0])).to.deep.equal(['heal-all']);
    expect(told.events.find(({ is }) => is === 'fault')).to.include({ phase: 'refused' });
  });

  it('is for every node that the fault is on, those of every role where it says so', () => {
    const told = toyRun({ steps: [toyCall('s1'), broken(1_000, { role: '*', pick: 'all' })], faults: [stutter] });
    const at = (time: number) => hands(told).filter((hand) => hand.endsWith(` ${time}`));
    for (const [time, act] of [
      [50, 'stop'],
      [150, 'continue'],
      [350, 'stop'],
    ] as const)
      expect(at(time)).to.deep.equal(['gate1', 'store1', 'store2'].map((node) => `${act} ${node} ${time}`));
  });

  it('goes on in a fork of the run as in the run', () => {
    const plan: Plan = {
      schema: 1,
      scenario: 's',
      system: 'toy',
      seed: 'x',
      knobs: {},
      steps: [toyCall('s1', { timeout: second }), broken(1_000)],
    };
    const c = startConductor(plan, toyDescribed, { faults: [stutter] });
    for (const at of [0, 50, 150]) conduct(c, { is: 'tick', at });
    const fork = forkConduct(c, plan);
    const rest = (each: typeof c) => [350, 1_050].flatMap((at) => conduct(each, { is: 'tick', at }).commands);
    const laid = rest(fork);
    expect(laid).to.deep.equal(rest(c));
    expect(laid.map((hand) => (hand.do === 'node' ? hand.act : hand.do))).to.include.members(['stop', 'continue']);
  });
});

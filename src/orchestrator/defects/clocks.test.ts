// Goal: each defect of clocks does what its entry says where a clock is set, and the correct rules do not.
// Method: a manager alone, and a syncer with a cluster, on clocks that the test sets; with and without the defect.
import { expect } from 'chai';
import type { Effect, Input, Json, JsonObject, Micros } from '../../world/index.js';
import { clusterMachine, type ClusterState } from '../cluster/index.js';
import { managerMachine } from '../manager/index.js';
import type { ManagerState } from '../manager/manager-state.js';
import { correctRules, type Defect, type Rules } from '../rules/index.js';
import { syncerMachine } from '../syncer/index.js';
import { configOf, limitsDefault, timingsDefault } from '../syncer/toy-config.js';
import { ToyManager } from '../syncer/toy-manager.js';
import { ToyNetwork } from '../syncer/toy-network.js';
import { defect as backOffByWallClock } from './back-off-by-wall-clock.js';
import { defect as logTimeByWallClock } from './log-time-by-wall-clock.js';

const second = 1_000_000;
const hour = 3_600 * second;
const minute = 60 * second;

/** A manager that is a group of its own. */
class Alone {
  wallAhead: Micros = 0;
  private now: Micros = 0;
  private readonly state: ManagerState;
  private readonly machine: ReturnType<typeof managerMachine>;
  private readonly timers = new Map<string, Micros>();
  private readonly told: Json[] = [];

  constructor(rules: Rules) {
    this.machine = managerMachine(rules);
    const config = { id: 'm1', managers: ['m1'], timings: timingsDefault, limits: limitsDefault } as unknown as Json;
    const [state, effects] = this.machine.boot({ on: 'boot', config, disk: new Map() }, this.env());
    this.state = state;
    this.take(effects);
    this.run(second);
  }

  /** How it answers the creation of a project. */
  create(name: string): string {
    const command = { do: 'create', kind: 'project', key: `/projects/${name}`, body: { metadata: { name } }, payload: null };
    this.give({ on: 'message', from: 'g', body: { type: 'command', id: this.told.length, key: name, digest: 7, command } });
    this.run(100_000);
    const { answer } = this.told.at(-1) as unknown as { readonly answer: { readonly status: number; readonly code: string | null } };
    return answer.code === null ? `${answer.status}` : `${answer.status} ${answer.code}`;
  }

  private env() {
    return { now: this.now, wall: 1_700_000_000 * second + this.now + this.wallAhead, draw: () => 0 };
  }

  private give(input: Input): void {
    this.take(this.machine.step(this.state, input, this.env()));
  }

  private take(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.do === 'send' && effect.to === 'g') this.told.push(effect.body);
      if (effect.do === 'timer' && effect.after === null) this.timers.delete(effect.name);
      else if (effect.do === 'timer') this.timers.set(effect.name, this.now + (effect.after ?? 0));
    }
  }

  private run(length: Micros): void {
    const end = this.now + length;
    for (;;) {
      const [name, at] = [...this.timers].reduce((first, next) => (next[1] < first[1] ? next : first), ['', Infinity]);
      if (at > end) break;
      this.now = Math.max(this.now, at);
      this.timers.delete(name);
      this.give({ on: 'timer', name });
    }
    this.now = end;
  }
}

/** The same with the correct rules and with the defect. */
function twice<T>(defect: Defect, tell: (rules: Rules) => T): readonly [correct: T, defective: T] {
  return [tell(correctRules), tell(defect.replace(correctRules))];
}

const namespace: JsonObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n1' } };

describe('orchestrator/defects: clocks', () => {
  it('log-time-by-wall-clock (D61): a clock that is set forward has every kept answer forgotten', () => {
    const answers = (rules: Rules): readonly string[] => {
      const manager = new Alone(rules);
      const first = [manager.create('p1'), manager.create('p1')];
      manager.wallAhead = hour;
      return [...first, manager.create('p2'), manager.create('p1')];
    };
    expect(twice(logTimeByWallClock, answers)).to.deep.equal([
      ['201', '201', '201', '201'],
      ['201', '201', '201', '409 ALREADY_EXISTS'],
    ]);
  });

  it('back-off-by-wall-clock (D62): once a clock is set back, what failed before is not tried again', () => {
    const made = (rules: Rules): readonly boolean[] => {
      const net = new ToyNetwork();
      const manager = new ToyManager(['c1'], timingsDefault.leaseLife);
      net.add('m1', manager.machine(), null);
      net.add('m2', manager.machine('m1'), null);
      net.add('c1', clusterMachine(), configOf('c1', limitsDefault));
      net.add('s1', syncerMachine(rules.syncer), configOf('s1', limitsDefault));
      manager.want('c1', 'x1', 0, namespace);
      net.wallAhead = minute;
      net.crash('c1');
      net.run(3 * second);
      net.wallAhead = 0;
      net.start('c1');
      net.run(10 * second);
      const has = () => [...(net.stateOf('c1') as ClusterState).objects.values()].some(({ name }) => name === 'n1');
      const soon = has();
      net.run(minute);
      return [soon, has()];
    };
    expect(twice(backOffByWallClock, made)).to.deep.equal([
      [true, true],
      [false, true],
    ]);
  });

  it('leave everything as it is where no clock is set', () => {
    for (const wallAhead of [0, hour]) {
      const manager = new Alone(logTimeByWallClock.replace(correctRules));
      manager.wallAhead = wallAhead;
      expect([manager.create('p1'), manager.create('p1')]).to.deep.equal(['201', '201']);
    }
  });
});

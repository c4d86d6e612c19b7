// Goal: a command has one effect and one answer however often it is asked, and only who leads answers.
// Method: a manager that is its own majority, given messages one by one; and a follower of a group.
import { expect } from 'chai';
import { type Effect, type Env, hashJson, type Input, type Json, type Micros } from '../../world/index.js';
import { correctRules } from '../rules/index.js';
import { digestState } from '../state/index.js';
import { limitsDefault, timingsDefault } from '../wire/config.js';
import { managerMachine } from './manager-machine.js';
import type { ManagerState } from './manager-state.js';

const machine = managerMachine(correctRules);
const client = 'client';

interface Answered {
  readonly type: string;
  readonly id: number;
  readonly answer?: { readonly status: number; readonly body: Json };
  readonly leader?: string | null;
}

class Alone {
  readonly disk = new Map<string, Uint8Array>();
  readonly heard: Answered[] = [];
  readonly timers = new Map<string, Micros>();
  now: Micros = 0;
  state: ManagerState;

  constructor(disk: ReadonlyMap<string, Uint8Array> = new Map(), managers: readonly string[] = ['m1']) {
    for (const [file, bytes] of disk) this.disk.set(file, bytes);
    const config = { id: 'm1', managers, timings: timingsDefault, limits: { ...limitsDefault, logEntriesMax: 8 } } as unknown as Json;
    const [state, effects] = machine.boot({ on: 'boot', config, disk: new Map(this.disk) }, this.env());
    this.state = state;
    this.carryOut(effects);
  }

  env(): Env {
    return { now: this.now, wall: this.now, draw: () => 0 };
  }

  step(input: Input): readonly Effect[] {
    const effects = machine.step(this.state, input, this.env());
    this.carryOut(effects);
    return effects;
  }

  /** Rings what is due until the log is applied; a heartbeat comes again for ever. */
  settle(rings = 6): void {
    for (let ring = 0; ring < rings; ring++) {
      const [first] = [...this.timers].toSorted(([, a], [, b]) => a - b);
      if (first === undefined) return;
      this.now = Math.max(this.now, first[1]);
      this.timers.delete(first[0]);
      this.step({ on: 'timer', name: first[0] });
    }
  }

  create(id: number, name: string, key: string | null): void {
    const command = { do: 'create', kind: 'project', key: `/projects/${name}`, body: { metadata: { name } }, payload: null };
    this.step({ on: 'message', from: client, body: { type: 'command', id, key, digest: hashJson(0, command), command } });
  }

  answerTo(id: number): Answered['answer'] {
    return this.heard.find((each) => each.id === id)?.answer;
  }

  private carryOut(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.do === 'send' && effect.to === client) this.heard.push(effect.body as unknown as Answered);
      if (effect.do === 'timer' && effect.after === null) this.timers.delete(effect.name);
      if (effect.do === 'timer' && effect.after !== null) this.timers.set(effect.name, this.now + effect.after);
      if (effect.do !== 'persist') continue;
      if (effect.edit === 'remove') this.disk.delete(effect.file);
      else if (effect.edit === 'replace') this.disk.set(effect.file, effect.bytes);
      else this.disk.set(effect.file, Buffer.concat([this.disk.get(effect.file) ?? new Uint8Array(0), effect.bytes]));
    }
  }
}

function leading(): Alone {
  const manager = new Alone();
  manager.settle();
  expect(manager.state.raft.role).to.equal('leader');
  return manager;
}

describe('a manager that is asked', () => {
  it('answers a key again as it did, without a second effect', () => {
    const manager = leading();
    manager.create(1, 'p', 'k');
    manager.settle();
    const { documents } = manager.state.state;
    const size = documents.size;
    manager.create(2, 'p', 'k');
    manager.settle();
    expect(manager.answerTo(1)?.status).to.equal(201);
    expect(manager.answerTo(2)).to.deep.equal(manager.answerTo(1));
    expect(manager.state.state.documents.size).to.equal(size);
  });

  it('refuses a key that comes with another body, in flight and after', () => {
    const manager = leading();
    manager.create(1, 'p', 'k');
    manager.create(2, 'q', 'k');
    manager.settle();
    manager.create(3, 'r', 'k');
    manager.settle();
    expect([1, 2, 3].map((id) => manager.answerTo(id)?.status)).to.deep.equal([201, 422, 422]);
    expect([...manager.state.state.documents.keys()])
      .to.include('/projects/p')
      .and.not.include('/projects/q');
  });

  it('lets a key in flight wait for the one entry, and answers all who wait', () => {
    const manager = leading();
    manager.create(1, 'p', 'k');
    const { length } = manager.state.raft.log.entries;
    manager.create(2, 'p', 'k');
    expect(manager.state.raft.log.entries.length).to.equal(length);
    expect(manager.heard, 'nothing is durable yet').to.deep.equal([]);
    manager.settle();
    expect(manager.heard.map(({ id, answer }) => [id, answer?.status])).to.deep.equal([
      [1, 201],
      [2, 201],
    ]);
  });

  it('remembers its keys and its state over restarts, with snapshots between', () => {
    const manager = leading();
    for (let nth = 0; nth < 30; nth++) {
      manager.create(nth, `p${nth}`, `k${nth}`);
      manager.settle();
    }
    expect(manager.disk.has('snapshot')).to.equal(true);
    const again = new Alone(manager.disk);
    again.settle();
    expect([...again.state.state.documents.keys()]).to.deep.equal([...manager.state.state.documents.keys()]);
    again.create(99, 'p3', 'k3');
    again.settle();
    expect(again.answerTo(99)).to.deep.equal(manager.answerTo(3));
  });

  it('does not decide while another leads or nobody does', () => {
    const manager = new Alone(new Map(), ['m1', 'm2', 'm3']);
    manager.create(1, 'p', 'k');
    expect(manager.heard).to.deep.equal([{ type: 'redirect', id: 1, leader: null }]);
    const append = { type: 'append', term: 1, round: 1, prev: 0, prevTerm: 0, entries: [], commit: 0 };
    manager.step({ on: 'message', from: 'm2', body: append });
    manager.create(2, 'p', 'k');
    expect(manager.heard[1]).to.deep.equal({ type: 'redirect', id: 2, leader: 'm2' });
  });

  it('has copies that go their own way, and the same way from the same inputs', () => {
    const manager = leading();
    manager.create(1, 'p', 'k');
    manager.settle();
    const [before, state] = [machine.digest(manager.state), digestState(manager.state.state)];
    const copies = [machine.clone(manager.state), machine.clone(manager.state)];
    const command = { do: 'create', kind: 'project', key: '/projects/q', body: { metadata: { name: 'q' } }, payload: null };
    const body = { type: 'command', id: 7, key: 'q', digest: hashJson(0, command), command };
    const effects = copies.map((copy) => machine.step(copy, { on: 'message', from: client, body }, manager.env()));
    expect(effects[1]).to.deep.equal(effects[0]);
    expect(machine.digest(copies[1] as ManagerState)).to.equal(machine.digest(copies[0] as ManagerState));
    expect([machine.digest(manager.state), digestState(manager.state.state)]).to.deep.equal([before, state]);
    expect(machine.digest(copies[0] as ManagerState), 'the copy did change').to.not.equal(before);
  });
});

// For tests: managers under a scheduler that does to them whatever a network, a disk and an operator may do, drawn from one seed. What
// Raft promises is checked after every step.
import {
  drawFrom,
  type Draw,
  type Effect,
  type Env,
  type Input,
  type Json,
  type Machine,
  type Micros,
  type NodeId,
} from '../../world/index.js';
import { correctRules, type Rules } from '../rules/index.js';
import { digestState } from '../state/index.js';
import { limitsDefault, timingsDefault } from '../wire/config.js';
import { managerMachine } from './manager-machine.js';
import type { ManagerState } from './manager-state.js';
import { RaftPromises } from './raft-promises.js';
import { ToyClient } from './toy-client.js';

interface Member {
  readonly id: NodeId;
  state: ManagerState | null;
  readonly disk: Map<string, Uint8Array>;
  readonly timers: Map<string, Micros>;
  cut: boolean;
}

interface Parcel {
  readonly from: NodeId;
  readonly to: NodeId;
  readonly body: Json;
}

export interface Chaos {
  /** Of a hundred steps, how many are of this kind; what is left delivers messages. */
  readonly timer: number;
  readonly lose: number;
  readonly repeat: number;
  readonly crash: number;
  readonly start: number;
  readonly cut: number;
  readonly ask: number;
  /** Someone is told to add or to remove a member. */
  readonly change: number;
  /** Someone is asked to end. */
  readonly end: number;
}

export const storm: Chaos = { timer: 12, lose: 3, repeat: 3, crash: 1, start: 3, cut: 1, ask: 12, change: 0, end: 0 };

const logEntriesMax = 12;

export class ToyGroup {
  readonly members: readonly Member[];
  readonly promises = new RaftPromises();
  private readonly client = new ToyClient();
  readonly answered = this.client.answered;
  readonly acknowledged = this.client.acknowledged;
  snapshots = 0;
  installs = 0;
  now: Micros = 0;
  private parcels: Parcel[] = [];
  private readonly draw: Draw;
  private tears = false;
  private readonly machine: Machine<ManagerState>;
  private readonly founders: readonly NodeId[];

  /** @param spares nodes that are up and wait to be added */
  constructor(seed: string, count = 3, spares = 0, rules: Rules = correctRules) {
    this.draw = drawFrom(seed, 'group');
    this.machine = managerMachine(rules);
    const ids = Array.from({ length: count + spares }, (_, index) => `m${index + 1}`);
    this.founders = ids.slice(0, count);
    this.members = ids.map((id) => ({ id, state: null, disk: new Map(), timers: new Map(), cut: false }));
    for (const member of this.members) this.boot(member);
  }

  get leader(): Member | null {
    const led = this.members.filter(({ state }) => state?.raft.role === 'leader');
    return led.toSorted((a, b) => (b.state?.raft.term ?? 0) - (a.state?.raft.term ?? 0))[0] ?? null;
  }

  run(steps: number, chaos: Chaos): void {
    this.tears = true;
    for (let step = 0; step < steps; step++) {
      this.act(chaos);
      if (step % 16 === 0) this.checkLogs();
    }
    this.tears = false;
  }

  /** Nothing is lost or late; something is asked now and then. */
  runCalmly(steps: number): void {
    for (let step = 0; step < steps; step++) {
      if (step % 20 === 0) this.askSomething();
      this.goOn();
    }
    this.checkLogs();
  }

  /** Everything works again: nodes are up, links whole. */
  heal(): void {
    for (const member of this.members) {
      member.cut = false;
      // Who is about to end would be gone in a moment.
      if (member.state !== null && member.state.ending !== null) this.crash(member);
      if (member.state === null) this.boot(member);
    }
  }

  crash(member: Member): void {
    member.state = null;
    member.timers.clear();
  }

  /** Asks it to end; it is gone when it halts. */
  end(member: Member): void {
    this.give(member, { on: 'end' });
  }

  boot(member: Member): void {
    const config = {
      id: member.id,
      managers: this.founders,
      join: !this.founders.includes(member.id),
      timings: timingsDefault,
      limits: { ...limitsDefault, logEntriesMax },
    };
    const [state, effects] = this.machine.boot({ on: 'boot', config: config as unknown as Json, disk: new Map(member.disk) }, this.env());
    member.state = state;
    this.carryOut(member, effects, effects.length);
  }

  /** Asks a member; the answer is in `answered`. */
  ask(to: NodeId, name: string, ask: 'create' | 'get'): number {
    return this.post(to, this.client.ask(name, ask));
  }

  /** Tells a member to change the members; the answer is in `answered`. */
  change(to: NodeId, change: 'add' | 'remove', member: NodeId): number {
    return this.post(to, this.client.change(change, member));
  }

  private post(to: NodeId, [id, body]: readonly [number, Json]): number {
    this.parcels.push({ from: this.client.id, to, body });
    return id;
  }

  member(id: NodeId): Member {
    const found = this.members.find((each) => each.id === id);
    if (found === undefined) throw new RangeError(`no member ${id}`);
    return found;
  }

  /** Who decides, as the leader says. */
  get voters(): readonly NodeId[] {
    return this.leader?.state?.raft.members.voters ?? [];
  }

  /** Ticks and delivers in order, without harm, until `done`; false when that took too long. */
  calmUntil(done: () => boolean, steps = 4_000): boolean {
    for (let step = 0; step < steps && !done(); step++) this.goOn();
    return done();
  }

  private goOn(): void {
    if (this.parcels.length > 0) this.deliver(0);
    else this.tick();
  }

  digests(): readonly number[] {
    const voters = this.voters;
    const decide = this.members.filter(({ id }) => voters.length === 0 || voters.includes(id));
    return decide.map(({ state }) => (state === null ? -1 : digestState(state.state)));
  }

  private env(): Env {
    return { now: this.now, wall: this.now, draw: (label, bound) => this.draw(label, bound) };
  }

  private act(chaos: Chaos): void {
    let dice = this.draw('act', 100);
    const is = (share: number): boolean => (dice -= share) < 0;
    if (is(chaos.timer)) return this.tick();
    if (is(chaos.lose)) return void this.parcels.splice(this.draw('parcel', Math.max(1, this.parcels.length)), 1);
    if (is(chaos.repeat)) return this.repeat();
    if (is(chaos.crash)) return this.crash(this.anyone());
    if (is(chaos.start)) return this.startOne();
    if (is(chaos.cut)) return this.cutOne();
    if (is(chaos.ask)) return this.askSomething();
    if (is(chaos.change)) return this.changeSomething();
    if (is(chaos.end)) return this.end(this.anyone());
    this.deliver(this.draw('parcel', Math.max(1, Math.min(6, this.parcels.length))));
  }

  private anyone(): Member {
    return this.members[this.draw('member', this.members.length)] as Member;
  }

  private repeat(): void {
    const parcel = this.parcels[this.draw('parcel', Math.max(1, this.parcels.length))];
    this.parcels.push(...(parcel === undefined ? [] : [parcel]));
  }

  private startOne(): void {
    for (const down of this.members.filter(({ state }) => state === null).slice(0, 1)) this.boot(down);
  }

  /** One at a time: who is cut off comes back before another is. */
  private cutOne(): void {
    const away = this.members.find(({ cut }) => cut);
    if (away === undefined) this.anyone().cut = true;
    else away.cut = false;
  }

  private askSomething(): void {
    const name = `p${this.draw('name', 60)}`;
    this.ask(
      this.draw('who', 3) > 0 ? (this.leader ?? this.anyone()).id : this.anyone().id,
      name,
      this.draw('ask', 3) > 0 ? 'create' : 'get',
    );
  }

  private changeSomething(): void {
    const { id } = this.anyone();
    this.change((this.leader ?? this.anyone()).id, this.voters.includes(id) ? 'remove' : 'add', id);
  }

  /** The next timer of all rings. */
  private tick(): void {
    let first: { readonly member: Member; readonly name: string; readonly at: Micros } | null = null;
    for (const member of this.members)
      for (const [name, at] of member.timers) if (first === null || at < first.at) first = { member, name, at };
    if (first === null) return;
    this.now = Math.max(this.now, first.at);
    first.member.timers.delete(first.name);
    this.give(first.member, { on: 'timer', name: first.name });
  }

  private deliver(index: number): void {
    const [parcel] = this.parcels.splice(index, 1);
    if (parcel === undefined) return this.tick();
    this.now += 200;
    if (parcel.to === this.client.id) return this.hear(parcel.body);
    const member = this.members.find(({ id }) => id === parcel.to);
    const isCut = member?.cut === true || this.members.some(({ id, cut }) => id === parcel.from && cut);
    if (member !== undefined && !isCut) this.give(member, { on: 'message', from: parcel.from, body: parcel.body });
  }

  private give(member: Member, input: Input): void {
    if (member.state === null) return;
    const effects = this.machine.step(member.state, input, this.env());
    // A crash cuts the queue of effects at any place.
    const isCrash = this.tears && this.draw('torn', 200) === 0 && this.isQuorumSafe();
    this.carryOut(member, effects, isCrash ? this.draw('at', effects.length + 1) : effects.length);
    if (isCrash) this.crash(member);
    else if (member.state !== null) this.promises.checkMember(member.state);
  }

  /** Whether most are still up when one more goes. */
  private isQuorumSafe(): boolean {
    return this.members.filter(({ state }) => state === null).length * 2 + 2 < this.members.length + 1;
  }

  private carryOut(member: Member, effects: readonly Effect[], count: number): void {
    for (const effect of effects.slice(0, count)) {
      if (effect.do === 'persist') this.persist(member, effect);
      if (effect.do === 'send') this.send(member, effect.to, effect.body);
      if (effect.do === 'timer' && effect.after === null) member.timers.delete(effect.name);
      if (effect.do === 'timer' && effect.after !== null) member.timers.set(effect.name, this.now + effect.after);
      if (effect.do === 'mark' && effect.name === 'became-leader' && member.state !== null) this.promises.checkLeader(member.state);
      if (effect.do === 'halt' && effect.reason !== 'asked to end') this.promises.broken.push(`${member.id} halts: ${effect.reason}`);
      if (effect.do === 'halt') this.crash(member);
    }
  }

  private persist({ disk }: Member, { file, edit, bytes }: Effect & { do: 'persist' }): void {
    if (file === 'snapshot') this.snapshots++;
    if (edit === 'remove') disk.delete(file);
    else if (edit === 'replace') disk.set(file, bytes);
    else disk.set(file, Buffer.concat([disk.get(file) ?? new Uint8Array(0), bytes]));
  }

  private send(member: Member, to: NodeId, body: Json): void {
    if ((body as { readonly type?: string }).type === 'install') this.installs++;
    if (!member.cut || to === this.client.id) this.parcels.push({ from: member.id, to, body });
  }

  private hear(body: Json): void {
    const broken = this.client.hear(body);
    if (broken !== null) this.promises.broken.push(broken);
  }

  private checkLogs(): void {
    this.promises.checkLogs(this.members.flatMap(({ state }) => (state === null ? [] : [state])));
  }
}

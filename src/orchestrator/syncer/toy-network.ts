// For tests: nodes, links, disks and a clock in forty lines of rules. Every hop takes the same time unless a test says otherwise; a request that its caller gave
// up still arrives.
import { drawAt, type Effect, type Env, type Input, type Json, type Machine, type Part, type Request } from '../../world/index.js';

const HOP = 500;
const EVENTS_MAX = 500_000;

interface ToyNode {
  readonly machine: Machine<unknown>;
  readonly config: Json;
  disk: Map<string, Uint8Array>;
  state: unknown;
  isUp: boolean;
  boots: number;
  draws: number;
  /** Effects that still get out before it dies; null when it lives on. */
  budget: number | null;
  effectCount: number;
  readonly timers: Map<string, number>;
}

interface Line {
  readonly from: string;
  readonly to: string;
  readonly call: number;
  readonly inbound: number;
  readonly silence: number | null;
  heard: number;
  isOpen: boolean;
}

export interface Sent {
  readonly from: string;
  readonly to: string;
  readonly request: Request;
}

export class ToyNetwork {
  now = 0;
  /** By how much all wall clocks are wrong. */
  wallAhead = 0;
  /** Extra time that a request takes; null loses it. */
  delayOf: (sent: Sent) => number | null = () => 0;
  readonly sent: Sent[] = [];
  private readonly nodes = new Map<string, ToyNode>();
  private readonly lines: Line[] = [];
  private readonly due: { readonly at: number; readonly turn: number; readonly run: () => void }[] = [];
  private turns = 0;
  private inbounds = 0;

  add<S>(id: string, machine: Machine<S>, config: Json): void {
    const node: ToyNode = {
      machine: machine as Machine<unknown>,
      config,
      disk: new Map(),
      state: null,
      isUp: false,
      boots: 0,
      draws: 0,
      budget: null,
      effectCount: 0,
      timers: new Map(),
    };
    this.nodes.set(id, node);
    this.start(id);
  }

  start(id: string): void {
    const node = this.node(id);
    if (node.isUp) return;
    node.isUp = true;
    node.boots += 1;
    node.budget = null;
    const [state, effects] = node.machine.boot({ on: 'boot', config: node.config, disk: new Map(node.disk) }, this.env(id));
    node.state = state;
    this.carryOut(id, effects);
  }

  crash(id: string): void {
    const node = this.node(id);
    node.isUp = false;
    node.timers.clear();
    for (const line of this.lines) {
      if (!line.isOpen || (line.from !== id && line.to !== id)) continue;
      line.isOpen = false;
      this.after(HOP, () =>
        line.from === id
          ? this.deliver(line.to, { on: 'part', call: line.inbound, part: 'broken' })
          : this.deliver(line.from, { on: 'part', call: line.call, part: 'broken' }),
      );
    }
  }

  /** The node dies after so many more effects; null calls it off. */
  crashAfter(id: string, effects: number | null): void {
    this.node(id).budget = effects;
  }

  isUp = (id: string): boolean => this.node(id).isUp;
  effectsOf = (id: string): number => this.node(id).effectCount;
  stateOf = (id: string): unknown => this.node(id).state;
  digestOf = (id: string): number => this.node(id).machine.digest(this.node(id).state);

  run(micros: number): void {
    const until = this.now + micros;
    for (let events = 0; events < EVENTS_MAX; events++) {
      const next = this.due[0];
      if (next === undefined || next.at > until) {
        this.now = until;
        return;
      }
      this.due.shift();
      this.now = next.at;
      next.run();
    }
    throw new Error('toy network: too many events');
  }

  /** Runs until `holds`, looking every millisecond. */
  runUntil(holds: () => boolean, micros: number): boolean {
    for (const end = this.now + micros; this.now < end && !holds(); ) this.run(1_000);
    return holds();
  }

  deliver(id: string, input: Input): void {
    const node = this.node(id);
    if (!node.isUp) return;
    const before = JSON.stringify(input);
    const effects = node.machine.step(node.state, input, this.env(id));
    if (JSON.stringify(input) !== before) throw new Error(`toy network: ${id} changed a message`);
    this.carryOut(id, effects);
  }

  after(micros: number, run: () => void): void {
    const entry = { at: this.now + micros, turn: this.turns++, run };
    let index = this.due.length;
    while (index > 0 && (this.due[index - 1]?.at ?? 0) > entry.at) index--;
    this.due.splice(index, 0, entry);
  }

  private carryOut(id: string, effects: readonly Effect[]): void {
    const node = this.node(id);
    for (const effect of effects) {
      if (node.budget !== null && node.budget-- <= 0) return this.crash(id);
      node.effectCount += 1;
      this.perform(id, node, effect);
    }
  }

  private perform(id: string, node: ToyNode, effect: Effect): void {
    if (effect.do === 'persist') persist(node.disk, effect);
    else if (effect.do === 'send')
      this.after(HOP, () => this.deliver(effect.to, { on: 'message', from: id, body: JSON.parse(JSON.stringify(effect.body)) as Json }));
    else if (effect.do === 'call') this.dial(id, effect);
    else if (effect.do === 'reply') this.speak(id, effect.call, effect.part);
    else if (effect.do === 'timer') this.arm(id, node, effect.name, effect.after);
    else if (effect.do === 'halt') this.crash(id);
  }

  private arm(id: string, node: ToyNode, name: string, after: number | null): void {
    if (after === null) return void node.timers.delete(name);
    const token = this.turns;
    node.timers.set(name, token);
    this.after(after, () => {
      if (node.timers.get(name) !== token) return;
      node.timers.delete(name);
      this.deliver(id, { on: 'timer', name });
    });
  }

  private dial(id: string, { call, to, request, timeout }: Effect & { readonly do: 'call' }): void {
    const line: Line = { from: id, to, call, inbound: --this.inbounds, silence: timeout, heard: this.now, isOpen: true };
    this.lines.push(line);
    this.sent.push({ from: id, to, request });
    const extra = this.delayOf({ from: id, to, request });
    if (extra !== null)
      this.after(HOP + extra, () =>
        this.isUp(to) ? this.deliver(to, { on: 'request', call: line.inbound, request }) : this.hear(line, 'broken'),
      );
    this.listen(line);
  }

  private listen(line: Line): void {
    const { silence } = line;
    if (silence === null || !line.isOpen) return;
    this.after(line.heard + silence - this.now, () =>
      line.isOpen && this.now >= line.heard + silence ? this.hear(line, 'broken') : this.listen(line),
    );
  }

  /** A part from the side of `id`: an answer, or a hang-up by the caller. */
  private speak(id: string, call: number, part: Part): void {
    const line = this.lines.find((each) =>
      call > 0 ? each.from === id && each.call === call && each.isOpen : each.to === id && each.inbound === call,
    );
    if (line === undefined) return;
    if (call < 0) return this.after(HOP, () => this.hear(line, part));
    line.isOpen = false;
    this.after(HOP, () => this.deliver(line.to, { on: 'part', call: line.inbound, part: 'broken' }));
  }

  private hear(line: Line, part: Part): void {
    if (!line.isOpen) return;
    line.heard = this.now;
    if (part === 'broken' || part.end) line.isOpen = false;
    if (part === 'broken') this.after(HOP, () => this.deliver(line.to, { on: 'part', call: line.inbound, part }));
    this.deliver(line.from, { on: 'part', call: line.call, part });
  }

  private env(id: string): Env {
    const node = this.node(id);
    return {
      now: this.now,
      wall: 1_700_000_000_000_000 + this.now + this.wallAhead,
      draw: (_label, bound) => drawAt(id.length * 7_919 + node.boots, node.draws++, bound),
    };
  }

  private node(id: string): ToyNode {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`toy network: no node ${id}`);
    return node;
  }
}

function persist(disk: Map<string, Uint8Array>, { file, edit, bytes }: Effect & { readonly do: 'persist' }): void {
  if (edit === 'remove') disk.delete(file);
  else disk.set(file, edit === 'replace' ? bytes : Buffer.concat([disk.get(file) ?? Buffer.alloc(0), bytes]));
}

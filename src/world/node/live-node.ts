// One node, alive: inputs come from timers, peers, callers and the disk, one at a time; what a step returns goes through the effect queue to the ports.
import type { Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { type Effect, type Input, type Machine, type Micros, type NodeId, type Part, streamOf } from '../index.js';
import { Calls } from './calls.js';
import { Clock } from './clock.js';
import type { Control, Peer, StartLine, Traffic } from './control.js';
import { Disk } from './disk.js';
import { EffectQueue } from './effect-queue.js';
import { httpTransport } from './http-transport.js';
import { startLagMeter } from './lag-meter.js';
import { type NodeLimits, nodeLimitsDefault } from './limits.js';
import { MessageLinks } from './message-links.js';
import { messageServer } from './message-server.js';
import { NodeTime } from './node-time.js';
import { Recorder } from './recorder.js';
import { report } from './reporter.js';
import { RequestServer } from './request-server.js';
import { Stepper } from './stepper.js';
import { Timers } from './timers.js';
import type { Transport } from './transport.js';
import { Traps } from './traps.js';
import { TroubledDisk } from './troubled-disk.js';

const LOOPBACK = '127.0.0.1';
/** From the halt of a node that was asked to end to its exit. */
const lastWordsMillis = 50;

export class LiveNode<S> {
  readonly #start: StartLine;
  readonly #limits: NodeLimits;
  readonly #clock: Clock;
  readonly #time: NodeTime;
  readonly #stepper: Stepper<S>;
  readonly #queue: EffectQueue;
  readonly #files: Disk;
  readonly #disk: TroubledDisk;
  readonly #traps: Traps;
  readonly #timers: Timers;
  readonly #links: MessageLinks;
  readonly #calls: Calls;
  readonly #requests: RequestServer;
  readonly #messages: NetServer;
  readonly #traffic = new Map<NodeId, Traffic>();
  readonly #inbox: Input[] = [];
  #peers: Readonly<Record<NodeId, Peer>>;
  #stepping = false;
  #ending = false;

  constructor(machine: Machine<S>, start: StartLine, transport: Transport | undefined) {
    this.#start = start;
    this.#peers = start.peers;
    this.#limits = { ...nodeLimitsDefault, ...start.limits };
    const limits = this.#limits;
    this.#clock = new Clock(start.originNanos);
    this.#time = new NodeTime(this.#clock, start.clock, (name, count) => report({ is: 'hit', name, count }));
    const stream = start.seed === null ? (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) : streamOf(start.seed, start.id);
    const recorder = start.record === null ? null : new Recorder(start.record, limits.recordBytesMax);
    this.#stepper = new Stepper({ machine, time: this.#time, recorder, stream });
    this.#files = new Disk(start.directory);
    this.#disk = new TroubledDisk(this.#files, (name, news) => report({ is: 'disk', name, news }));
    this.#traps = new Traps((name) => killSelf(name));
    this.#queue = new EffectQueue({
      traps: this.#traps,
      effectsMax: limits.effectsMax,
      countsWrites: () => this.#disk.countsWrites,
      commit: (writes) => this.#disk.commit(writes),
      perform: (effect) => this.#perform(effect),
      failed: ({ file, code }) => this.#deliver({ on: 'disk-failed', file, code }),
    });
    this.#timers = new Timers(this.#time, (name) => this.#deliver({ on: 'timer', name }));
    const peers = { peer: (id: NodeId) => this.#peers[id], traffic: (id: NodeId) => this.#trafficTo(id) };
    this.#links = new MessageLinks({ id: start.id, clock: this.#clock, limits, ...peers });
    this.#calls = new Calls({
      transport: transport ?? httpTransport(limits.callSocketsMax),
      ...peers,
      truly: (length) => this.#truly(length),
      deliver: (call, part) => this.#part(call, part),
    });
    this.#requests = new RequestServer(limits, {
      request: (call, request) => this.#deliver({ on: 'request', call, request }),
      gone: (call) => this.#part(call, 'broken'),
    });
    this.#messages = messageServer(limits.messageBytesMax, (from, body) => this.#deliver({ on: 'message', from, body }));
  }

  /** Listens, boots with what the disk kept, and says that it is up. @throws when a port cannot be had */
  async start(): Promise<void> {
    const { listen, traps, config, disk = {} } = this.#start;
    const [http, message] = await Promise.all([listenOn(this.#requests.server, listen.http), listenOn(this.#messages, listen.message)]);
    for (const trap of traps) this.#traps.arm(trap);
    for (const [name, fault] of Object.entries(disk)) this.#disk.set(name, fault);
    process.on('exit', () => this.#disk.keepNow());
    this.#deliver({ on: 'boot', config, disk: this.#files.load() });
    report({ is: 'up', http, message });
    const { lagEvery: every, lagMin: min } = this.#limits;
    startLagMeter(this.#clock, { every, min, tell: (micros, at) => report({ is: 'lag', at, micros }) });
  }

  /** Takes no more connections, tells the machine, and waits until it halts; not for ever. */
  end(): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#requests.server.close();
    setTimeout(() => process.exit(0), this.#limits.endTime / 1_000);
    this.#deliver({ on: 'end' });
  }

  obey(control: Control): void {
    switch (control.do) {
      case 'trap':
        return this.#traps.arm(control);
      case 'untrap':
        return this.#traps.disarm(control.name);
      case 'clock':
        this.#time.set(control.name, control.fault);
        return this.#timers.retime();
      case 'disk':
        return this.#disk.set(control.name, control.fault);
      case 'count':
        return report({ is: 'count', tag: control.tag, traffic: Object.fromEntries(this.#traffic) });
      case 'peers':
        this.#peers = control.peers;
        return this.#links.closeAll();
    }
  }

  /** Inputs are taken one at a time, whatever brings them. */
  #deliver(input: Input): void {
    this.#inbox.push(input);
    if (this.#stepping) return;
    this.#stepping = true;
    for (let next = this.#inbox.shift(); next !== undefined; next = this.#inbox.shift()) {
      this.#queue.absorb(this.#stepper.take(next));
    }
    this.#stepping = false;
  }

  /** Parts of its own calls can be trapped; that a caller is gone cannot. */
  #part(call: number, part: Part): void {
    if (call > 0) this.#traps.pass('part', 'before');
    this.#deliver({ on: 'part', call, part });
    if (call > 0) this.#traps.pass('part', 'after');
  }

  #perform(effect: Exclude<Effect, { do: 'persist' }>): void {
    switch (effect.do) {
      case 'send':
        if (effect.to !== this.#start.id) return this.#links.send(effect.to, effect.body);
        return void setImmediate(() => this.#deliver({ on: 'message', from: effect.to, body: effect.body }));
      case 'call':
        return this.#calls.open(effect);
      case 'reply':
        return effect.call > 0 ? this.#calls.abort(effect.call) : this.#requests.reply(effect.call, effect.part);
      case 'timer':
        return this.#timers.set(effect.name, effect.after);
      case 'mark':
        return report({ is: 'mark', at: this.#clock.now(), name: effect.name, data: effect.data });
      case 'halt':
        this.#disk.keepNow();
        report({ is: 'halt', reason: effect.reason });
        if (!this.#ending) return process.exit(0);
        // Answers that were given are still on their way to who asked.
        return void setTimeout(() => process.exit(0), lastWordsMillis);
    }
  }

  #truly(length: Micros): Micros {
    this.#time.met('now');
    return this.#time.until(this.#time.now() + length);
  }

  #trafficTo(id: NodeId): Traffic {
    let traffic = this.#traffic.get(id);
    if (traffic === undefined) this.#traffic.set(id, (traffic = { sent: 0, lost: 0 }));
    return traffic;
  }
}

/** As a power cut would: no handler runs, nothing is flushed. */
function killSelf(trap: string): void {
  report({ is: 'trap', name: trap });
  process.kill(process.pid, 'SIGKILL');
  // The signal may take a moment; nothing happens in it.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
}

function listenOn(server: Server | NetServer, port: number | null): Promise<number | null> {
  if (port === null) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => resolve((server.address() as AddressInfo).port));
  });
}

// One node as a process, over its lives: started, signalled, and told about when it ends.
import type { ChildProcess } from 'node:child_process';
import {
  type ClockFault,
  type DiskFault,
  isRight,
  type Micros,
  type NodeClock,
  parseJson,
  rightClock,
  withClockFault,
} from '../../world/index.js';
import { type Control, LineSplitter, type Report, type StartLine, type Trap } from '../../world/node/index.js';
import { asBuilt } from './as-built.js';
import { DiskOrders } from './disk-orders.js';
import type { Guard } from './guard.js';
import { type Ended, howItEnded } from './how-it-ended.js';
import type { Launch } from './launch-of.js';
import { limits } from './limits.js';
import type { ProcessNode } from './process-node.js';
import { isReady } from './readiness.js';
import { signalGroup } from './signal-group.js';
import { SlowStart } from './slow-start.js';
import { lastOnStderr, spawnNode } from './spawn-node.js';

export interface NodeProcessOptions {
  readonly node: ProcessNode;
  readonly guard: Guard;
  /** Holds what it says on stderr. */
  readonly directory: string;
  /** What it needs around it is there; it boots after that. */
  readonly ready: Promise<void>;
  launch(life: number, build: string | null): Launch;
  up(life: number): void;
  down(why: Ended['why'], detail: string): void;
  report(report: Report): void;
  failed(error: Error): void;
}

export class NodeProcess {
  readonly #options: NodeProcessOptions;
  readonly #traps = new Map<string, Trap>();
  readonly slowStart = new SlowStart();
  #clock: NodeClock = rightClock;
  readonly #disk = new DiskOrders();
  #child: ChildProcess | null = null;
  #state: 'down' | 'starting' | 'up' = 'down';
  #paused = false;
  #life = 0;
  /** The start line was said: from then on there is someone to talk to. */
  #isTold = false;
  #isEnding = false;
  /** Null: its own. */
  #build: string | null = null;
  /** An end before this moment is followed by a start. */
  #startAgainUntil = 0;
  #portTries = 0;
  #last: Ended | null = null;
  #readyBy: NodeJS.Timeout | null = null;
  #ended: (() => void)[] = [];
  #closing = false;

  constructor(options: NodeProcessOptions) {
    this.#options = options;
  }

  get state(): 'down' | 'starting' | 'up' {
    return this.#state;
  }

  get isPaused(): boolean {
    return this.#paused;
  }

  /** Counts its starts. */
  get life(): number {
    return this.#life;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /**
   * Nothing happens when it runs; one that is ending, even if nobody has noticed yet, is started after its end. Absent, the build is what it was.
   * @throws RangeError when there is no such build
   */
  start(build?: string | null): void {
    if (this.#closing) return;
    if (this.#isEnding) this.kill();
    if (build !== undefined && (this.#child === null || this.#last !== null)) {
      asBuilt(this.#options.node, build);
      this.#build = build;
    }
    if (this.#child === null) this.#spawn();
    else this.#startAgainUntil = this.#last === null ? performance.now() + limits.noticeMillis : Infinity;
  }

  kill(): void {
    this.#startAgainUntil = 0;
    if (this.#child?.pid === undefined) return;
    this.#last ??= { why: 'kill', detail: '' };
    signalGroup(this.#child.pid, 'SIGKILL');
  }

  pause(): void {
    if (this.#child?.pid === undefined || this.#paused) return;
    this.#paused = signalGroup(this.#child.pid, 'SIGSTOP');
  }

  /** Asks it to end in good order. */
  end(): void {
    if (this.#state !== 'up' || this.#isEnding) return;
    this.#isEnding = true;
    this.#child?.kill('SIGTERM');
  }

  get build(): string | null {
    return this.#build;
  }

  resume(): void {
    if (this.#child?.pid === undefined || !this.#paused) return;
    this.#paused = false;
    signalGroup(this.#child.pid, 'SIGCONT');
  }

  /** Says something over the control pipe; nobody hears it while the node is down. */
  control(control: Control): void {
    if (this.#isTold) this.#child?.stdin?.write(`${JSON.stringify(control)}\n`);
  }

  arm(trap: Trap): void {
    if (this.#traps.has(trap.name)) return;
    this.#traps.set(trap.name, trap);
    this.control({ do: 'trap', ...trap });
  }

  disarm(name: string | null): void {
    if (name === null) this.#traps.clear();
    else this.#traps.delete(name);
    this.control({ do: 'untrap', name });
  }

  /** Puts a fault on its clocks at this true time, or (null) takes it off; it begins its next lives with what is on. */
  setClock(name: string, fault: ClockFault | null, at: Micros): void {
    const before = this.#clock;
    this.#clock = withClockFault(before, at, name, fault);
    if (this.#clock !== before) this.control({ do: 'clock', name, fault });
  }

  healClock(at: Micros): void {
    for (const { name } of this.#clock.faults) this.setClock(name, null, at);
  }

  /** Puts a fault on its disk, or takes it off; without a name: all. One that is on stays as it is. */
  setDisk(name: string | null, fault: DiskFault | null): void {
    this.#disk.set(name, fault);
    this.control({ do: 'disk', name, fault });
  }

  /** Ends it for good. Resolves when it is gone. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#child === null) return;
    const ended = new Promise<void>((resolve) => this.#ended.push(resolve));
    this.kill();
    await ended;
  }

  #spawn(): void {
    const { node, guard, directory, launch } = this.#options;
    const launched = launch(++this.#life, this.#build);
    const { startLine } = launched;
    const rotten = startLine === null ? [] : this.#disk.rot(startLine.directory);
    for (const name of rotten) this.#options.report({ is: 'disk', name, news: 'touched' });
    const child = spawnNode(launched, directory);
    this.#child = child;
    this.#state = 'starting';
    this.#last = null;
    this.#isTold = false;
    this.#isEnding = false;
    if (child.pid !== undefined) {
      guard.watch(child.pid);
      this.slowStart.hold(child.pid);
    }
    child.on('error', (error) => this.#gone(child, null, null, error.message));
    child.on('exit', (code, signal) => this.#exited(child, code, signal));
    this.#readyBy = setTimeout(
      () => this.#options.failed(new Error(`${node.id} is not up after ${limits.startTime / 1_000_000} s: ${lastOnStderr(directory)}`)),
      (limits.startTime + this.slowStart.delay) / 1_000,
    );
    if (startLine === null) this.#awaitForeign(child);
    else this.#awaitHosted(child, startLine);
  }

  #awaitHosted(child: ChildProcess, startLine: Omit<StartLine, 'traps' | 'clock'>): void {
    // The program loads meanwhile.
    const tell = (): void => {
      if (this.#child !== child) return;
      const clock = isRight(this.#clock) ? null : this.#clock;
      const line: StartLine = { ...startLine, traps: [...this.#traps.values()], clock, disk: this.#disk.all() };
      child.stdin?.write(`${JSON.stringify(line)}\n`);
      this.#isTold = true;
    };
    this.#options.ready.then(tell).catch(() => undefined);
    const splitter = new LineSplitter(limits.reportBytesMax);
    child.stdout?.on('data', (bytes: Buffer) => {
      for (const line of splitter.push(bytes) ?? []) {
        const json = parseJson(line);
        if (json !== undefined && this.#child === child) this.#hear(json as unknown as Report);
      }
    });
  }

  /** A foreign program may say what it likes on stdout; nobody listens. */
  #awaitForeign(child: ChildProcess): void {
    const { node, launch } = this.#options;
    child.stdout?.resume();
    const { httpPort } = launch(this.#life, this.#build);
    const ask = async (): Promise<void> => {
      while (this.#child === child && this.#state === 'starting') {
        if (await isReady(httpPort, node.foreign?.readyPath ?? null)) return this.#isUp();
        await new Promise((resolve) => setTimeout(resolve, limits.readyPollMillis));
      }
    };
    ask().catch((error: Error) => this.#options.failed(error));
  }

  #hear(report: Report): void {
    if (report.is === 'up') return this.#isUp();
    if (report.is === 'trap') {
      // One that closed although it was taken off: the news had not reached the node.
      if (!this.#traps.delete(report.name)) this.#startAgainUntil = Infinity;
      this.#last = { why: 'trap', detail: report.name };
    } else if (report.is === 'disk') this.#disk.heard(report);
    else if (report.is === 'halt') this.#last = { why: 'halt', detail: report.reason };
    else if (report.is === 'failed') this.#last = { why: 'exit', detail: `${report.code}: ${report.detail}` };
    this.#options.report(report);
  }

  #isUp(): void {
    if (this.#state !== 'starting') return;
    if (this.#readyBy !== null) clearTimeout(this.#readyBy);
    this.#state = 'up';
    this.#portTries = 0;
    this.#options.up(this.#life);
  }

  /** What it said before its end is read first; what it has started may keep its stdout open for ever. */
  #exited(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    let isTold = false;
    const tell = (): void => {
      if (isTold) return;
      isTold = true;
      clearTimeout(timer);
      this.#gone(child, code, signal, lastOnStderr(this.#options.directory));
    };
    const timer = setTimeout(tell, limits.lastWordsMillis);
    child.once('close', tell);
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  }

  #gone(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null, said: string): void {
    if (this.#child !== child) return;
    const { guard, down } = this.#options;
    if (child.pid !== undefined) guard.tell({ what: 'ended', pid: child.pid });
    if (this.#readyBy !== null) clearTimeout(this.#readyBy);
    const wasUp = this.#state === 'up';
    const last = howItEnded({ last: this.#last, wasAsked: this.#isEnding, code, signal, said });
    this.slowStart.forget();
    this.#isEnding = false;
    this.#child = null;
    this.#state = 'down';
    this.#paused = false;
    for (const resolve of this.#ended.splice(0)) resolve();
    if (this.#closing) return;
    if (!wasUp && last.detail.startsWith('EADDRINUSE') && ++this.#portTries < limits.startsMax)
      return void setTimeout(() => this.start(), limits.startPauseMillis);
    if (wasUp || last.why !== 'kill') down(last.why, last.detail);
    const again = performance.now() < this.#startAgainUntil;
    this.#startAgainUntil = 0;
    if (again) this.start();
  }
}

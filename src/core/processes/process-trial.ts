// A system of real processes, as the engine sees it. Commands return at once; what comes of them is a happening.
import type { Answer, Command, Happening, Hand, NodeAct, Reexecution, Send, Trial } from '../../contract/index.js';
import type { Micros, NodeId } from '../../world/index.js';
import { type Clock, type Report, startLagMeter } from '../../world/node/index.js';
import { Client } from './client.js';
import { DiskHits } from './disk-hits.js';
import { Happenings } from './happenings.js';
import { Hits } from './hits.js';
import { limits } from './limits.js';
import { Links } from './links.js';
import type { NodeGroup } from './node-group.js';
import type { Ended } from './how-it-ended.js';
import type { NodeProcess } from './node-process.js';
import { Pauses } from './pauses.js';
import type { Place } from './place.js';
import { type Proxies, ProxyError } from './proxies.js';
import { httpAbilitiesOf, linkAbilities } from './toxic-of.js';
import { wakeAll } from './wake-all.js';

/** What a trial is made of. */
export interface TrialParts {
  readonly clock: Clock;
  readonly place: Place;
  readonly group: NodeGroup;
  readonly proxies: Proxies;
  /** Whether the server counts what its toxics touch. */
  readonly counts: boolean;
  /** The types of toxics that it takes, where it says so. */
  readonly toxics: ReadonlySet<string>;
  /** Kept when the server ends by itself: how. */
  readonly lost: Promise<string>;
  /** Nodes that are not ours: they hear no command and tell nothing. */
  readonly foreign: ReadonlySet<NodeId>;
  /** Whether nodes can be started with another build. */
  readonly hasBuilds: boolean;
  /** Ends and removes all of that. */
  close(): Promise<Reexecution | null>;
}

const LOOPBACK = 'http://127.0.0.1';
const diskAbilities = ['broken', 'full', 'eio', 'slow', 'lost-sync', 'flip', 'truncate'].map((kind) => `disk:${kind}`);

export class ProcessTrial implements Trial {
  readonly world = 'real';
  readonly can: ReadonlySet<string>;
  readonly #parts: TrialParts;
  readonly #happenings: Happenings;
  readonly #pauses = new Pauses();
  readonly #client = new Client();
  readonly #links: Links;
  readonly #hits: Hits;
  readonly #diskHits = new DiskHits((name, messages) => this.#happenings.tell({ is: 'hit', name, requests: [], messages }));
  readonly #stopLag: () => void;
  #closed: Promise<Reexecution | null> | null = null;

  constructor(parts: TrialParts) {
    const { clock, place, group, proxies, counts, toxics, foreign, hasBuilds, lost } = parts;
    this.#parts = parts;
    this.can = new Set([
      'kill',
      'stop',
      'slow-start',
      ...linkAbilities,
      ...httpAbilitiesOf(toxics),
      ...(foreign.size === 0 ? ['trap', 'clock', ...diskAbilities] : []),
      ...(hasBuilds ? ['build'] : []),
    ]);
    this.#happenings = new Happenings(clock);
    const tellLag = (node: NodeId, micros: Micros): void => this.#happenings.tell({ is: 'lag', node, micros });
    this.#hits = new Hits({
      clock,
      proxies,
      counts,
      sendersTo: (node) =>
        place.proxies.map(({ from, to }) => (to === node ? from : 'client')).filter((from) => from !== 'client' && !foreign.has(from)),
      ask: (sender, tag) => group.get(sender)?.control({ do: 'count', tag }),
      tell: (name, requests, messages) => this.#happenings.tell({ is: 'hit', name, requests, messages }),
      slow: (micros) => (micros < limits.lagMin ? undefined : tellLag('toxiproxy', micros)),
    });
    this.#links = new Links({
      proxies,
      all: place.proxies,
      on: (trouble) => this.#hits.linkOn(trouble),
      off: (trouble) => this.#hits.linkOff(trouble),
      failed: (error) => this.#happenings.fail(error),
    });
    this.#stopLag = startLagMeter(clock, { every: limits.lagEvery, min: limits.lagMin, tell: (micros) => tellLag('client', micros) });
    lost.then((how) => this.#happenings.fail(new ProxyError(`toxiproxy: ${how}`))).catch(() => undefined);
    group.watch({
      up: (id) => this.#isUp(id),
      down: (id, why, detail) => this.#isDown(id, why, detail),
      report: (id, report) => this.#hear(id, report),
      failed: (error) => this.#happenings.fail(error),
    });
  }

  get now(): Micros {
    return this.#parts.clock.now();
  }

  get addresses(): ReadonlyMap<string, string> {
    const { place, proxies } = this.#parts;
    const links = place.proxies
      .filter(({ kind }) => kind === 'stream')
      .map(({ from, to, port }) => [`${from} → ${to}`, `${LOOPBACK}:${port}`] as const);
    const nodes = [...place.ports].flatMap(([name, port]) =>
      name.endsWith('/http') ? [[name.slice(0, -'/http'.length), `${LOOPBACK}:${port}`] as const] : [],
    );
    return new Map([...links, ...nodes, ['toxiproxy', proxies.url]]);
  }

  /** @throws RangeError for a fault that real links cannot have */
  do(command: Command): void {
    if (this.#closed !== null) return;
    if (command.do === 'request') this.#send(command).catch((error: Error) => this.#happenings.fail(error));
    else this.#lay(command);
  }

  next(until: Micros): Happening | Promise<Happening> {
    return this.#happenings.next(until);
  }

  close(): Promise<Reexecution | null> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<Reexecution | null> {
    this.#stopLag();
    this.#hits.close();
    this.#client.close();
    return this.#parts.close();
  }

  #lay(hand: Hand): void {
    if (hand.do === 'heal-all') return this.#healAll();
    if (hand.do === 'link') return this.#links.set(hand);
    const node = this.#parts.group.get(hand.node);
    if (node === undefined) return;
    if (hand.do === 'node') return this.#act(hand.node, node, hand.act, hand.build);
    if (hand.do === 'slow-start') return node.slowStart.set(hand.name, hand.delay);
    if (hand.do === 'disk') return this.#setDisk(node, hand);
    if (hand.do === 'clock') return node.setClock(hand.name, hand.fault, this.now);
    if (hand.do === 'untrap') node.disarm(hand.name);
    else if (hand.phase !== 'within' && hand.file === undefined)
      node.arm({ name: hand.name, effect: hand.effect, nth: hand.nth, phase: hand.phase });
  }

  #setDisk(node: NodeProcess, { name, fault }: Hand & { readonly do: 'disk' }): void {
    node.setDisk(name, fault);
    if (fault === null) this.#diskHits.off(name);
  }

  #act(id: NodeId, node: NodeProcess, act: NodeAct, build: string | null | undefined): void {
    switch (act) {
      case 'kill':
        if (node.state === 'up') this.#hits.nodeOn(`node:${id}`, id, 'down', false);
        return node.kill();
      case 'stop':
        if (node.state !== 'up' || node.isPaused) return;
        this.#pauses.begin(id, this.now);
        this.#hits.nodeOn(`node:${id}`, id, 'paused', false);
        return node.pause();
      case 'continue':
        return this.#resume(id, node);
      case 'start':
        return node.start(build);
      case 'end':
        return node.end();
    }
  }

  #resume(id: NodeId, node: NodeProcess): void {
    if (!node.isPaused) return;
    node.resume();
    this.#pauses.end(id, this.now);
    this.#hits.nodeOff(id);
  }

  /** Traps first: none may close on what the healing sets free. */
  #healAll(): void {
    for (const [, node] of this.#parts.group.all()) {
      node.disarm(null);
      node.healClock(this.now);
      node.setDisk(null, null);
    }
    this.#diskHits.allOff();
    this.#links.healAll().catch((error: Error) => this.#happenings.fail(error));
    for (const [id, node] of this.#parts.group.all()) {
      this.#resume(id, node);
      node.slowStart.off();
      if (node.build !== null) this.#act(id, node, 'kill', null);
      node.start(null);
    }
    wakeAll(() => this.#awake()).catch((error: Error) => this.#happenings.fail(error));
  }

  /** Processes of nodes that nobody stopped. */
  #awake(): readonly number[] {
    return [...this.#parts.group.all()].flatMap(([, { isPaused, pid }]) => (isPaused || pid === null ? [] : [pid]));
  }

  /** What was broken before a request is broken for it: the server's consent is awaited. */
  async #send({ id, to, request, timeout, direct }: Send): Promise<void> {
    await this.#links.settled();
    const node = this.#parts.group.get(to);
    const address = this.#addressOf(to, direct);
    const absentLife = node?.state === 'down' ? node.life : null;
    if (!direct) this.#hits.sent(id, to);
    const answer: Answer =
      address === null ? { status: null, headers: {}, body: null, failure: 'refused' } : await this.#client.send(address, request, timeout);
    // Behind a proxy an absent node looks like a broken one; but nobody was there in all that time.
    const isAbsent = answer.failure === 'reset' && answer.status === null && absentLife !== null && node?.life === absentLife;
    const failure = isAbsent ? 'refused' : answer.failure;
    const at = this.now;
    await this.#hits.answered(id, failure);
    this.#happenings.tell({ is: 'answer', id, answer: { ...answer, failure } }, at);
  }

  #addressOf(to: NodeId, direct: boolean): string | null {
    const { ports, proxies } = this.#parts.place;
    const proxy = direct ? undefined : proxies.find((each) => each.from === 'client' && each.to === to && each.kind === 'stream');
    const port = proxy?.port ?? ports.get(`${to}/http`);
    return port === undefined ? null : `${LOOPBACK}:${port}`;
  }

  #isUp(id: NodeId): void {
    this.#hits.nodeOff(id);
    this.#happenings.tell({ is: 'up', node: id });
  }

  #isDown(id: NodeId, why: Ended['why'], detail: string): void {
    this.#pauses.end(id, this.now);
    this.#diskHits.down(id, why === 'kill' || why === 'trap');
    if (why === 'trap') this.#hits.nodeOn(detail, id, 'down', true);
    if (why === 'end') this.#hits.nodeOn(`node:${id}`, id, 'down', true);
    this.#happenings.tell({ is: 'down', node: id, why, detail });
  }

  #hear(id: NodeId, report: Report): void {
    switch (report.is) {
      case 'mark':
        return this.#happenings.tell({ is: 'mark', node: id, name: report.name, data: report.data });
      case 'lag':
        return this.#pauses.explains(id, report.at, report.micros)
          ? undefined
          : this.#happenings.tell({ is: 'lag', node: id, micros: report.micros });
      case 'hit':
        return this.#happenings.tell({ is: 'hit', name: report.name, requests: [], messages: report.count });
      case 'disk':
        return this.#diskHits.heard(id, report.name, report.news);
      case 'count':
        return this.#hits.counted(id, report.tag, report.traffic);
      default:
        return;
    }
  }
}

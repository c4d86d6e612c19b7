// Which effects of a run somebody caused, and which would have come anyway. A request of a lane is a cause, and so is whatever does not recur in silence; what
// a node does on an input that was caused is caused in turn. Heartbeats, ticks and polls recur, and nothing but time makes them. What the harness makes to look
// at the system is neither.
import type { OpenCall, Place, Send, Target, Topology, Watcher } from '../../contract/index.js';
import { asObject, type Effect, type Input, type Json, type Micros, type NodeId, type Passing, type Request } from '../../world/index.js';
import { plain, shapeOf } from './shape.js';

/** Why an effect is there. */
type Why = 'caused' | 'recurs' | 'look';

/** A place, and when it is. */
export interface Traced {
  readonly place: Place;
  readonly at: Micros;
  /** What passes there, in words. */
  readonly words: string;
  /** Among all of its kind of that node since the last call was sent, from 1. */
  readonly since: number;
}

interface Asked {
  readonly by: NodeId;
  readonly words: string;
  readonly isLook: boolean;
}

/** Shapes of effects that nobody caused. */
export interface Known {
  readonly quiet: Iterable<string>;
  readonly looks: Iterable<string>;
}

export class Tracer implements Watcher {
  /** Every shape that was seen, by role: another node may do tomorrow what this one does today. */
  readonly shapes = new Set<string>();
  private readonly places: (Traced & { readonly carried: object | null })[] = [];
  /** Messages that came to nothing but the answer to a look. */
  private readonly looked = new WeakSet<object>();
  private readonly topology: Topology;
  /** What recurs in silence. */
  private readonly quiet: ReadonlySet<string>;
  /** What a look makes of it. */
  private readonly looks: ReadonlySet<string>;
  private readonly roles: ReadonlyMap<NodeId, string>;
  /** Of bodies, requests and parts that are on their way. */
  private readonly whyOf = new WeakMap<object, Why>();
  private readonly timers = new Map<string, Why>();
  private readonly queues = new Map<NodeId, Why[]>();
  private readonly askedBy = new WeakMap<object, Asked>();
  private readonly inbound = new Map<string, Asked>();
  private readonly outbound = new Map<string, { readonly to: NodeId; readonly words: string }>();
  private readonly counts = new Map<string, number>();
  /** Of each node and kind, since the last call was sent. */
  private readonly totals = new Map<string, number>();
  private countsAt: Micros = -1;

  constructor(topology: Topology, { quiet, looks }: Known) {
    this.topology = topology;
    this.quiet = new Set(quiet);
    this.looks = new Set(looks);
    this.roles = new Map(topology.nodes.map(({ id, role }) => [id, role]));
  }

  get traced(): readonly Traced[] {
    const kept = this.places.filter(({ carried }) => carried === null || !this.looked.has(carried));
    return kept.map(({ place, at, words, since }) => ({ place, at, words, since }));
  }

  /** A call was sent: `since` counts from here. */
  callSent(): void {
    this.totals.clear();
  }

  found({ from, to, number, inbound, request, direct }: OpenCall): void {
    const words = `${request.method} ${request.path}`;
    const asked: Asked = { by: from, words, isLook: direct };
    this.askedBy.set(request, asked);
    this.inbound.set(`${to} ${inbound}`, asked);
    this.outbound.set(`${from} ${number}`, { to, words });
  }

  asked(at: Micros, { to, request, timeout, direct }: Send): void {
    const words = `${request.method} ${request.path}`;
    this.whyOf.set(request, direct ? 'look' : 'caused');
    this.askedBy.set(request, { by: 'client', words, isLook: direct });
    if (!direct) this.trace(at, 'client', { passing: 'call', why: 'caused', peer: to, words, patience: timeout, carried: null, request });
  }

  stepped(at: Micros, node: NodeId, input: Input, effects: readonly Effect[]): void {
    const why = this.isOfLook(node, input, effects) ? 'look' : this.whyOfInput(at, node, input);
    // What waited for a write that failed is gone, as is what waited in an earlier life.
    const queue = input.on === 'boot' || input.on === 'disk-failed' ? [] : (this.queues.get(node) ?? []);
    this.queues.set(node, queue);
    for (const effect of effects) queue.push(this.whyOfEffect(node, effect, why));
  }

  passed(at: Micros, node: NodeId, effect: Effect): void {
    const why = this.queues.get(node)?.shift() ?? 'recurs';
    if (effect.do === 'timer') this.timers.set(`${node} ${effect.name}`, why);
    if (effect.do === 'send') this.mark(effect.body, why);
    if (effect.do === 'call') {
      const words = `${effect.request.method} ${effect.request.path}`;
      this.mark(effect.request as unknown as Json, why);
      this.askedBy.set(effect.request, { by: node, words, isLook: false });
      this.outbound.set(`${node} ${effect.call}`, { to: effect.to, words });
    }
    if (effect.do === 'reply') this.mark(effect.part as unknown as Json, why);
    if (effect.do === 'persist' || effect.do === 'send' || effect.do === 'call' || effect.do === 'reply')
      this.trace(at, node, {
        passing: effect.do,
        why,
        peer: this.peerOf(node, effect),
        words: this.wordsOf(node, effect),
        patience: effect.do === 'call' ? effect.timeout : null,
        carried: effect.do === 'send' && typeof effect.body === 'object' ? effect.body : null,
        ...(effect.do === 'call' ? { request: effect.request } : {}),
      });
  }

  /** A look is answered when something else has come, such as the proof that the leader still leads: the message that brings the answer is the look's as well. */
  private isOfLook(node: NodeId, input: Input, effects: readonly Effect[]): boolean {
    if (input.on !== 'message' || typeof input.body !== 'object' || input.body === null) return false;
    const outward = effects.filter((effect) => effect.do !== 'timer' && effect.do !== 'mark');
    if (outward.length === 0 || !outward.every((effect) => this.answersLook(node, effect))) return false;
    this.looked.add(input.body);
    return true;
  }

  private answersLook(node: NodeId, effect: Effect): boolean {
    return effect.do === 'reply' && this.inbound.get(`${node} ${effect.call}`)?.isLook === true;
  }

  private mark(value: Json, why: Why): void {
    if (typeof value === 'object' && value !== null) this.whyOf.set(value, why);
  }

  private whyOfInput(at: Micros, node: NodeId, input: Input): Why {
    switch (input.on) {
      case 'message':
        return (typeof input.body === 'object' && input.body !== null ? this.whyOf.get(input.body) : undefined) ?? 'recurs';
      case 'request': {
        const asked = this.askedBy.get(input.request);
        if (asked !== undefined) this.inbound.set(`${node} ${input.call}`, asked);
        return this.whyOf.get(input.request) ?? 'recurs';
      }
      case 'part':
        return this.whyOfPart(at, node, input);
      case 'timer': {
        const shape = `${this.roleOf(node)} fires ${plain(input.name)}`;
        this.shapes.add(shape);
        return this.quiet.has(shape) ? 'recurs' : (this.timers.get(`${node} ${input.name}`) ?? 'recurs');
      }
      default:
        return 'caused';
    }
  }

  private whyOfPart(at: Micros, node: NodeId, { call, part }: Input & { readonly on: 'part' }): Why {
    const why = part === 'broken' ? 'caused' : (this.whyOf.get(part) ?? 'recurs');
    const asked = this.outbound.get(`${node} ${call}`);
    if (asked !== undefined)
      this.trace(at, node, {
        passing: 'part',
        why,
        peer: asked.to,
        words: `of the answer to ${asked.words}`,
        patience: null,
        carried: null,
      });
    return why;
  }

  private whyOfEffect(node: NodeId, effect: Effect, why: Why): Why {
    const peer = this.peerOf(node, effect);
    const asked = effect.do === 'reply' ? plain(this.inbound.get(`${node} ${effect.call}`)?.words ?? '') : '';
    const shape = `${this.roleOf(node)} ${shapeOf(effect, { peer: peer === null ? '' : this.roleOf(peer), asked })}`;
    this.shapes.add(shape);
    if (this.answersLook(node, effect)) return 'look';
    if (why === 'recurs') return this.quiet.has(shape) ? why : 'caused';
    // A look sets free what waited for other reasons.
    return why === 'look' && !this.quiet.has(shape) && !this.looks.has(shape) ? 'caused' : why;
  }

  private peerOf(node: NodeId, effect: Effect): NodeId | null {
    if (effect.do === 'send' || effect.do === 'call') return effect.to;
    return effect.do === 'reply' ? (this.inbound.get(`${node} ${effect.call}`)?.by ?? null) : null;
  }

  private wordsOf(node: NodeId, effect: Effect & { readonly do: 'persist' | 'send' | 'call' | 'reply' }): string {
    if (effect.do === 'persist') return `${effect.edit} of ${effect.file}`;
    if (effect.do === 'call') return `${effect.request.method} ${effect.request.path}`;
    if (effect.do === 'send') return String(asObject(effect.body)?.['type'] ?? asObject(effect.body)?.['do'] ?? 'message');
    const status = effect.part === 'broken' ? 'broken' : (effect.part.head?.status ?? 'more');
    return `${status} to ${this.inbound.get(`${node} ${effect.call}`)?.words ?? 'nobody'}`;
  }

  /** Everything counts, since a trap counts everything; only what was caused is kept. */
  private trace(at: Micros, node: NodeId, { passing, why, peer, words, patience, carried, request }: Passes): void {
    if (this.countsAt !== at) this.counts.clear();
    this.countsAt = at;
    const nth = (this.counts.get(`${node} ${passing}`) ?? 0) + 1;
    this.counts.set(`${node} ${passing}`, nth);
    const since = (this.totals.get(`${node} ${passing}`) ?? 0) + 1;
    this.totals.set(`${node} ${passing}`, since);
    if (why !== 'caused') return;
    const place: Place = {
      node: this.targetOf(node),
      passing,
      nth,
      peer: peer === null ? null : this.targetOf(peer),
      link: peer === null ? null : this.linkOf(node, peer, passing),
      patience,
      ...(request === undefined ? {} : { fields: Object.keys(request.headers) }),
    };
    this.places.push({ place, at, words, since, carried });
  }

  private roleOf(id: NodeId): string {
    return this.roles.get(id) ?? id;
  }

  private targetOf(id: NodeId): Target {
    const role = this.roleOf(id);
    const pick = this.topology.nodes.filter((node) => node.role === role).findIndex((node) => node.id === id);
    return { role, pick: Math.max(0, pick) };
  }

  private linkOf(node: NodeId, peer: NodeId, passing: Passing): 'lossy' | 'stream' | null {
    const [from, to] = passing === 'reply' ? [peer, node] : [node, peer];
    return this.topology.links.find((link) => link.from === from && link.to === to)?.kind ?? null;
  }
}

interface Passes {
  readonly passing: Passing;
  readonly why: Why;
  readonly peer: NodeId | null;
  readonly words: string;
  readonly patience: Micros | null;
  /** The body of a message. */
  readonly carried: object | null;
  readonly request?: Request;
}

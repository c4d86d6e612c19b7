// What faults have touched. The embedded Toxiproxy counts what each toxic touches, and nodes count what they send and lose; with the original server
// the rest is inferred: a request that passed by a fault and was late or failed, a message sent over a faulted link.
import type { Micros, NodeId } from '../../world/index.js';
import type { Clock, Traffic } from '../../world/node/index.js';
import { limits } from './limits.js';
import type { LinkTrouble } from './links.js';
import type { Proxies } from './proxies.js';
import { isHttp } from './toxic-of.js';
import { concerns, type Journey, overlaps, type Trouble } from './trouble.js';

export interface HitsOptions {
  readonly clock: Clock;
  readonly proxies: Proxies;
  /** Whether the server counts what its toxics touch. */
  readonly counts: boolean;
  /** Nodes that can be asked what they have sent to a node. */
  sendersTo(node: NodeId): readonly NodeId[];
  ask(sender: NodeId, tag: number): void;
  tell(name: string, requests: readonly number[], messages: number): void;
  /** The server took this long to answer. */
  slow(micros: Micros): void;
}

/** A request that failed is remembered for this long, for a trouble that is noticed after it. */
const memory: Micros = 250_000;

export class Hits {
  readonly #options: HitsOptions;
  readonly #journeys = new Map<number, Journey>();
  readonly #touched = new Map<string, number>();
  #troubles: Trouble[] = [];
  #recent: Journey[] = [];
  #tag = 0;
  #timer: NodeJS.Timeout | null = null;
  #polling: Promise<void> = Promise.resolve();

  constructor(options: HitsOptions) {
    this.#options = options;
  }

  linkOn(link: LinkTrouble): void {
    this.#begin(link.name, { link });
  }

  linkOff(link: LinkTrouble): void {
    this.#end((trouble) => 'link' in trouble.on && trouble.on.link === link);
  }

  /**
   * @param name under which hits are told; a node that is in the same trouble already stays as it is
   * @param already whether it was so a moment before anyone knew
   */
  nodeOn(name: string, node: NodeId, is: 'down' | 'paused', already: boolean): void {
    const isSo = this.#troubles.some(({ on, until }) => until === null && 'node' in on && on.node === node && on.is === is);
    if (isSo) return;
    const trouble = this.#begin(name, { node, is });
    if (already)
      for (const journey of this.#recent)
        if (this.#clock() - (journey.until ?? 0) < memory && concerns(trouble, journey)) this.#hit(trouble, [journey], 0);
  }

  nodeOff(node: NodeId): void {
    this.#end(({ on }) => 'node' in on && on.node === node);
  }

  sent(id: number, to: NodeId): void {
    this.#journeys.set(id, { id, to, from: this.#clock(), until: null, failure: null });
  }

  /** The request has its answer. Resolves when all that touched it is told. */
  async answered(id: number, failure: string | null): Promise<void> {
    const journey = this.#journeys.get(id);
    if (journey === undefined) return;
    journey.until = this.#clock();
    journey.failure = failure;
    if (failure !== null) this.#recent.push(journey);
    this.#recent = this.#recent.filter(({ until }) => this.#clock() - (until ?? 0) < memory);
    const near = this.#troubles.filter((trouble) => overlaps(trouble, journey) && concerns(trouble, journey));
    for (const trouble of near) if (this.#isHit(trouble, journey)) this.#hit(trouble, [journey], 0);
    if (this.#options.counts && near.some(({ on }) => 'link' in on && on.link.fault.kind !== 'cut')) await this.poll();
    this.#journeys.delete(id);
  }

  /** A node says what it has sent to each peer. */
  counted(sender: NodeId, tag: number, traffic: Readonly<Record<NodeId, Traffic>>): void {
    for (const trouble of this.#troubles) {
      const counts = tag < trouble.tag ? null : this.#countsOf(trouble, sender);
      if (counts === null) continue;
      const { sent, lost } = traffic[counts.to] ?? { sent: 0, lost: 0 };
      const before = trouble.counted.get(sender);
      if (before !== null) trouble.counted.set(sender, trouble.endTag === null || tag < trouble.endTag ? { sent, lost } : null);
      if (before === undefined || before === null) continue;
      // A node that was started again counts from nothing.
      const [now, then] = counts.what === 'sent' ? [sent, before.sent] : [lost, before.lost];
      const messages = now >= then ? now - then : now;
      if (messages > 0) this.#hit(trouble, [], messages);
    }
  }

  /** Asks the server and the nodes. */
  poll(): Promise<void> {
    this.#polling = this.#polling.then(() => this.#pollNow()).catch(() => undefined);
    return this.#polling;
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#troubles = [];
  }

  #clock(): Micros {
    return this.#options.clock.now();
  }

  #begin(name: string, on: Trouble['on']): Trouble {
    const pending = { requests: [], messages: 0 };
    const trouble: Trouble = {
      name,
      on,
      since: this.#clock(),
      until: null,
      tag: ++this.#tag,
      endTag: null,
      counted: new Map(),
      touched: new Set(),
      pending,
      isTold: false,
    };
    this.#troubles.push(trouble);
    this.#askNodes();
    this.#timer ??= setInterval(() => void this.poll(), limits.hitPollMillis);
    return trouble;
  }

  #end(which: (trouble: Trouble) => boolean): void {
    const ending = this.#troubles.filter((trouble) => trouble.until === null && which(trouble));
    if (ending.length === 0) return;
    this.#tag++;
    for (const trouble of ending) {
      trouble.until = this.#clock();
      trouble.endTag = this.#tag;
    }
    void this.poll();
  }

  async #pollNow(): Promise<void> {
    this.#askNodes();
    if (this.#options.counts && this.#troubles.some(({ on }) => 'link' in on)) await this.#pollServer();
    for (const trouble of this.#troubles) if (trouble.until !== null) this.#tellPending(trouble);
    const isOver = ({ until }: Trouble): boolean => until !== null && this.#clock() - until > limits.hitTail;
    const oldest = Math.min(...[...this.#journeys.values()].map(({ from }) => from));
    this.#troubles = this.#troubles.filter((trouble) => !isOver(trouble) || oldest <= (trouble.until ?? 0));
    if (this.#troubles.length > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  async #pollServer(): Promise<void> {
    const begin = this.#clock();
    const activity = await this.#options.proxies.activity();
    this.#options.slow(this.#clock() - begin);
    for (const trouble of this.#troubles) {
      if (!('link' in trouble.on)) continue;
      const { proxies, toxic } = trouble.on.link;
      for (const { name, from } of proxies) {
        const count = activity.get(name)?.toxics[toxic] ?? 0;
        const fresh = count - (this.#touched.get(`${name}/${toxic}`) ?? 0);
        this.#touched.set(`${name}/${toxic}`, count);
        if (fresh <= 0) continue;
        const travelling = [...this.#journeys.values()].filter((journey) => concerns(trouble, journey) && overlaps(trouble, journey));
        // What goes on for a request that is over, such as its second delivery, counts by itself.
        const isAfter = travelling.length === 0 && isHttp(trouble.on.link.fault);
        this.#hit(trouble, from === 'client' ? travelling : [], from === 'client' && !isAfter ? 0 : fresh);
      }
    }
  }

  #askNodes(): void {
    const senders = new Set<NodeId>();
    for (const trouble of this.#troubles) {
      const to = 'node' in trouble.on ? trouble.on.node : trouble.on.link.proxies[0]?.to;
      for (const sender of to === undefined ? [] : this.#options.sendersTo(to))
        if (this.#countsOf(trouble, sender) !== null) senders.add(sender);
    }
    if (senders.size === 0) return;
    this.#tag++;
    for (const sender of senders) this.#options.ask(sender, this.#tag);
  }

  /** Which of a sender's counts tell about a trouble; null: none. */
  #countsOf({ on }: Trouble, sender: NodeId): { readonly to: NodeId; readonly what: 'sent' | 'lost' } | null {
    if ('node' in on) return on.node === sender ? null : { to: on.node, what: on.is === 'paused' ? 'sent' : 'lost' };
    const proxy = on.link.proxies.find(({ from }) => from === sender);
    if (proxy === undefined) return null;
    if (on.link.fault.kind === 'cut') return { to: proxy.to, what: 'lost' };
    const passes = on.link.proxies.some(({ kind }) => kind === 'stream') || on.link.stream === 'upstream';
    return this.#options.counts || !passes || on.link.fault.kind === 'slow-close' ? null : { to: proxy.to, what: 'sent' };
  }

  /** Whether a request that passed by a trouble and is over was touched by it, as far as that shows in the request alone. */
  #isHit({ on }: Trouble, { from, until, failure }: Journey): boolean {
    if ('node' in on) return on.is === 'paused' || failure !== null;
    if (on.link.fault.kind === 'cut') return failure === 'refused' || failure === 'reset';
    if (this.#options.counts) return false;
    return failure !== null || (until ?? 0) - from >= limits.delayMin;
  }

  /** The first hit is told at once, others when the trouble is over. */
  #hit(trouble: Trouble, journeys: readonly Journey[], messages: number): void {
    const { pending, touched } = trouble;
    for (const { id } of journeys) {
      if (!touched.has(id)) pending.requests.push(id);
      touched.add(id);
    }
    pending.messages += messages;
    if (!trouble.isTold || trouble.until !== null) this.#tellPending(trouble);
  }

  #tellPending(trouble: Trouble): void {
    const { requests, messages } = trouble.pending;
    if (requests.length === 0 && messages === 0) return;
    trouble.pending = { requests: [], messages: 0 };
    trouble.isTold = true;
    this.#options.tell(trouble.name, requests, messages);
  }
}

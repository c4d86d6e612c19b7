import type { Socket } from 'node:net';
import { Activity, forgetOldest } from './activity.js';
import type { ActivityReport } from './activity.js';
import { formatAddress, parseAddress, resolveListen } from './address.js';
import { Alarm } from './alarm.js';
import { ApiError } from './api-error.js';
import { canDial } from './can-dial.js';
import { Connection } from './connection.js';
import type { ConnectionReport } from './connection.js';
import { Courier } from './courier.js';
import { Entrance } from './entrance.js';
import { ResponseRecords } from './http/response-records.js';
import type { Journal } from './journal.js';
import { limits } from './limits.js';
import { describeManners, plain } from './manners.js';
import type { Manners } from './manners.js';
import { isAsPlanned } from './toxic-plan.js';
import { always, nextEdge } from './schedule.js';
import { socketOptions } from './socket-options.js';
import { dialled } from './source.js';
import type { Source } from './source.js';
import type { Stream } from './stream.js';
import { describeToxic } from './toxic.js';
import type { Toxic, ToxicPlan } from './toxic.js';

/** What all proxies of a server share. */
export interface ProxySettings {
  readonly seed: string;
  readonly allowExternal: boolean;
  readonly journal: Journal;
  /** Whether the server does as Toxiproxy does where it would do better, and knows nothing that Toxiproxy does not know. */
  readonly strict: boolean;
}

/** What a caller says about a proxy. */
export interface ProxyInput extends Manners {
  readonly name: string;
  readonly listen: string;
  readonly upstream: string;
  readonly enabled: boolean;
}

const BUFFERS = { readableHighWaterMark: limits.socketBytesMax, writableHighWaterMark: limits.socketBytesMax };

/** A listener, its upstream, its toxics and its open connections. Methods that start or stop it must not overlap; `Proxies` sees to that. */
export class Proxy {
  readonly name: string;
  readonly activity = new Activity();
  readonly #settings: ProxySettings;
  readonly #connections = new Set<Connection>();
  readonly #dialling = new Set<Socket>();
  readonly #alarms = new Map<Toxic, Alarm>();
  readonly #generations = new Map<string, number>();
  #listen: string;
  #upstream: string;
  #toxics: readonly Toxic[] = [];
  #installed = 0;
  #manners: Manners;
  readonly #entrance: Entrance;
  readonly #courier = new Courier(() => this.#source());

  constructor(input: ProxyInput, settings: ProxySettings) {
    this.name = input.name;
    this.#listen = input.listen;
    this.#upstream = input.upstream;
    this.#manners = { onDialError: input.onDialError, accept: input.accept };
    this.#settings = settings;
    this.#entrance = new Entrance({
      allowExternal: settings.allowExternal,
      accept: (client) => this.#accept(client),
      probe: (signal) => canDial(this.#upstream, signal),
      refused: () => this.activity.refuse(),
    });
  }

  get strict(): boolean {
    return this.#settings.strict;
  }

  get enabled(): boolean {
    return this.#entrance.isOpen;
  }

  /** What a caller would have to say to get this proxy. */
  get input(): ProxyInput {
    return { name: this.name, listen: this.#listen, upstream: this.#upstream, enabled: this.enabled, ...this.#manners };
  }

  /** What `GET /activity` tells. */
  get report(): ActivityReport {
    return this.activity.report(this.#connections.size, this.#entrance.isRefusing);
  }

  /** Its open connections, the oldest first. */
  get connections(): readonly ConnectionReport[] {
    return [...this.#connections].map((connection) => connection.describe());
  }

  /** The toxics: all upstream ones, then all downstream ones, each in order of creation. */
  get toxics(): readonly Toxic[] {
    const of = (stream: Stream): readonly Toxic[] => this.#toxics.filter((toxic) => toxic.stream === stream);
    return [...of('upstream'), ...of('downstream')];
  }

  /** Listens. @throws ApiError 500 when the address cannot be bound, 501 when this system cannot accept as asked */
  async start(): Promise<void> {
    if (this.enabled) return;
    this.#listen = await this.#entrance.open(this.#listen, this.#manners);
    for (const toxic of this.#toxics) this.#watch(toxic);
  }

  /** Stops listening, then closes every connection, at once. */
  stop(): void {
    this.#entrance.close();
    for (const toxic of this.#toxics) this.#forget(toxic);
    this.activity.cutOpen(this.#connections.size + this.#dialling.size / 2);
    this.#courier.stop();
    for (const connection of this.#connections) connection.destroy();
    for (const socket of this.#dialling) socket.destroy();
    this.#dialling.clear();
  }

  /** Resolves when its port is free, after `stop`. */
  stopped(): Promise<void> {
    return this.#entrance.settled();
  }

  /** Treats clients otherwise; open connections stay. @throws ApiError 500 or 501, and it is as before */
  async behave(manners: Manners): Promise<void> {
    await this.#entrance.change(manners);
    this.#manners = manners;
  }

  /** Whether the input names another listener or upstream. @throws ApiError 500 when its address makes no sense */
  async differs(input: ProxyInput): Promise<boolean> {
    try {
      const wanted = await resolveListen(input.listen, this.#settings.allowExternal);
      return input.upstream !== this.#upstream || formatAddress(wanted) !== this.#listen;
    } catch (error) {
      throw new ApiError(500, error instanceof Error ? error.message : String(error));
    }
  }

  /** Moves and starts or stops as the input says; a listener that cannot be bound leaves the proxy moved and disabled. */
  async update(input: ProxyInput): Promise<void> {
    if (await this.differs(input)) {
      this.stop();
      this.#listen = input.listen;
      this.#upstream = input.upstream;
    }
    await this.behave({ onDialError: input.onDialError, accept: input.accept });
    if (input.enabled) await this.start();
    else if (this.enabled) this.stop();
  }

  /** Puts a checked toxic, whose name is free, on the proxy and its open connections. */
  install(plan: ToxicPlan): Toxic {
    const generation = this.#nextGeneration(plan.name);
    this.#installed += 1;
    const toxic: Toxic = {
      ...plan,
      attributes: { ...plan.attributes },
      generation,
      counts: {},
      order: this.#installed,
      records: new ResponseRecords(),
      createdMillis: performance.now(),
      createdAfter: this.activity.connections,
    };
    this.#toxics = [...this.#toxics, toxic];
    for (const connection of this.#connections) connection.add(toxic);
    this.#watch(toxic);
    return toxic;
  }

  /** Makes these its toxics and no others. One that is there as planned stays as it is; the new ones come after those. */
  replaceToxics(plans: readonly ToxicPlan[]): void {
    const kept = new Set<ToxicPlan>();
    for (const toxic of this.#toxics) {
      const same = plans.find((plan) => isAsPlanned(toxic, plan));
      if (same === undefined) this.removeToxic(toxic);
      else kept.add(same);
    }
    for (const plan of plans) if (!kept.has(plan)) this.install(plan);
  }

  /** Tells the connections that the record of the toxic was changed. */
  updateToxic(toxic: Toxic): void {
    for (const connection of this.#connections) connection.update(toxic);
    this.#watch(toxic);
  }

  removeToxic(toxic: Toxic): void {
    this.#toxics = this.#toxics.filter((other) => other !== toxic);
    for (const connection of this.#connections) connection.remove(toxic);
    this.#courier.hurry(toxic);
    this.#forget(toxic);
  }

  /** The API's picture, keys in wire order. `Logger` is a slip of the original that clients see. */
  describe(): Record<string, unknown> {
    const { name, listen, upstream, enabled } = this.input;
    return { name, listen, upstream, enabled, Logger: {}, toxics: this.toxics.map(describeToxic), ...describeManners(this.#manners) };
  }

  /** Sees to it that the windows of its schedule begin and end, while there can be connections. */
  #watch(toxic: Toxic): void {
    this.#forget(toxic);
    if (toxic.schedule === always || !this.enabled) return;
    const edge = nextEdge(toxic.schedule, performance.now() - toxic.createdMillis);
    if (edge === undefined) return;
    const alarm = new Alarm(() => {
      for (const connection of this.#connections) connection.reschedule(toxic);
      this.#watch(toxic);
    });
    alarm.set(toxic.createdMillis + edge);
    this.#alarms.set(toxic, alarm);
  }

  #forget(toxic: Toxic): void {
    this.#alarms.get(toxic)?.stop();
    this.#alarms.delete(toxic);
  }

  /** Numbers the toxics of one name, so that a new one draws anew. */
  #nextGeneration(name: string): number {
    const generation = this.#generations.get(name) ?? 0;
    this.#generations.delete(name);
    this.#generations.set(name, generation + 1);
    if (this.#generations.size > limits.toxicNamesMax) forgetOldest(this.#generations);
    return generation;
  }

  #accept(client: Socket): void {
    this.activity.connections += 1;
    const ordinal = this.activity.connections;
    const source = this.#source();
    if (source === undefined) {
      this.#turnAway(client);
      return;
    }
    const { socket: server } = source;
    const pair = [client, server];
    for (const socket of pair) this.#dialling.add(socket);
    const settle = (): void => pair.forEach((socket) => this.#dialling.delete(socket));
    // A socket that fails also closes, and the close is what is acted upon.
    for (const socket of pair) socket.on('error', () => undefined);
    const fail = (): void => {
      settle();
      if (!client.destroyed) this.#turnAway(client);
    };
    server.once('close', fail);
    server.once('connect', () => {
      server.off('close', fail);
      settle();
      this.#join(client, source, ordinal);
    });
  }

  /** The upstream cannot be dialled. */
  #turnAway(client: Socket): void {
    this.activity.dialFailures += 1;
    if (this.#manners.onDialError === plain.onDialError) client.destroy();
    else client.resetAndDestroy();
    this.#entrance.dialFailed();
  }

  #join(client: Socket, server: Source, ordinal: number): void {
    const gone = (connection: Connection): void => void this.#connections.delete(connection);
    const { journal, seed, strict } = this.#settings;
    const options = {
      client,
      server,
      proxy: this.name,
      journal,
      seed: `${seed}/${this.name}`,
      ordinal,
      strict,
      gone,
      courier: this.#courier,
    };
    this.#connections.add(new Connection({ ...options, activity: this.activity, toxics: this.#toxics }));
  }

  #source(): Source | undefined {
    try {
      return dialled({ ...socketOptions, ...BUFFERS, ...parseAddress(this.#upstream) });
    } catch {
      return undefined;
    }
  }
}

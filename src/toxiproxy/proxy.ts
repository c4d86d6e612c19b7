import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { Activity, forgetOldest } from './activity.js';
import { formatAddress, parseAddress, resolveListen } from './address.js';
import { Alarm } from './alarm.js';
import { ApiError } from './api-error.js';
import { Connection } from './connection.js';
import { limits } from './limits.js';
import { isAsPlanned } from './toxic-plan.js';
import { always, nextEdge } from './schedule.js';
import type { Stream } from './stream.js';
import { describeToxic } from './toxic.js';
import type { Toxic, ToxicPlan } from './toxic.js';

/** What all proxies of a server share. */
export interface ProxySettings {
  readonly seed: string;
  readonly allowExternal: boolean;
}

/** What a caller says about a proxy. */
export interface ProxyInput {
  readonly name: string;
  readonly listen: string;
  readonly upstream: string;
  readonly enabled: boolean;
}

const SOCKET_OPTIONS = { allowHalfOpen: true, noDelay: true, keepAlive: true } as const;
const BUFFERS = { readableHighWaterMark: limits.socketBytesMax, writableHighWaterMark: limits.socketBytesMax };
const BIND_TEXTS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'bind: address already in use',
  EADDRNOTAVAIL: 'bind: cannot assign requested address',
  EACCES: 'bind: permission denied',
};

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
  #server: Server | undefined;

  constructor(input: ProxyInput, settings: ProxySettings) {
    this.name = input.name;
    this.#listen = input.listen;
    this.#upstream = input.upstream;
    this.#settings = settings;
  }

  get enabled(): boolean {
    return this.#server !== undefined;
  }

  /** What a caller would have to say to get this proxy. */
  get input(): ProxyInput {
    return { name: this.name, listen: this.#listen, upstream: this.#upstream, enabled: this.enabled };
  }

  get openConnections(): number {
    return this.#connections.size;
  }

  /** The toxics: all upstream ones, then all downstream ones, each in order of creation. */
  get toxics(): readonly Toxic[] {
    const of = (stream: Stream): readonly Toxic[] => this.#toxics.filter((toxic) => toxic.stream === stream);
    return [...of('upstream'), ...of('downstream')];
  }

  /** Listens. @throws ApiError 500 when the address cannot be bound */
  async start(): Promise<void> {
    if (this.#server !== undefined) return;
    try {
      this.#server = await this.#bind();
    } catch (error) {
      throw new ApiError(500, error instanceof Error ? error.message : String(error));
    }
    this.#listen = formatAddress(boundAddress(this.#server));
    for (const toxic of this.#toxics) this.#watch(toxic);
  }

  /** Stops listening, then closes every connection, at once. */
  stop(): void {
    this.#server?.close();
    this.#server = undefined;
    for (const toxic of this.#toxics) this.#forget(toxic);
    this.activity.cutOpen(this.#connections.size + this.#dialling.size / 2);
    for (const connection of this.#connections) connection.destroy();
    for (const socket of this.#dialling) socket.destroy();
    this.#dialling.clear();
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
    if (input.enabled) await this.start();
    else if (this.enabled) this.stop();
  }

  /** Puts a checked toxic, whose name is free, on the proxy and its open connections. */
  install(plan: ToxicPlan): Toxic {
    const generation = this.#nextGeneration(plan.name);
    const toxic: Toxic = {
      ...plan,
      attributes: { ...plan.attributes },
      generation,
      counts: {},
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
    this.#forget(toxic);
  }

  /** The API's picture, keys in wire order. `Logger` is a slip of the original that clients see. */
  describe(): Record<string, unknown> {
    return { ...this.input, Logger: {}, toxics: this.toxics.map(describeToxic) };
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

  async #bind(): Promise<Server> {
    const address = await resolveListen(this.#listen, this.#settings.allowExternal).catch((error: Error) => {
      throw new Error(`listen tcp: ${error.message}`, { cause: error });
    });
    const server = createServer({ ...SOCKET_OPTIONS, pauseOnConnect: true, highWaterMark: limits.socketBytesMax });
    server.maxConnections = limits.connectionsMax;
    server.on('connection', (client) => this.#accept(client));
    await new Promise<void>((resolve, reject) => {
      server.on('error', (error: NodeJS.ErrnoException) => {
        const text = BIND_TEXTS[error.code ?? ''] ?? `bind: ${error.code ?? 'failed'}`;
        reject(new Error(`listen tcp ${formatAddress(address)}: ${text}`, { cause: error }));
      });
      server.listen(address, resolve);
    });
    return server;
  }

  #accept(client: Socket): void {
    this.activity.connections += 1;
    const ordinal = this.activity.connections;
    const server = this.#dial();
    if (server === undefined) {
      client.destroy();
      return;
    }
    const pair = [client, server];
    for (const socket of pair) this.#dialling.add(socket);
    const settle = (): void => pair.forEach((socket) => this.#dialling.delete(socket));
    // A socket that fails also closes, and the close is what is acted upon.
    for (const socket of pair) socket.on('error', () => undefined);
    const fail = (): void => {
      settle();
      if (client.destroyed) return;
      this.activity.dialFailures += 1;
      client.destroy();
    };
    server.once('close', fail);
    server.once('connect', () => {
      server.off('close', fail);
      settle();
      this.#join(client, server, ordinal);
    });
  }

  #join(client: Socket, server: Socket, ordinal: number): void {
    const gone = (connection: Connection): void => void this.#connections.delete(connection);
    const seed = `${this.#settings.seed}/${this.name}`;
    this.#connections.add(new Connection({ client, server, seed, ordinal, activity: this.activity, toxics: this.#toxics, gone }));
  }

  #dial(): Socket | undefined {
    try {
      return connect({ ...SOCKET_OPTIONS, ...BUFFERS, ...parseAddress(this.#upstream) });
    } catch {
      this.activity.dialFailures += 1;
      return undefined;
    }
  }
}

function boundAddress(server: Server): { host: string; port: number } {
  const { address, port } = server.address() as AddressInfo;
  return { host: address, port };
}

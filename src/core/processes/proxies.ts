import type { NodeId } from '../../world/index.js';
import { type ICreateToxicBody, Toxiproxy } from 'toxiproxy-node-client';
import { limits } from './limits.js';
import type { ToxicBody } from './toxic-of.js';

/** The proxy of one directed link. */
export interface Proxy {
  readonly name: string;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly kind: 'lossy' | 'stream';
  readonly listen: string;
  readonly port: number;
  readonly upstream: string;
}

export type Stream = 'upstream' | 'downstream';

/** What `GET /activity` of the embedded server says of a proxy, as far as it is needed here. */
export interface Activity {
  /** Chunks and connections that a toxic touched, by its name, since the proxy was made. */
  readonly toxics: Readonly<Record<string, number>>;
}

/** What a server can do beyond the original. */
export interface Capabilities {
  /** Whether it counts what its toxics touch. */
  readonly counts: boolean;
  /** The types that it takes. */
  readonly toxics: ReadonlySet<string>;
}

/** A Toxiproxy server that did not do what it was asked. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
}

interface Described {
  readonly enabled: boolean;
  readonly toxics: readonly { readonly name: string }[];
}

/** The part of a Toxiproxy server that is ours, driven by the client that everyone uses. */
export class Proxies {
  readonly url: string;
  readonly #client: Toxiproxy;

  constructor(url: string) {
    this.url = url;
    this.#client = new Toxiproxy(url);
  }

  /** @throws ProxyError when one of them cannot listen; those made before stay */
  async create(proxies: readonly Proxy[]): Promise<void> {
    // The client cannot read the answer to an empty list.
    if (proxies.length === 0) return;
    const made = await this.#ask('populate', () =>
      this.#client.populate(proxies.map(({ name, listen, upstream }) => ({ name, listen, upstream, enabled: true }))),
    );
    for (const { name } of proxies) if (made[name] === undefined) throw new ProxyError(`toxiproxy: ${name} was not made`);
  }

  async addToxic({ name: proxy }: Proxy, name: string, stream: Stream, toxic: ToxicBody): Promise<void> {
    const { type } = toxic;
    const body = { name, stream, toxicity: 1, ...toxic } as unknown as ICreateToxicBody<unknown>;
    await this.#ask(`add ${type} to ${proxy}`, () => this.#client.getApi().post(`${this.#path(proxy)}/toxics`, body));
  }

  async removeToxic({ name: proxy }: Proxy, name: string): Promise<void> {
    await this.#ask(`remove ${name} from ${proxy}`, () =>
      this.#client.getApi().delete(`${this.#path(proxy)}/toxics/${encodeURIComponent(name)}`),
    );
  }

  async enable({ name, listen, upstream }: Proxy, enabled: boolean): Promise<void> {
    await this.#ask(`${enabled ? 'enable' : 'disable'} ${name}`, async () =>
      (await this.#client.get(name)).update({ enabled, listen, upstream }),
    );
  }

  /** What is there now, by name of proxy. */
  async describe(): Promise<Readonly<Record<string, Described>>> {
    const { data } = await this.#ask('list proxies', () => this.#client.getApi().get(`${this.url}/proxies`));
    return data as Readonly<Record<string, Described>>;
  }

  async remove(proxies: readonly Proxy[]): Promise<void> {
    await Promise.all(
      proxies.map(({ name }) =>
        this.#client
          .getApi()
          .delete(this.#path(name))
          .catch(() => undefined),
      ),
    );
  }

  pathOf({ name }: Proxy): string {
    return this.#path(name);
  }

  /** What the server says that it can do; the original says nothing. */
  async capabilities(): Promise<Capabilities> {
    const answer = await fetch(`${this.url}/capabilities`, { signal: AbortSignal.timeout(limits.proxyTimeMillis) }).catch(() => null);
    if (answer?.ok !== true) return { counts: false, toxics: new Set() };
    const { activity, toxics = [] } = (await answer.json()) as { readonly activity?: boolean; readonly toxics?: readonly string[] };
    return { counts: activity === true, toxics: new Set(toxics) };
  }

  async activity(): Promise<ReadonlyMap<string, Activity>> {
    const answer = await fetch(`${this.url}/activity`, { signal: AbortSignal.timeout(limits.proxyTimeMillis) });
    return new Map(Object.entries((await answer.json()) as Record<string, Activity>));
  }

  #path(name: string): string {
    return `${this.url}/proxies/${name}`;
  }

  /** The client's errors say little, and it waits for ever. */
  async #ask<T>(what: string, ask: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new ProxyError(`toxiproxy: ${what}: no answer in ${limits.proxyTimeMillis} ms`)),
        limits.proxyTimeMillis,
      );
    });
    try {
      return await Promise.race([ask(), silence]);
    } catch (cause) {
      throw cause instanceof ProxyError
        ? cause
        : new ProxyError(`toxiproxy: ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    } finally {
      clearTimeout(timer);
    }
  }
}

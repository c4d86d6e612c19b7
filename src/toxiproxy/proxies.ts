import { ApiError } from './api-error.js';
import type { JsonNode } from './json/json-node.js';
import { checkManners, plain } from './manners.js';
import type { Manners } from './manners.js';
import { Proxy } from './proxy.js';
import type { ProxyInput, ProxySettings } from './proxy.js';
import { planToxics } from './toxic-plan.js';
import type { ToxicPlan } from './toxic.js';

/** A proxy to be created. */
export interface NewProxy extends ProxyInput {
  /** The toxics that it shall have from its first connection on; undefined: nothing was said of them. */
  readonly toxics: readonly JsonNode[] | undefined;
}

/** One item of a populate; without `enabled` the proxy is started. */
export interface PopulateItem extends Omit<NewProxy, 'enabled' | keyof Manners> {
  readonly enabled: boolean | undefined;
  readonly onDialError: string | undefined;
  readonly accept: string | undefined;
}

interface Planned {
  readonly item: PopulateItem;
  readonly toxics: readonly ToxicPlan[] | undefined;
}

/** What a populate did before it ended, and why it ended early. */
export interface Populated {
  readonly proxies: readonly Proxy[];
  readonly error: ApiError | undefined;
}

/** The proxies of one server by name. Changes run one after another; reading and toxics never wait for them. */
export class Proxies {
  readonly #settings: ProxySettings;
  readonly #byName = new Map<string, Proxy>();
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(settings: ProxySettings) {
    this.#settings = settings;
  }

  get strict(): boolean {
    return this.#settings.strict;
  }

  /** All proxies, by name in ascending order. */
  all(): readonly Proxy[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws ApiError 404 */
  get(name: string): Proxy {
    const proxy = this.#byName.get(name);
    if (proxy === undefined) throw new ApiError(404, 'proxy not found');
    return proxy;
  }

  /** @throws ApiError 400 for a missing field or a bad toxic, 409 for a taken name, 500 for a listener that cannot be bound; then nothing is stored */
  create(input: NewProxy): Promise<Proxy> {
    return this.#inTurn(async () => {
      requireFields(input, '');
      if (this.#byName.has(input.name)) throw new ApiError(409, 'proxy already exists');
      return this.#add(plan(input, ''));
    });
  }

  /** @throws ApiError 404, or 500 when the new listener cannot be bound */
  update(name: string, change: (now: ProxyInput) => ProxyInput): Promise<Proxy> {
    return this.#inTurn(async () => {
      const proxy = this.get(name);
      const input = change(proxy.input);
      checkManners(input, '');
      await proxy.update(input);
      return proxy;
    });
  }

  /** @throws ApiError 404 */
  remove(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const proxy = this.get(name);
      proxy.stop();
      this.#byName.delete(name);
      await proxy.stopped();
    });
  }

  /**
   * Creates what is missing and replaces what differs; what is the same keeps its state, and its toxics unless the item says which.
   * All items and all their toxics are checked first; the first failure after that ends it, and what was done stays.
   */
  populate(items: readonly PopulateItem[]): Promise<Populated> {
    return this.#inTurn(async () => {
      const proxies: Proxy[] = [];
      try {
        items.forEach((item, index) => requireFields(item, ` at proxy ${index + 1}`));
        const all = items.map((item, index) => plan(item, ` at proxy ${index + 1}`));
        for (const one of all) proxies.push(await this.#put(one));
        return { proxies, error: undefined };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return { proxies, error };
      }
    });
  }

  /** Enables every proxy and removes every toxic. @throws ApiError 500 at the first that cannot be started, which keeps its toxics; the others are done all the same, but not strictly */
  reset(): Promise<void> {
    return this.#inTurn(async () => {
      let first: unknown;
      for (const proxy of this.all()) {
        try {
          await proxy.start();
          for (const toxic of proxy.toxics) proxy.removeToxic(toxic);
        } catch (error) {
          first ??= error;
          if (this.#settings.strict) break;
        }
      }
      if (first !== undefined) throw first;
    });
  }

  /** Stops every proxy at once, and again what a change that was under way has started. No change is accepted afterwards. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const proxy of this.#byName.values()) proxy.stop();
    await this.#last;
    const proxies = [...this.#byName.values()];
    for (const proxy of proxies) proxy.stop();
    await Promise.all(proxies.map((proxy) => proxy.stopped()));
    this.#byName.clear();
  }

  async #put(planned: Planned): Promise<Proxy> {
    const { item, toxics } = planned;
    const known = this.#byName.get(item.name);
    if (known === undefined) return this.#add(planned);
    const now = known.input;
    if (await known.differs({ ...now, listen: item.listen, upstream: item.upstream })) {
      known.stop();
      await known.stopped();
      return this.#add(planned);
    }
    await known.behave({ onDialError: item.onDialError ?? now.onDialError, accept: item.accept ?? now.accept });
    if (toxics !== undefined) known.replaceToxics(toxics);
    return known;
  }

  async #add({ item, toxics = [] }: Planned): Promise<Proxy> {
    const { name, listen, upstream, enabled = true, onDialError = plain.onDialError, accept = plain.accept } = item;
    const proxy = new Proxy({ name, listen, upstream, enabled, onDialError, accept }, this.#settings);
    for (const toxic of toxics) proxy.install(toxic);
    if (enabled) await proxy.start();
    this.#byName.set(name, proxy);
    return proxy;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(() => {
      if (this.#closed) throw new ApiError(503, 'server is closing');
      return work();
    });
    this.#last = result.catch(() => undefined);
    return result;
  }
}

function requireFields({ name, upstream }: Pick<ProxyInput, 'name' | 'upstream'>, where: string): void {
  if (name === '') throw new ApiError(400, `missing required field: name${where}`);
  if (upstream === '') throw new ApiError(400, `missing required field: upstream${where}`);
}

function plan(item: PopulateItem, where: string): Planned {
  checkManners(item, where);
  return { item, toxics: item.toxics === undefined ? undefined : planToxics(item.toxics, where) };
}

// The faults that are on our links, as the server should have them. What is asked returns at once; the calls to the server follow in order, link by link.
import type { Hand, LinkFault } from '../../contract/index.js';
import { limits } from './limits.js';
import { type Proxies, type Proxy, ProxyError, type Stream } from './proxies.js';
import { isHttp, toxicOf } from './toxic-of.js';

export type LinkHand = Hand & { readonly do: 'link' };

/** A fault on a link, both its proxies where it has two. */
export interface LinkTrouble {
  readonly name: string;
  readonly fault: LinkFault;
  readonly stream: Stream;
  readonly proxies: readonly Proxy[];
  /** Unique on each of its proxies. */
  readonly toxic: string;
}

export interface LinksOptions {
  readonly proxies: Proxies;
  readonly all: readonly Proxy[];
  on(trouble: LinkTrouble): void;
  off(trouble: LinkTrouble): void;
  failed(error: Error): void;
}

export class Links {
  readonly #options: LinksOptions;
  readonly #active = new Map<string, LinkTrouble>();
  readonly #chains = new Map<string, Promise<void>>();

  constructor(options: LinksOptions) {
    this.#options = options;
  }

  /** @throws RangeError for a fault that real links cannot have */
  set({ from, to, name, fault, stream }: LinkHand): void {
    const key = JSON.stringify([from, to, name, stream]);
    const present = this.#active.get(key);
    if (fault !== null) toxicOf(fault);
    if (present !== undefined) {
      if (fault !== null && JSON.stringify(fault) === JSON.stringify(present.fault)) return;
      this.#takeOff(key, present);
    }
    const proxies = this.#options.all.filter(
      (proxy) => proxy.from === from && proxy.to === to && (proxy.kind === 'stream' || fault === null || !isHttp(fault)),
    );
    if (fault !== null && proxies.length > 0) this.#putOn(key, { name, fault, stream, proxies, toxic: `${safeName(name)}.${stream}` });
  }

  /** All that was asked so far is done. */
  async settled(): Promise<void> {
    await Promise.all(this.#chains.values());
  }

  /** Takes everything off, and looks whether anything is left. What is asked meanwhile is done after that. */
  healAll(): Promise<void> {
    for (const [key, trouble] of [...this.#active]) this.#takeOff(key, trouble);
    const healed = this.settled().then(() => this.#verify());
    for (const { name } of this.#options.all) {
      this.#chains.set(
        name,
        healed.catch(() => undefined),
      );
    }
    return healed;
  }

  async #verify(): Promise<void> {
    const { proxies, all } = this.#options;
    for (let round = 0; round < limits.healRoundsMax; round++) {
      const there = await proxies.describe();
      const sick = all.filter(({ name }) => there[name]?.enabled !== true || there[name].toxics.length > 0);
      if (sick.length === 0) return;
      for (const proxy of sick) {
        for (const { name } of there[proxy.name]?.toxics ?? []) await proxies.removeToxic(proxy, name).catch(() => undefined);
        if (there[proxy.name]?.enabled !== true) await proxies.enable(proxy, true).catch(() => undefined);
      }
    }
    throw new ProxyError('toxiproxy: faults stay on although they were taken off');
  }

  #putOn(key: string, trouble: LinkTrouble): void {
    this.#active.set(key, trouble);
    const { proxies, on } = this.#options;
    const toxic = toxicOf(trouble.fault);
    for (const proxy of trouble.proxies) {
      this.#then(proxy, () =>
        toxic === null ? proxies.enable(proxy, false) : proxies.addToxic(proxy, trouble.toxic, trouble.stream, toxic),
      );
    }
    on(trouble);
  }

  #takeOff(key: string, trouble: LinkTrouble): void {
    this.#active.delete(key);
    const { proxies, off } = this.#options;
    for (const proxy of trouble.proxies) {
      if (trouble.fault.kind !== 'cut') this.#then(proxy, () => proxies.removeToxic(proxy, trouble.toxic));
      else if (!this.#isCut(proxy)) this.#then(proxy, () => proxies.enable(proxy, true));
    }
    off(trouble);
  }

  #isCut(proxy: Proxy): boolean {
    return [...this.#active.values()].some(({ fault, proxies }) => fault.kind === 'cut' && proxies.includes(proxy));
  }

  #then(proxy: Proxy, act: () => Promise<unknown>): void {
    const before = this.#chains.get(proxy.name) ?? Promise.resolve();
    const after = before.then(act).then(
      () => undefined,
      (error: Error) => this.#options.failed(error),
    );
    this.#chains.set(proxy.name, after);
  }
}

/** A name that any server and client passes on as it is. */
export function safeName(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]/g, '_');
}

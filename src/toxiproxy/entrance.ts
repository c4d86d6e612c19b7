import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { formatAddress, resolveListen } from './address.js';
import type { Address } from './address.js';
import { ApiError } from './api-error.js';
import { canBlackHole, openBlackHole } from './black-hole.js';
import { openDoor } from './door.js';
import type { Door } from './door.js';
import { limits } from './limits.js';
import type { Manners } from './manners.js';

export interface EntranceOptions {
  readonly allowExternal: boolean;
  /** Takes a client, paused. */
  readonly accept: (client: Socket) => void;
  /** Whether the upstream can be dialled now. */
  readonly probe: (signal: AbortSignal) => Promise<boolean>;
  /** Called when it begins to refuse because of the upstream. */
  readonly refused: () => void;
}

/**
 * Where the clients of a proxy come in: a listener, a black hole, or nothing for as long as the upstream cannot be dialled. `open`, `change` and
 * `close` must not overlap, only that `close` may come at any time.
 */
export class Entrance {
  readonly #options: EntranceOptions;
  #manners: Manners | undefined;
  #door: Door | undefined;
  /** The bound address of the door while it is shut because of the upstream. */
  #shut: Address | undefined;
  #ending = new AbortController();
  #settled: Promise<unknown> = Promise.resolve();

  constructor(options: EntranceOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#manners !== undefined;
  }

  /** Whether it refuses because of the upstream. */
  get isRefusing(): boolean {
    return this.#shut !== undefined;
  }

  /** @returns the bound address @throws ApiError 500 or 501 */
  async open(listen: string, manners: Manners): Promise<string> {
    await this.#settled;
    try {
      const address = await resolveListen(listen, this.#options.allowExternal).catch((error: Error) => {
        throw new Error(`listen tcp: ${error.message}`, { cause: error });
      });
      this.#door = await this.#openAt(address, manners);
    } catch (error) {
      throw error instanceof ApiError ? error : new ApiError(500, error instanceof Error ? error.message : String(error));
    }
    this.#manners = manners;
    this.#lookOut();
    return formatAddress(this.#door.address);
  }

  /** Takes on other manners in the same place; clients that are in stay. When that fails it is as before, or closed if even that fails. @throws ApiError 500 or 501 */
  async change(manners: Manners): Promise<void> {
    const before = this.#manners;
    const address = this.#door?.address ?? this.#shut;
    if (before === undefined || address === undefined || isDeepStrictEqual(before, manners)) return;
    if (before.accept === manners.accept && this.#door !== undefined) {
      this.#manners = manners;
      this.#lookOut();
      return;
    }
    if (manners.accept === 'blackhole' && !canBlackHole) throw impossible();
    const listen = formatAddress(address);
    this.close();
    try {
      await this.open(listen, manners);
    } catch (error) {
      await this.open(listen, before);
      throw error;
    }
  }

  close(): void {
    this.#ending.abort();
    this.#ending = new AbortController();
    this.#settled = Promise.all([this.#settled, this.#door?.close()]).catch(() => undefined);
    this.#door = undefined;
    this.#shut = undefined;
    this.#manners = undefined;
  }

  /** Resolves when all ports that were closed are free. */
  async settled(): Promise<void> {
    await this.#settled;
  }

  /** The upstream could not be dialled. */
  dialFailed(): void {
    if (!this.#mayRefuse || this.#door === undefined) return;
    this.#shut = this.#door.address;
    void this.#door.close();
    this.#door = undefined;
    this.#options.refused();
    const back = this.#comeBack(this.#shut, this.#ending.signal);
    this.#settled = Promise.all([this.#settled, back]).catch(() => undefined);
  }

  /** Whether it refuses when the upstream cannot be dialled; a black hole stays one. */
  get #mayRefuse(): boolean {
    return this.#manners?.onDialError === 'refuse' && this.#manners.accept !== 'blackhole';
  }

  #openAt(address: Address, { accept }: Manners): Promise<Door> {
    if (accept !== 'blackhole') return openDoor(address, this.#options.accept);
    if (!canBlackHole) throw impossible();
    return openBlackHole(address);
  }

  /** An upstream that is down from the start is noticed before anyone comes. */
  #lookOut(): void {
    if (!this.#mayRefuse) return;
    const { signal } = this.#ending;
    void this.#options.probe(signal).then((isUp) => {
      if (!isUp && !signal.aborted) this.dialFailed();
    });
  }

  async #comeBack(address: Address, signal: AbortSignal): Promise<void> {
    for (let wait: number = limits.probeMillisMin; !signal.aborted; wait = Math.min(limits.probeMillisMax, wait * 2)) {
      await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted || !(await this.#options.probe(signal))) continue;
      // Somebody may have taken the port; then the next time is as good.
      const door = signal.aborted ? undefined : await openDoor(address, this.#options.accept).catch(() => undefined);
      if (door === undefined) continue;
      if (signal.aborted) return door.close();
      this.#door = door;
      this.#shut = undefined;
      return;
    }
  }
}

function impossible(): ApiError {
  return new ApiError(501, `accept blackhole is not possible on ${process.platform}`);
}

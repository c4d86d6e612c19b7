import type { Effect, Micros, NodeId, Part } from '../index.js';
import type { Peer, Traffic } from './control.js';
import type { Transport } from './transport.js';

export interface CallsOptions {
  readonly transport: Transport;
  peer(id: NodeId): Peer | undefined;
  traffic(id: NodeId): Traffic;
  /** How long a time of the node's own clock truly takes. */
  truly(length: Micros): Micros;
  deliver(call: number, part: Part): void;
}

interface OpenCall {
  hangUp: (() => void) | null;
  silence: NodeJS.Timeout | null;
}

/** The calls that a node has made and whose end it has not seen. */
export class Calls {
  readonly #options: CallsOptions;
  readonly #open = new Map<number, OpenCall>();

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  open({ call, to, request, timeout }: Effect & { readonly do: 'call' }): void {
    const { transport, peer, traffic } = this.#options;
    const state: OpenCall = { hangUp: null, silence: null };
    this.#open.set(call, state);
    const count = traffic(to);
    count.sent++;
    const take = (part: Part): void => {
      if (this.#open.get(call) !== state) return;
      if (part === 'broken') count.lost++;
      this.#taken(call, state, part, timeout);
    };
    this.#watch(call, state, timeout, take);
    const address = peer(to);
    if (address === undefined || address.httpPort === null) return void setImmediate(take, 'broken');
    // A part never comes while the call is still being opened: a step would begin within another.
    let isOpen = false;
    const later = (part: Part): void => (isOpen ? take(part) : void setImmediate(take, part));
    state.hangUp = transport(`http://${address.host}:${address.httpPort}`, request, later);
    isOpen = true;
  }

  /** The node wants no more of it. */
  abort(call: number): void {
    const state = this.#open.get(call);
    if (state === undefined) return;
    this.#close(call, state);
    state.hangUp?.();
  }

  #taken(call: number, state: OpenCall, part: Part, timeout: Micros | null): void {
    if (part === 'broken' || part.end) this.#close(call, state);
    else if (timeout !== null) state.silence?.refresh();
    this.#options.deliver(call, part);
  }

  /** Silence for as long as `timeout` breaks the call. */
  #watch(call: number, state: OpenCall, timeout: Micros | null, take: (part: Part) => void): void {
    if (timeout === null) return;
    state.silence = setTimeout(
      () => {
        if (this.#open.get(call) !== state) return;
        state.hangUp?.();
        take('broken');
      },
      Math.min(Math.ceil(this.#options.truly(timeout) / 1_000), 2_147_483_647),
    );
  }

  #close(call: number, state: OpenCall): void {
    if (state.silence !== null) clearTimeout(state.silence);
    this.#open.delete(call);
  }
}

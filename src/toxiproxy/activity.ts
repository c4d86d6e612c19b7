import { limits } from './limits.js';
import type { Stream } from './stream.js';

/** What `GET /activity` tells about one proxy, counted since its creation. */
export interface ActivityReport {
  /** Connections accepted. */
  readonly connections: number;
  /** Connections open now. */
  readonly open: number;
  /** Bytes received from clients and from the upstream server. */
  readonly bytesUpstream: number;
  /** @see bytesUpstream */
  readonly bytesDownstream: number;
  /** Chunks, ends of stream and idle connections that a toxic delayed, held, cut, lost or closed; each once per toxic. */
  readonly touched: number;
  /** Connections with at least one of these. */
  readonly touchedConnections: number;
  /** When the last of these happened, Unix time in milliseconds; null when never. */
  readonly lastTouchedMs: number | null;
  /** Open connections that were cut because the proxy was disabled, changed or deleted. */
  readonly cut: number;
  /** When that last happened, Unix time in milliseconds; null when never. */
  readonly lastCutMs: number | null;
  /** Connections closed because the upstream could not be reached. */
  readonly dialFailures: number;
  /** Whether clients are refused now, because the upstream cannot be dialled and `on_dial_error` is `refuse`. */
  readonly refusing: boolean;
  /** How often that began. */
  readonly refusals: number;
  /** When it last began, Unix time in milliseconds; null when never. */
  readonly lastRefusedMs: number | null;
  /** `touched` by name of toxic; names of removed toxics stay. */
  readonly toxics: Readonly<Record<string, number>>;
}

/** The counters of one proxy. */
export class Activity {
  connections = 0;
  dialFailures = 0;
  /** Bytes that came to the proxy, by direction. */
  readonly received: Record<Stream, number> = { upstream: 0, downstream: 0 };
  /** Bytes that it handed on. */
  readonly sent: Record<Stream, number> = { upstream: 0, downstream: 0 };
  readonly #byToxic = new Map<string, number>();
  #touched = 0;
  #touchedConnections = 0;
  #lastTouchedMs: number | null = null;
  #cut = 0;
  #lastCutMs: number | null = null;
  #refusals = 0;
  #lastRefusedMs: number | null = null;

  touch(toxicName: string, firstOfConnection: boolean): void {
    this.#touched += 1;
    if (firstOfConnection) this.#touchedConnections += 1;
    this.#lastTouchedMs = Date.now();
    this.#byToxic.set(toxicName, (this.#byToxic.get(toxicName) ?? 0) + 1);
    if (this.#byToxic.size > limits.toxicNamesMax) forgetOldest(this.#byToxic);
  }

  cutOpen(connections: number): void {
    if (connections === 0) return;
    this.#cut += connections;
    this.#lastCutMs = Date.now();
  }

  refuse(): void {
    this.#refusals += 1;
    this.#lastRefusedMs = Date.now();
  }

  report(open: number, refusing: boolean): ActivityReport {
    return {
      connections: this.connections,
      open,
      bytesUpstream: this.received.upstream,
      bytesDownstream: this.received.downstream,
      touched: this.#touched,
      touchedConnections: this.#touchedConnections,
      lastTouchedMs: this.#lastTouchedMs,
      cut: this.#cut,
      lastCutMs: this.#lastCutMs,
      dialFailures: this.dialFailures,
      refusing,
      refusals: this.#refusals,
      lastRefusedMs: this.#lastRefusedMs,
      toxics: Object.fromEntries(this.#byToxic),
    };
  }
}

/** Drops the entry that was set first. */
export function forgetOldest(map: Map<string, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}

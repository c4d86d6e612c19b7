import { deviations } from './deviations.js';
import type { DeviationName } from './deviations.js';

/** A Toxiproxy to test, once it runs. */
export interface Subject {
  /** Base address of its API, without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a server, with the route /metrics if something is to be there. */
export type Starter = (options?: { readonly proxyMetrics?: boolean; readonly runtimeMetrics?: boolean }) => Promise<Subject>;

/** Which server it is: Shopify's own, or the embedded one, by default or with its option `strict`. */
export type TargetKind = 'original' | 'embedded' | 'strict';

/** What is tested: which server it is, where it is, and what may be expected of it. */
export class Target {
  readonly kind: TargetKind;
  /** Starts another server of the same kind, for tests that may kill it; undefined where that is not possible. */
  readonly another: Starter | undefined;
  readonly #url: () => string;
  readonly #asked = new Set<DeviationName>();

  constructor(kind: TargetKind, url: () => string, another: Starter | undefined) {
    this.kind = kind;
    this.another = another;
    this.#url = url;
  }

  /** Base address of its API; only inside tests. */
  get url(): string {
    return this.#url();
  }

  /** Whether it is Shopify's own server. */
  get isOriginal(): boolean {
    return this.kind === 'original';
  }

  /** What this server is expected to do where the two differ. */
  either<Expected>(name: DeviationName, { original, embedded }: Readonly<Record<'original' | 'embedded', Expected>>): Expected {
    this.#asked.add(name);
    return this.isOriginal || (this.kind === 'strict' && deviations[name].strict) ? original : embedded;
  }

  /** Rows of the table that no test has looked at. */
  get untested(): readonly string[] {
    return Object.keys(deviations).filter((name) => !this.#asked.has(name as DeviationName));
  }
}

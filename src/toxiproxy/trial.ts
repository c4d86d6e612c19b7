import { Bed } from './conformance/bed.js';
import { ResponseRecords } from './http/response-records.js';
import { startToxiproxy } from './index.js';
import type { ToxiproxyOptions, ToxiproxyServer } from './index.js';
import { seeded } from './seeded.js';
import type { Site } from './toxics/toxic-kind.js';

/** A place for a toxic to work without a connection. */
export function siteOf(seed: string): Site {
  const talk = { turn: 0, isAsking: false, received: { upstream: 0, downstream: 0 } };
  return {
    stream: 'upstream',
    attributes: {},
    http: { order: 1, isMeant: () => false, isNext: () => false, deliver: () => false, records: new ResponseRecords() },
    draw: seeded(seed),
    beganMillis: 0,
    talk,
    counts: {},
    shared: (_key, make) => make(),
    wake: () => undefined,
    fired: () => undefined,
  };
}

/** What the API answered. */
export interface Reply<Body> {
  readonly status: number;
  readonly body: Body;
}

/** A server, a proxy in front of an upstream, and plain requests to the API. */
export class Trial {
  readonly server: ToxiproxyServer;
  readonly bed: Bed;

  private constructor(server: ToxiproxyServer, bed: Bed) {
    this.server = server;
    this.bed = bed;
  }

  static async open(options: ToxiproxyOptions = {}, { echo = true }: { readonly echo?: boolean } = {}): Promise<Trial> {
    const server = await startToxiproxy({ seed: 'trial', ...options });
    return new Trial(server, await Bed.open(server.url, { echo }));
  }

  /** The path of the bed's proxy. */
  get path(): string {
    return `/proxies/${this.bed.proxy.name}`;
  }

  async ask<Body = Readonly<Record<string, unknown>>>(method: string, path: string, value?: unknown): Promise<Reply<Body>> {
    const body = value === undefined ? {} : { body: JSON.stringify(value) };
    const response = await fetch(this.server.url + path, { method, ...body });
    const text = await response.text();
    const isJson = text.startsWith('{') || text.startsWith('[');
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as Body };
  }

  /** Puts a toxic on the bed's proxy. @throws Error when it is refused */
  async toxic(toxic: Readonly<Record<string, unknown>>): Promise<string> {
    const { status, body } = await this.ask('POST', `${this.path}/toxics`, toxic);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return `${this.path}/toxics/${String(body['name'])}`;
  }

  async close(): Promise<void> {
    await this.bed.close();
    await this.server.close();
  }
}

import type { AddressInfo } from 'node:net';
import { formatAddress } from './address.js';
import { ApiError } from './api-error.js';
import { httpServer } from './http-server.js';
import { Journal } from './journal.js';
import { ownRoutes } from './own-routes.js';
import { Proxies } from './proxies.js';
import type { PopulateItem } from './proxies.js';
import { readPopulate } from './proxy-body.js';
import { routes } from './routes.js';

/** How an embedded server is started. */
export interface ToxiproxyOptions {
  /** Where the API listens. Default `127.0.0.1`. */
  readonly host?: string;
  /** Port of the API, 0 to 65535; 0 takes any free one. Default 0. */
  readonly port?: number;
  /** Decides every draw (toxicity, jitter, slices) of every connection, together with its proxy, ordinal, stream and toxic. Default `0`. */
  readonly seed?: string;
  /** Whether proxies without a host, and API clients under foreign host names, may be reached from other machines. Default false. */
  readonly allowExternal?: boolean;
  /** Proxies to start with: the text of a JSON array as `POST /populate` takes it. Default none. */
  readonly config?: string;
  /** Whether to do as Toxiproxy 2.12 does where this server would do better, and to know nothing that it does not know: see docs/toxiproxy.md. Default false. */
  readonly strict?: boolean;
  /** Whether `/metrics` exists and has the counters of proxies. Default false. */
  readonly proxyMetrics?: boolean;
  /** Whether `/metrics` exists and tells about this process. Default false. */
  readonly runtimeMetrics?: boolean;
}

/** A running server. */
export interface ToxiproxyServer {
  /** Base address of the API, without a trailing slash: `http://127.0.0.1:8474`. */
  readonly url: string;
  readonly port: number;
  /** Stops the API and every proxy at once, open connections included. Never fails; may be called again. */
  close(): Promise<void>;
}

/**
 * Starts a server that speaks the API of Toxiproxy 2.x, in this process.
 *
 * @throws Error when the address cannot be bound, or ApiError when `config` cannot be read or carried out; nothing is left running then
 */
export async function startToxiproxy(options: ToxiproxyOptions): Promise<ToxiproxyServer> {
  const {
    host = '127.0.0.1',
    port = 0,
    seed = '0',
    allowExternal = false,
    config,
    strict = false,
    proxyMetrics = false,
    runtimeMetrics = false,
  } = options;
  const items = config === undefined ? [] : readPopulate(config, strict);
  const journal = new Journal();
  const proxies = new Proxies({ seed, allowExternal, journal, strict });
  const server = httpServer([...routes(proxies), ...ownRoutes(proxies, { strict, journal, proxyMetrics, runtimeMetrics })], allowExternal);
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await proxies.close();
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host === 'localhost' ? '127.0.0.1' : host, resolve);
  });
  const { error, proxies: done } = await proxies.populate(items);
  if (error !== undefined) {
    await close();
    throw named(error, items[done.length]);
  }
  const bound = server.address() as AddressInfo;
  return { url: `http://${formatAddress({ host: bound.address, port: bound.port })}`, port: bound.port, close };
}

/** What is wrong in the words of a config says itself where it is; what cannot be carried out gets the name of its proxy. */
function named(error: ApiError, item: PopulateItem | undefined): ApiError {
  return item === undefined || error.status < 500 ? error : new ApiError(error.status, `proxy ${item.name}: ${error.message}`);
}

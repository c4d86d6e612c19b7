import { ApiError } from './api-error.js';
import { capabilities } from './capabilities.js';
import type { Journal } from './journal.js';
import { metrics } from './metrics.js';
import type { MetricsOptions } from './metrics.js';
import type { Proxies } from './proxies.js';
import { json } from './route.js';
import type { Answer, Call, Route } from './route.js';

const PROMETHEUS = 'text/plain; version=0.0.4; charset=utf-8';

export interface OwnRoutesOptions extends MetricsOptions {
  readonly strict: boolean;
  readonly journal: Journal;
}

/** What only this server answers, and `/metrics`, which the original has too when it is started with it. */
export function ownRoutes(proxies: Proxies, options: OwnRoutesOptions): readonly Route[] {
  const { proxyMetrics, runtimeMetrics, journal, strict } = options;
  const own: readonly Route[] = [
    { path: '/capabilities', methods: { GET: () => json(200, capabilities(strict)) } },
    {
      path: '/activity',
      methods: { GET: () => json(200, Object.fromEntries(proxies.all().map((proxy) => [proxy.name, proxy.report]))) },
    },
    {
      path: '/connections',
      methods: {
        GET: () =>
          json(
            200,
            proxies.all().flatMap((proxy) => proxy.connections),
          ),
      },
    },
    { path: '/log', methods: { GET: (call) => logOf(journal, call) } },
  ];
  if (!proxyMetrics && !runtimeMetrics) return own;
  const show = (): Answer => ({ status: 200, contentType: PROMETHEUS, body: metrics(proxies.all(), options) });
  return [...own, { path: '/metrics', methods: { '*': show } }];
}

function logOf(journal: Journal, { query }: Call): Answer {
  const after = new URLSearchParams(query).get('after') ?? '0';
  if (!/^[0-9]{1,15}$/.test(after)) throw new ApiError(400, 'after was invalid, can be a whole number');
  return json(200, journal.after(Number(after)));
}

import type { Proxy } from './proxy.js';
import type { Stream } from './stream.js';

/** What `/metrics` shows. */
export interface MetricsOptions {
  readonly proxyMetrics: boolean;
  readonly runtimeMetrics: boolean;
}

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

const STREAMS: readonly Stream[] = ['downstream', 'upstream'];

/** The counters in Prometheus' text format 0.0.4. They move while connections are open (those of the original only when one ends). */
export function metrics(proxies: readonly Proxy[], { proxyMetrics, runtimeMetrics }: MetricsOptions): string {
  const errors = ['encoding', 'gathering'].map((cause): Sample => [{ cause }, 0]);
  return [
    ...(runtimeMetrics ? runtime() : []),
    family(
      'promhttp_metric_handler_errors_total',
      'counter',
      'Total number of internal errors encountered by the promhttp metric handler.',
      errors,
    ),
    ...(proxyMetrics ? traffic(proxies) : []),
  ].join('');
}

function traffic(proxies: readonly Proxy[]): readonly string[] {
  const samples = (count: 'received' | 'sent'): readonly Sample[] =>
    STREAMS.flatMap((direction) =>
      proxies.map((proxy): Sample => {
        const { name, listen, upstream } = proxy.input;
        return [{ direction, listener: listen, proxy: name, upstream }, proxy.activity[count][direction]];
      }),
    );
  return (['received', 'sent'] as const).map((count) => family(`toxiproxy_proxy_${count}_bytes_total`, 'counter', '', samples(count)));
}

function runtime(): readonly string[] {
  const { heapUsed, external, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const one = (name: string, type: 'counter' | 'gauge', help: string, value: number, labels: Labels = {}): string =>
    family(name, type, help, [[labels, value]]);
  return [
    one('nodejs_external_memory_bytes', 'gauge', 'Memory of buffers outside of the heap.', external),
    one('nodejs_heap_size_used_bytes', 'gauge', 'Memory of the heap that is in use.', heapUsed),
    one('nodejs_version_info', 'gauge', 'The version of Node.', 1, { version: process.version }),
    one('process_cpu_seconds_total', 'counter', 'Total user and system CPU time spent in seconds.', (user + system) / 1e6),
    one('process_resident_memory_bytes', 'gauge', 'Resident memory size in bytes.', rss),
    one('process_start_time_seconds', 'gauge', 'Start time of the process since unix epoch in seconds.', performance.timeOrigin / 1000),
  ];
}

function family(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const lines = samples.map(([labels, value]) => `${name}${labelled(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelled(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { formatAddress } from './address.js';
import { startToxiproxy } from './start-toxiproxy.js';

// The embedded server as a process of its own:
//   node main.js [--host H] [--port 8474] [--seed S] [--config toxiproxy.json] [--strict] [--proxy-metrics] [--runtime-metrics] [--tied]
//     [--ready-stdout]
// Says one line `{"listening":"127.0.0.1:PORT"}` on stdout when it serves (--ready-stdout says that the caller waits for it).
// With --tied it ends when its stdin closes, so that it dies with its parent by whatever means.

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8474' },
    seed: { type: 'string', default: '0' },
    config: { type: 'string' },
    strict: { type: 'boolean', default: false },
    'proxy-metrics': { type: 'boolean', default: false },
    'runtime-metrics': { type: 'boolean', default: false },
    tied: { type: 'boolean', default: false },
    'ready-stdout': { type: 'boolean', default: false },
  },
});

// Ending the process closes every socket at once; nothing here outlives it.
const end = (): never => process.exit(0);
process.on('SIGTERM', end);
process.on('SIGINT', end);
if (values.tied) process.stdin.resume().on('end', end).on('close', end).on('error', end);
process.stdout.on('error', () => undefined);

try {
  const config = values.config === undefined ? {} : { config: readFileSync(values.config, 'utf8') };
  const wanted = { strict: values.strict, proxyMetrics: values['proxy-metrics'], runtimeMetrics: values['runtime-metrics'] };
  const { url, port } = await startToxiproxy({ host: values.host, port: Number(values.port), seed: values.seed, ...wanted, ...config });
  process.stdout.write(`${JSON.stringify({ listening: formatAddress({ host: new URL(url).hostname.replace(/[[\]]/g, ''), port }) })}\n`);
} catch (error) {
  process.stderr.write(`toxiproxy: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { startToxiproxy } from '../toxiproxy/index.js';
import { usage } from './usage.js';

export interface ToxiproxyCommand {
  readonly host: string;
  readonly port: number;
  readonly seed: string;
  /** A file of proxies to begin with, as Toxiproxy reads it. */
  readonly config: string | undefined;
  /** Whether to do only what Toxiproxy does. */
  readonly strict: boolean;
  readonly proxyMetrics: boolean;
  readonly runtimeMetrics: boolean;
  readonly signal: AbortSignal;
}

/** Serves the embedded Toxiproxy alone, until it is interrupted. */
export async function toxiproxyCommand({ host, port, config, signal, ...wanted }: ToxiproxyCommand): Promise<number> {
  const options = { host, port, ...wanted, ...(config === undefined ? {} : { config: textOf(config) }) };
  const server = await startToxiproxy(options).catch((cause: Error) => {
    throw usage(`toxiproxy cannot serve at ${host}:${port}: ${cause.message}`);
  });
  process.stdout.write(`toxiproxy serves at ${server.url}\n`);
  if (!signal.aborted) await once(signal, 'abort');
  await server.close();
  return 130;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw usage(`${file} cannot be read`);
  }
}

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { configDoubts, startToxiproxy } from '../toxiproxy/index.js';
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

/** What to do about it, by code of the system's error. */
const remedies: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken; end whoever has it, or say --port 0 for any free one',
  EACCES: 'ports below 1024 are for root; say --port with a higher one, or 0 for any free one',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'nobody knows that host',
};

/** Serves the embedded Toxiproxy alone, until it is interrupted. */
export async function toxiproxyCommand({ config: file, signal, ...wanted }: ToxiproxyCommand): Promise<number> {
  const config = file === undefined ? undefined : textOf(file);
  for (const doubt of config === undefined ? [] : configDoubts(config, wanted.strict)) {
    process.stderr.write(`topple: ${file}: ${doubt}\n`);
  }
  const server = await startToxiproxy({ ...wanted, ...(config === undefined ? {} : { config }) }).catch((cause: Error) => {
    throw usage(whyNot(cause, wanted, file));
  });
  process.stdout.write(`toxiproxy serves at ${server.url}\n`);
  if (!signal.aborted) await once(signal, 'abort');
  await server.close();
  return 130;
}

/** What failed with a code is its own address; all else is the config. */
function whyNot(cause: Error, { host, port }: Pick<ToxiproxyCommand, 'host' | 'port'>, file: string | undefined): string {
  const code = 'code' in cause ? String(cause.code) : undefined;
  if (code !== undefined) return `toxiproxy cannot serve at ${host}:${port}: ${remedies[code] ?? cause.message}`;
  return file === undefined ? cause.message : `${file}: ${cause.message}`;
}

/** The config, once it is JSON: what JSON.parse says of it names the place. */
function textOf(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw usage(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  try {
    JSON.parse(text);
  } catch (cause) {
    throw usage(`${file} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  return text;
}

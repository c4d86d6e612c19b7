import { lookup } from 'node:dns/promises';
import { isIP, isIPv6 } from 'node:net';

/** A host and port as text says them; the host may be empty. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const PORT_MAX = 65535;
const UNSPECIFIED: ReadonlySet<string> = new Set(['', '0.0.0.0', '::']);

/** Reads `host:port`, `[v6]:port` or `:port`. @throws Error with the wording of Go's resolver */
export function parseAddress(text: string): Address {
  const colon = text.lastIndexOf(':');
  if (colon < 0) throw new Error(`address ${text}: missing port in address`);
  const [host, port] = [text.slice(0, colon), text.slice(colon + 1)];
  if (host.startsWith('[') && host.endsWith(']')) return { host: host.slice(1, -1), port: parsePort(port) };
  if (text.startsWith('[') && !text.includes(']')) throw new Error(`address ${text}: missing ']' in address`);
  if (text.startsWith('[') && text.endsWith(']')) throw new Error(`address ${text}: missing port in address`);
  if (host.includes(':')) throw new Error(`address ${text}: too many colons in address`);
  return { host, port: parsePort(port) };
}

function parsePort(text: string): number {
  if (text === '') return 0;
  if (!/^[+-]?[0-9]+$/.test(text)) throw new Error(`lookup tcp/${text}: unknown port`);
  const port = Number(text);
  if (port < 0 || port > PORT_MAX) throw new Error(`address ${text}: invalid port`);
  return port;
}

/** `host:port`, with brackets around an IPv6 host. */
export function formatAddress({ host, port }: Address): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * The numeric address that a listener of this text is bound to. `localhost` is 127.0.0.1; no host, `0.0.0.0` and `[::]` mean
 * loopback too, unless `allowExternal`, when they mean every interface.
 *
 * @throws Error with the wording of Go's resolver
 */
export async function resolveListen(text: string, allowExternal: boolean): Promise<Address> {
  const { host, port } = text === '' ? { host: '', port: 0 } : parseAddress(text);
  if (UNSPECIFIED.has(host)) return { host: allowExternal ? '::' : '127.0.0.1', port };
  if (host === 'localhost') return { host: '127.0.0.1', port };
  if (isIP(host) !== 0) return { host, port };
  // Half-written numbers (`127.1`, `256.0.0.1`), which some resolvers take for addresses.
  if (/^[0-9.]+$/.test(host)) throw new Error(`lookup ${host}: no such host`);
  try {
    return { host: (await lookup(host)).address, port };
  } catch (cause) {
    throw new Error(`lookup ${host}: no such host`, { cause });
  }
}

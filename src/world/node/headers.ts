import type { IncomingHttpHeaders } from 'node:http';

/** Headers as a machine knows them: lower-case names, one text each. */
export function headersOf(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return plain;
}

import type { Described, Operation } from '../contract/index.js';
import { asObject, type Request, textOf } from '../world/index.js';

/** Calls to try a system by hand, as lines for a shell: the first steps of its canary that it takes as JSON over the client's own links, and a list of what they made. */
export function exampleCalls(system: Described, addresses: ReadonlyMap<string, string>): readonly string[] {
  const made = system.canary('hello').flatMap(({ op, args }) => {
    const operation = system.operations.find(({ name, verb }) => name === op && verb === 'create');
    return operation === undefined ? [] : [{ operation, request: operation.encode(args, 'hello-1') }];
  });
  const first = made.find(({ request }) => isJson(request));
  const url = first === undefined ? null : baseOf(first.operation, addresses);
  if (first === undefined || url === null) return [];
  return [curl(url, first.request), curl(url, { ...first.request, method: 'GET', body: null, headers: {} })];
}

function isJson({ headers, body }: Request): boolean {
  return body !== null && headers['content-type'] === 'application/json' && asObject(JSON.parse(textOf(body))) !== null;
}

function baseOf({ to }: Operation, addresses: ReadonlyMap<string, string>): string | null {
  const found = [...addresses].find(([what]) => what.startsWith(`client → ${to}`));
  return found?.[1] ?? null;
}

function curl(base: string, { method, path, headers, body }: Request): string {
  const parts = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const data = body === null ? [] : [`-d ${quoted(textOf(body))}`];
  return ['curl -i', ...(method === 'GET' ? [] : [`-X ${method}`]), ...parts, ...data, quoted(`${base}${path}`)].join(' ');
}

/** As a POSIX shell takes it literally. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

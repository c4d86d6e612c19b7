import type { Json } from '../../world/index.js';

/** `args` with every `{"$": "$name"}` replaced by what the name is bound to; a name that nothing bound becomes an id that was never issued. */
export function bind(args: Json, bindings: ReadonlyMap<string, Json>): Json {
  if (Array.isArray(args)) return args.map((item: Json) => bind(item, bindings));
  if (typeof args !== 'object' || args === null) return args;
  const object = args as { readonly [key: string]: Json };
  const symbol = object['$'];
  if (typeof symbol === 'string') return bindings.get(symbol) ?? `never-issued-${symbol.slice(1)}`;
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, bind(value, bindings)]));
}

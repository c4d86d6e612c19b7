import type { Json } from '../../world/index.js';

/**
 * `args` with every `{"$": "$name"}` replaced by what the name is bound to; a name that nothing bound becomes an id that was never issued. What holds no name
 * is given back as it is.
 */
export function bind(args: Json, bindings: ReadonlyMap<string, Json>): Json {
  if (typeof args !== 'object' || args === null) return args;
  if (Array.isArray(args)) return bindItems(args as readonly Json[], bindings);
  const object = args as { readonly [key: string]: Json };
  const symbol = object['$'];
  if (typeof symbol === 'string') return bindings.get(symbol) ?? `never-issued-${symbol.slice(1)}`;
  let bound: Record<string, Json> | null = null;
  for (const key of Object.keys(object)) {
    const value = object[key] as Json;
    const other = bind(value, bindings);
    if (other === value) continue;
    bound ??= { ...object };
    bound[key] = other;
  }
  return bound ?? args;
}

function bindItems(items: readonly Json[], bindings: ReadonlyMap<string, Json>): Json {
  const bound = items.map((item) => bind(item, bindings));
  return bound.some((item, index) => item !== items[index]) ? bound : items;
}

import { statusParameters } from '../../../spec/emco/index.js';
import type { StatusView } from '../wire/command.js';
import { isRefused, type Refused, refuse } from './refused.js';

/** More values of one parameter are refused. */
const valuesMax = 64;

/** What a status is asked for, from the query of a path; null where nothing is said. Parameters that nobody knows are ignored. */
export function readStatusView(path: string): StatusView | Refused | null {
  const given = valuesIn(path);
  if (isRefused(given)) return given;
  const values: ReadonlyMap<string, readonly string[]> = given;
  const asked = statusParameters.filter(({ name }) => values.has(name));
  for (const { name, takes, oneOf } of asked) {
    const own = values.get(name) ?? [];
    if (own.length > (takes === 'texts' ? valuesMax : 1)) return refuse('QUERY_INVALID', name, 'it is given too often');
    if (oneOf !== null && !own.every((value) => oneOf.includes(value))) return refuse('QUERY_INVALID', name, `one of ${oneOf.join(', ')}`);
  }
  return asked.length === 0 ? null : viewOf(values);
}

function viewOf(values: ReadonlyMap<string, readonly string[]>): StatusView {
  const [status = null] = values.get('status') ?? [];
  const [output = 'all'] = values.get('output') ?? [];
  return {
    status: status as StatusView['status'],
    output: output as StatusView['output'],
    list: (['apps', 'clusters', 'resources'] as const).find((name) => values.has(name)) ?? null,
    instance: values.get('instance')?.[0] ?? null,
    apps: values.get('app') ?? [],
    clusters: values.get('cluster') ?? [],
    resources: values.get('resource') ?? [],
  };
}

/** Whether a parameter is `true`; absent it is not. */
export function readFlag(path: string, name: string): boolean | Refused {
  const given = valuesIn(path);
  if (isRefused(given)) return given;
  const [value = 'false', ...more] = given.get(name) ?? [];
  return more.length === 0 && (value === 'true' || value === 'false') ? value === 'true' : refuse('QUERY_INVALID', name, 'true or false');
}

/** The values of each parameter of a path's query, decoded. */
export function valuesIn(path: string): Map<string, readonly string[]> | Refused {
  const values = new Map<string, readonly string[]>();
  const [, query = ''] = path.replace(/#.*$/s, '').split(/\?(.*)/s);
  for (const pair of query.split('&').filter((each) => each !== '')) {
    const [name = '', value = ''] = pair.split(/=(.*)/s).map(decode);
    if (name === null || value === null)
      return refuse('QUERY_INVALID', null, 'percent-encoding is two hexadecimal digits of well-formed UTF-8');
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}

/** `+` stays itself: it stands between a provider and a cluster. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

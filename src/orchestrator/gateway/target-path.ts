import { remember } from '../../world/index.js';
import { type Refused, refuse } from './refused.js';

/** Longest path and query, in characters. */
const pathLengthMax = 4_096;

/** The decoded segments of a request's path, without its query; `/` has none. */
export const segmentsOf = remember(1_000, readSegments);

function readSegments(path: string): { readonly segments: readonly string[] } | Refused {
  if (path.length > pathLengthMax) return refuse('PATH_TOO_LONG', null, `at most ${pathLengthMax} characters`);
  const bare = path.replace(/[?#].*$/s, '');
  if (!bare.startsWith('/')) return refuse('PATH_INVALID', null, 'a path starts with a slash');
  const segments: string[] = [];
  for (const raw of bare === '/' ? [] : bare.slice(1).split('/')) {
    const segment = decode(raw);
    if (typeof segment === 'object') return segment;
    segments.push(segment);
  }
  return { segments };
}

function decode(raw: string): string | Refused {
  if (raw === '') return refuse('PATH_INVALID', null, 'no segment of a path is empty');
  try {
    return decodeURIComponent(raw);
  } catch {
    return refuse('PATH_INVALID', null, 'percent-encoding is two hexadecimal digits of well-formed UTF-8');
  }
}

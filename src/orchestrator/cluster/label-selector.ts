import type { JsonObject } from '../../world/index.js';
import { badRequest, type Refusal } from './refusal.js';

/** One requirement on one label; all of a selector must hold. */
export interface Requirement {
  readonly key: string;
  readonly test: 'in' | 'notin' | 'exists' | 'absent';
  readonly values: readonly string[];
}

const REQUIREMENTS_MAX = 64;
const equality = /^([^\s=!]+)\s*(==|=|!=)\s*([^\s=!]*)$/;
const membership = /^([^\s=!]+)\s+(in|notin)\s+\(([^()]*)\)$/;
const existence = /^(!?)\s*([^\s=!()]+)$/;

/** The requirements of a `labelSelector` parameter: `a=b`, `a!=b`, `a`, `!a`, `a in (b,c)`, `a notin (b)`. */
export function parseSelector(text: string): readonly Requirement[] | Refusal {
  const pieces = text.split(/,(?![^(]*\))/).map((piece) => piece.trim());
  if (text.trim() === '') return [];
  if (pieces.length > REQUIREMENTS_MAX) return badRequest('labelSelector: too many requirements');
  const requirements: Requirement[] = [];
  for (const piece of pieces) {
    const requirement = parseRequirement(piece);
    if (requirement === null) return badRequest(`unable to parse requirement: ${piece}`);
    requirements.push(requirement);
  }
  return requirements;
}

function parseRequirement(piece: string): Requirement | null {
  const equal = equality.exec(piece);
  if (equal !== null) return { key: equal[1] ?? '', test: equal[2] === '!=' ? 'notin' : 'in', values: [equal[3] ?? ''] };
  const member = membership.exec(piece);
  if (member !== null)
    return {
      key: member[1] ?? '',
      test: member[2] === 'in' ? 'in' : 'notin',
      values: (member[3] ?? '').split(',').map((value) => value.trim()),
    };
  const exists = existence.exec(piece);
  return exists === null ? null : { key: exists[2] ?? '', test: exists[1] === '!' ? 'absent' : 'exists', values: [] };
}

export function matchesSelector(requirements: readonly Requirement[], labels: JsonObject | null): boolean {
  return requirements.every(({ key, test, values }) => {
    const value = labels?.[key];
    if (test === 'exists') return value !== undefined;
    if (test === 'absent') return value === undefined;
    const among = typeof value === 'string' && values.includes(value);
    return test === 'in' ? among : !among;
  });
}

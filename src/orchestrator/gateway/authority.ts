import type { Grant } from '../../../spec/emco/index.js';
import type { Request } from '../../world/index.js';
import type { GatewayRules } from './gateway-rules.js';
import { type Refused, refuse } from './refused.js';
import type { Route } from './route.js';

/** Refuses a caller who is not known (401), or who may not do this (403). Null: it may go on; where nobody is told apart, everybody may. */
export function checkAuthority(
  grants: readonly Grant[] | null,
  { operation, names }: Route,
  { headers }: Request,
  rules: GatewayRules,
): Refused | null {
  if (grants === null) return null;
  const token = /^bearer +([\x21-\x7e]+)$/i.exec((headers['authorization'] ?? '').trim())?.[1];
  const grant = grants.find((each) => each.token === token);
  if (grant === undefined) return refuse('UNAUTHENTICATED', 'authorization', 'Bearer and a token that is known');
  const project = names.get('project') ?? null;
  return rules.mayCall(grant, operation, project) ? null : refuse('FORBIDDEN', null, `${grant.subject} is ${grant.role} here`);
}

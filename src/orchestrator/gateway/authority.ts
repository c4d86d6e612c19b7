import type { Grant } from '../../../spec/emco/index.js';
import type { Request } from '../../world/index.js';
import type { GatewayRules } from './gateway-rules.js';
import { type Refused, refuse } from './refused.js';
import type { Route } from './route.js';

/** Refuses a caller who is not known (401), or who may not do this (403). Null: it may go on; where nobody is told apart, everybody may. */
export function checkAuthority(
  grants: readonly Grant[] | null,
  { operation, names }: Route,
  request: Request,
  rules: GatewayRules,
): Refused | null {
  if (grants === null) return null;
  const grant = grantOf(grants, request);
  if (grant === undefined) return refuse('UNAUTHENTICATED', 'authorization', 'Bearer and a token that is known');
  const project = names.get('project') ?? null;
  return rules.mayCall(grant, operation, project) ? null : refuse('FORBIDDEN', null, `${grant.subject} is ${grant.role} here`);
}

/** Who a caller is known to be; null: nobody is told apart. */
export function subjectOf(grants: readonly Grant[] | null, request: Request): string | null {
  return grants === null ? null : (grantOf(grants, request)?.subject ?? null);
}

function grantOf(grants: readonly Grant[], { headers }: Request): Grant | undefined {
  const token = /^bearer +([\x21-\x7e]+)$/i.exec((headers['authorization'] ?? '').trim())?.[1];
  return grants.find((each) => each.token === token);
}

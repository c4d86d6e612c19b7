import type { ErrorSpec } from './error.js';

const described = ['create', 'replace', 'move', 'add-manager'] as const;
const bodied = [...described, 'restore'] as const;
const every = [...bodied, 'get', 'list', 'delete', 'status', 'inventory', 'audit', 'managers', 'remove-manager', 'backup'] as const;
const sent = { to: ['create', 'replace'] } as const;
const packages = { ...sent, uploads: ['package'] } as const;

/** Every machine word that the gateway itself refuses with. What managers refuse with is theirs. */
export const gatewayErrors = {
  BODY_EMPTY: { status: 400, title: 'The call needs a body.', to: bodied },
  BODY_NOT_UTF8: { status: 400, title: 'The body is not well-formed UTF-8.', to: bodied },
  BODY_NOT_JSON: { status: 400, title: 'The body is not JSON.', to: bodied },
  BODY_TOO_DEEP: { status: 400, title: 'The body is nested too deeply.', to: bodied },
  BODY_NOT_MULTIPART: { status: 400, title: 'The body is not a multipart form.', ...sent, uploads: ['package', 'kubeconfig'] },
  HEADER_INVALID: { status: 400, title: 'A header has no meaning here.', to: every },
  NAME_MISMATCH: { status: 400, title: 'The name in the body is not the name in the path.', to: ['replace'] },
  PATH_INVALID: { status: 400, title: 'The path is malformed.', to: every },
  QUERY_INVALID: { status: 400, title: 'A parameter of the query is outside its rule.', to: ['status', 'audit', 'restore'] },
  UNAUTHENTICATED: { status: 401, title: 'The caller is not known.', to: every },
  FORBIDDEN: { status: 403, title: 'The caller may not do this.', to: every },
  ROUTE_UNKNOWN: { status: 404, title: 'There is nothing at this path.', to: [] },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The path does not take this method.', to: [] },
  NOT_ACCEPTABLE: { status: 406, title: 'The answer exists as JSON only.', to: ['get'], uploads: ['package', 'kubeconfig'] },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large.', to: every },
  PACKAGE_TOO_LARGE: { status: 413, title: 'The package holds too much.', ...packages },
  PATH_TOO_LONG: { status: 414, title: 'The path is too long.', to: every },
  CONTENT_TYPE_WRONG: { status: 415, title: 'The body has the wrong content type.', to: bodied },
  FIELD_INVALID: { status: 422, title: 'A field of the body is outside its rule.', to: bodied },
  FIELD_UNKNOWN: { status: 422, title: 'The body has a field that is not known.', to: described },
  KUBECONFIG_INVALID: { status: 422, title: 'The file is not a usable kubeconfig.', ...sent, uploads: ['kubeconfig'] },
  PACKAGE_INVALID: { status: 422, title: 'The file is not a usable package.', ...packages },
  ENDING: { status: 503, title: 'The gateway is about to end and takes nothing new.', to: every },
  OVERLOADED: { status: 503, title: 'Too many calls are in flight.', to: every },
  UNAVAILABLE: { status: 503, title: 'No manager answered in time; whether the call took effect is not known.', to: every },
} as const satisfies Readonly<Record<string, ErrorSpec>>;

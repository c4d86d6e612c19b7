/** Every machine word that the gateway itself refuses with. What managers refuse with is theirs. The document of errors is made from both tables. */
export const gatewayErrors = {
  BODY_EMPTY: { status: 400, title: 'The call needs a body.' },
  BODY_NOT_UTF8: { status: 400, title: 'The body is not well-formed UTF-8.' },
  BODY_NOT_JSON: { status: 400, title: 'The body is not JSON.' },
  BODY_TOO_DEEP: { status: 400, title: 'The body is nested too deeply.' },
  BODY_NOT_MULTIPART: { status: 400, title: 'The body is not a multipart form.' },
  HEADER_INVALID: { status: 400, title: 'A header has no meaning here.' },
  NAME_MISMATCH: { status: 400, title: 'The name in the body is not the name in the path.' },
  PATH_INVALID: { status: 400, title: 'The path is malformed.' },
  ROUTE_UNKNOWN: { status: 404, title: 'There is nothing at this path.' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The path does not take this method.' },
  NOT_ACCEPTABLE: { status: 406, title: 'The answer exists as JSON only.' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large.' },
  PACKAGE_TOO_LARGE: { status: 413, title: 'The package holds too much.' },
  PATH_TOO_LONG: { status: 414, title: 'The path is too long.' },
  CONTENT_TYPE_WRONG: { status: 415, title: 'The body has the wrong content type.' },
  FIELD_INVALID: { status: 422, title: 'A field of the body is outside its rule.' },
  FIELD_UNKNOWN: { status: 422, title: 'The body has a field that is not known.' },
  KUBECONFIG_INVALID: { status: 422, title: 'The file is not a usable kubeconfig.' },
  PACKAGE_INVALID: { status: 422, title: 'The file is not a usable package.' },
  OVERLOADED: { status: 503, title: 'Too many calls are in flight.' },
  UNAVAILABLE: { status: 503, title: 'No manager answered in time; whether the call took effect is not known.' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type GatewayError = keyof typeof gatewayErrors;

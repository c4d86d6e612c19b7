/** Header fields in order, names in lower case. */
export type HeaderFields = readonly (readonly [name: string, value: string])[];

/** How the end of a body is found. `raw`: what follows is no HTTP. */
export type BodyForm = { readonly kind: 'length'; readonly bytes: number } | { readonly kind: 'chunked' | 'untilEnd' | 'raw' };

export interface RequestHead {
  readonly method: string;
  /** As sent: usually a path with its query. */
  readonly target: string;
  readonly fields: HeaderFields;
  /** Whether it is HTTP/1.0. */
  readonly isOld: boolean;
  readonly body: BodyForm;
}

export interface ResponseHead {
  readonly status: number;
  readonly fields: HeaderFields;
}

const REQUEST_LINE = /^([A-Z][A-Z_-]{0,31}) (\S+) HTTP\/1\.[01]$/;
const STATUS_LINE = /^HTTP\/1\.[01] ([1-9][0-9]{2})(?: .*)?$/;
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/;
const LENGTH = /^[0-9]{1,15}$/;
const EMPTY_LINE = '\r\n';

/** Reads the head of a request up to and with its empty line; undefined: it is not plainly HTTP/1. */
export function readRequestHead(bytes: Buffer): RequestHead | undefined {
  const [first, fields] = readLines(bytes);
  const [, method, target] = REQUEST_LINE.exec(first) ?? [];
  if (method === undefined || target === undefined || fields === undefined) return undefined;
  const body = statedBody(fields, { kind: 'length', bytes: 0 });
  // A server cannot tell where a request ends that is coded otherwise.
  return body === undefined || body.kind === 'untilEnd' ? undefined : { method, target, fields, isOld: first.endsWith('0'), body };
}

/** Reads the head of a response; undefined: it is not plainly HTTP/1. */
export function readResponseHead(bytes: Buffer): ResponseHead | undefined {
  const [first, fields] = readLines(bytes);
  const [, status] = STATUS_LINE.exec(first) ?? [];
  return status === undefined || fields === undefined ? undefined : { status: Number(status), fields };
}

/** How the body of a final or interim response ends, which depends on the request; undefined: nobody can tell. */
export function responseBody({ status, fields }: ResponseHead, method: string): BodyForm | undefined {
  const isSuccess = status >= 200 && status < 300;
  if (status === 101 || (method === 'CONNECT' && isSuccess)) return { kind: 'raw' };
  if (status < 200 || status === 204 || status === 304 || method === 'HEAD') return { kind: 'length', bytes: 0 };
  return statedBody(fields, { kind: 'untilEnd' });
}

/** What the fields say about the length. Two opinions are none: who guesses wrong loses the step. */
function statedBody(fields: HeaderFields, unstated: BodyForm): BodyForm | undefined {
  const codings = valuesOf(fields, 'transfer-encoding');
  const lengths = valuesOf(fields, 'content-length');
  if (codings.length > 0) {
    if (lengths.length > 0) return undefined;
    return codings.at(-1)?.toLowerCase() === 'chunked' ? { kind: 'chunked' } : { kind: 'untilEnd' };
  }
  const [length] = lengths;
  if (length === undefined) return unstated;
  return lengths.every((other) => other === length) && LENGTH.test(length) ? { kind: 'length', bytes: Number(length) } : undefined;
}

function valuesOf(fields: HeaderFields, name: string): readonly string[] {
  return fields
    .filter(([known]) => known === name)
    .flatMap(([, value]) => value.split(','))
    .map((value) => value.trim());
}

function readLines(bytes: Buffer): readonly [first: string, fields: HeaderFields | undefined] {
  const text = bytes.toString('latin1');
  // A server may be sent an empty line before a request.
  const [first = '', ...lines] = (text.startsWith(EMPTY_LINE) ? text.slice(2) : text).split('\r\n').slice(0, -2);
  const fields: (readonly [string, string])[] = [];
  for (const line of lines) {
    const [, name, value] = FIELD.exec(line) ?? [];
    if (name === undefined || value === undefined) return [first, undefined];
    fields.push([name.toLowerCase(), value]);
  }
  return [first, fields];
}

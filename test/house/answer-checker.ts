// Whether what a gateway answers is what the OpenAPI document says, found by the document alone.
import { schemaChecker } from './schema-checker.js';

type Part = { readonly [key: string]: unknown };

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** What is wrong with an answer; an empty text: nothing. */
export type AnswerChecker = (exchange: Exchange) => string;

/** Headers that every answer may have. */
const plain: ReadonlySet<string> = new Set(['content-type', 'content-length', 'cache-control', 'connection']);
/** What a call that is no operation comes to. */
const lost: readonly string[] = ['ROUTE_UNKNOWN', 'METHOD_NOT_ALLOWED', 'PATH_INVALID', 'PATH_TOO_LONG'];

export function answerChecker(document: Part): AnswerChecker {
  const faultsOf = schemaChecker(closed(document) as Part);
  return (exchange) => {
    const found = operationAt(document, exchange);
    if (found === null) return lostFault(faultsOf('#/components/schemas/Problem', json(exchange.text)), exchange);
    const { place, operation } = found;
    const responses = operation['responses'] as Readonly<Record<string, Part>>;
    const response = responses[String(exchange.status)];
    if (response === undefined) return `${String(operation['operationId'])}: no status ${exchange.status}: ${exchange.text}`;
    const ref = response['$ref'];
    const home = typeof ref === 'string' ? ref : `${place}/responses/${exchange.status}`;
    const faults = [headerFault(document, at(document, home), exchange), bodyFault(document, home, exchange, faultsOf)];
    return faults
      .map((fault) => (fault === '' ? '' : `${String(operation['operationId'])} ${exchange.status}: ${fault}: ${exchange.text}`))
      .join('');
  };
}

function lostFault(fault: string, { method, path, text, status }: Exchange): string {
  const code = (json(text) as Part | null)?.['code'];
  const isTold = method === 'HEAD' || (fault === '' && lost.includes(String(code)));
  return isTold && status >= 400 ? '' : `${method} ${path}: ${status} ${text} ${fault}`;
}

/** The operation of the path template that fits; literal segments before names. */
function operationAt(document: Part, { method, path }: Exchange): { readonly place: string; readonly operation: Part } | null {
  const given = path.replace(/[?#].*$/s, '').split('/');
  const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
  for (const [template, item] of Object.entries(document['paths'] as Readonly<Record<string, Part>>)) {
    const wanted = template.split('/');
    const fits = wanted.length === given.length && wanted.every((segment, index) => segment.startsWith('{') || segment === given[index]);
    const operation = item[verb] as Part | undefined;
    if (fits && operation !== undefined && method === method.toUpperCase())
      return { place: `#/paths/${pointer(template)}/${verb}`, operation };
  }
  return null;
}

function headerFault(document: Part, response: Part, { status, headers }: Exchange): string {
  const told = (response['headers'] ?? {}) as Readonly<Record<string, Part>>;
  const schemas = new Map(Object.keys(told).map((name) => [name.toLowerCase(), at(document, `#/components/headers/${name}/schema`)]));
  for (const [name, value] of Object.entries(headers)) {
    if (plain.has(name)) continue;
    const schema = schemas.get(name);
    if (schema === undefined) return `header ${name} is not told`;
    if (typeof schema['pattern'] === 'string' && !new RegExp(schema['pattern'], 'u').test(value)) return `header ${name} is ${value}`;
  }
  const needed = [...(status === 201 ? ['etag'] : []), ...(status === 503 && schemas.size > 0 ? ['retry-after'] : [])];
  const missing = needed.find((name) => headers[name] === undefined);
  return missing === undefined ? '' : `header ${missing} is missing`;
}

function bodyFault(document: Part, home: string, { method, headers, text }: Exchange, faultsOf: ReturnType<typeof schemaChecker>): string {
  const content = at(document, home)['content'] as Readonly<Record<string, Part>> | undefined;
  const type = headers['content-type'];
  if (method === 'HEAD') return text === '' ? '' : 'an answer to HEAD has a body';
  if (content === undefined) return text === '' ? '' : 'there is a body';
  if (type === undefined || content[type] === undefined) return `content type ${String(type)}`;
  return faultsOf(`${home}/content/${pointer(type)}/schema`, type.includes('json') ? json(text) : text);
}

function json(text: string): unknown {
  return text === '' ? null : JSON.parse(text);
}

function pointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function at(document: Part, place: string): Part {
  const steps = place
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return steps.reduce((value, step) => value[step] as Part, document);
}

/** The document with every object of known members closed: an answer has nothing that is not told. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const part = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, closed(item)]));
  const isObject = part['type'] === 'object' && part['properties'] !== undefined && part['additionalProperties'] === undefined;
  return isObject ? { ...part, additionalProperties: false } : part;
}

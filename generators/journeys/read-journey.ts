import { parseAllDocuments } from 'yaml';

/** One document of a journey, as EMCO's own command-line tool takes them: what is sent, and the path below `/v2` that it is sent to. */
export interface JourneyDocument {
  /** The path, without slashes around it. */
  readonly anchor: string;
  /** The body; null where there is none. */
  readonly body: { readonly [field: string]: unknown } | null;
  /** The name of the upload, null where there is none. */
  readonly file: string | null;
  /** Where it is in its file, counted from 1. */
  readonly line: number;
}

const documentsMax = 2_000;

/**
 * Reads a stream of YAML documents `{ version, resourceContext: { anchor }, … , file? }`. Source: EMCO's emcoctl.
 * @throws RangeError that names line and field
 */
export function readJourney(text: string): readonly JourneyDocument[] {
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const parsed = parseAllDocuments(text, { logLevel: 'silent', stringKeys: true });
  const all = Array.isArray(parsed) ? parsed : [];
  if (all.length > documentsMax) throw new RangeError(`more than ${documentsMax} documents`);
  const found = all.flatMap((document): readonly JourneyDocument[] => {
    const [error] = document.errors;
    if (error !== undefined) throw new RangeError(`line ${lineOf(error.pos[0])}: not YAML (${error.code})`);
    const value: unknown = document.toJS();
    return value === null ? [] : [documentOf(value, lineOf(document.contents?.range?.[0] ?? 0))];
  });
  if (found.length === 0) throw new RangeError('there are no documents in it');
  return found;
}

function documentOf(value: unknown, line: number): JourneyDocument {
  if (!isRecord(value)) throw new RangeError(`line ${line}: a document is a map`);
  const { version: _version, resourceContext, file = null, ...body } = value;
  const anchor = isRecord(resourceContext) ? resourceContext['anchor'] : undefined;
  if (typeof anchor !== 'string') throw new RangeError(`line ${line}: resourceContext.anchor is a path such as projects/p/composite-apps`);
  if (file !== null && typeof file !== 'string') throw new RangeError(`line ${line}: file is the name of an upload`);
  return { anchor: anchor.replace(/^\/+|\/+$/g, ''), body: Object.keys(body).length === 0 ? null : body, file, line };
}

function isRecord(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

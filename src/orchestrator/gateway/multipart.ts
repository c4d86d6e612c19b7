// A small reader of multipart/form-data, over bytes: a step is synchronous and has its whole body. Source: RFC 7578, RFC 2046 §5.1.
import { type Refused, refuse } from './refused.js';

const partsMax = 16;
const partHeadBytesMax = 4_096;
const boundaryLengthMax = 70;

/** The bytes of each named part; of several with one name the first, as Go takes it. */
export type Form = ReadonlyMap<string, Uint8Array>;

/** The boundary that a content type names; null when it is no multipart form. */
export function boundaryOf(contentType: string): string | null {
  const [type = '', ...parameters] = contentType.split(';');
  if (type.trim().toLowerCase() !== 'multipart/form-data') return null;
  for (const parameter of parameters) {
    const [, quoted, bare] = /^\s*boundary=(?:"([^"]*)"|([^\s"]+))\s*$/i.exec(parameter) ?? [];
    const boundary = quoted ?? bare ?? '';
    if (boundary !== '' && boundary.length <= boundaryLengthMax && /^[\x21-\x7e]+( *[\x21-\x7e])*$/.test(boundary)) return boundary;
  }
  return null;
}

export function readForm(body: Uint8Array, boundary: string): Form | Refused {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const opening = bytes.indexOf(`--${boundary}`, 0, 'latin1');
  if (opening < 0 || (opening > 0 && bytes[opening - 1] !== 10))
    return refuse('BODY_NOT_MULTIPART', null, 'the boundary of the content type does not open the body');
  const form = new Map<string, Uint8Array>();
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  let at = opening + delimiter.length - 2;
  for (let part = 0; part <= partsMax; part++) {
    if (bytes.toString('latin1', at, at + 2) === '--') return form;
    const begin = afterLine(bytes, at);
    const end = begin < 0 ? -1 : bytes.indexOf(delimiter, begin - 2);
    if (end < 0) return refuse('BODY_NOT_MULTIPART', null, 'the last boundary is missing');
    const refused = readPart(bytes.subarray(begin, Math.max(begin, end)), form);
    if (refused !== null) return refused;
    at = end + delimiter.length;
  }
  return refuse('BODY_NOT_MULTIPART', null, `at most ${partsMax} parts`);
}

/** Where the line after a boundary begins; -1 when the boundary is followed by anything but blanks. */
function afterLine(bytes: Buffer, at: number): number {
  let index = at;
  while (bytes[index] === 32 || bytes[index] === 9) index++;
  return bytes[index] === 13 && bytes[index + 1] === 10 ? index + 2 : -1;
}

function readPart(part: Buffer, form: Map<string, Uint8Array>): Refused | null {
  const end = part.subarray(0, partHeadBytesMax).indexOf('\r\n\r\n');
  if (end < 0) return refuse('BODY_NOT_MULTIPART', null, 'a part begins with headers and an empty line');
  const name = nameIn(part.toString('utf8', 0, end));
  if (name === null) return refuse('BODY_NOT_MULTIPART', null, 'a part says its name in content-disposition');
  if (!form.has(name)) form.set(name, part.subarray(end + 4));
  return null;
}

function nameIn(head: string): string | null {
  for (const line of head.split('\r\n')) {
    const [, parameters] = /^content-disposition\s*:\s*form-data\s*;(.*)$/i.exec(line) ?? [];
    const [, quoted, bare] = /(?:^|;)\s*name=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i.exec(parameters ?? '') ?? [];
    if (quoted !== undefined || bare !== undefined) return quoted ?? bare ?? null;
  }
  return null;
}

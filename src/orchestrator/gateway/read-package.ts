import { gunzipSync } from 'node:zlib';
import { parseTar } from 'nanotar';
import { base64Of, bytesOfBase64, isUtf8Text, type Json, remember, textOf } from '../../world/index.js';
import { type Refused, refuse } from './refused.js';
import { checkTar } from './tar-entries.js';

const filesMax = 256;
const fileNameLengthMax = 256;
/** How much larger than the largest upload its contents may be. */
const inflationMax = 4;

/** `{ files: { name: text } }` of a `.tgz`: regular files alone, in the order of their names, without the folder that holds them all. */
export function readPackage(bytes: Uint8Array, packageBytesMax: number): { readonly payload: Json } | Refused {
  if (bytes.length > packageBytesMax) return refuse('PACKAGE_TOO_LARGE', 'file', `at most ${packageBytesMax} bytes`);
  return bytes.length > knownBytesMax ? unpack(bytes, packageBytesMax) : unpackSmall(`${packageBytesMax} ${base64Of(bytes)}`);
}

/** Small packages come again and again: the same upload is repeated, or sent for many apps. */
const knownBytesMax = 8_192;
const unpackSmall = remember(100, (text) => {
  const [most = '', base64 = ''] = text.split(' ');
  return unpack(bytesOfBase64(base64), Number(most));
});

function unpack(bytes: Uint8Array, packageBytesMax: number): { readonly payload: Json } | Refused {
  const tar = inflate(bytes, packageBytesMax * inflationMax);
  if (!(tar instanceof Uint8Array)) return tar;
  const refused = checkTar(tar);
  if (refused !== null) return refused;
  const files = filesIn(tar);
  return Array.isArray(files) ? { payload: { files: Object.fromEntries(withoutTop(files as Files)) } } : (files as Refused);
}

type Files = readonly (readonly [name: string, text: string])[];

/** An archive ends with two empty blocks; some writers leave them out, and the reader wants them. */
const tailBytes = 1_024;

/** The library reads the whole of the buffer that lies behind an array, so the result has one of its own. */
function inflate(bytes: Uint8Array, maxOutputLength: number): Uint8Array | Refused {
  try {
    const unpacked = gunzipSync(bytes, { maxOutputLength });
    const tar = new Uint8Array(unpacked.length + tailBytes);
    tar.set(unpacked);
    return tar;
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    return isTooLarge
      ? refuse('PACKAGE_TOO_LARGE', 'file', `at most ${maxOutputLength} bytes when unpacked`)
      : refuse('PACKAGE_INVALID', 'file', 'a gzipped tar archive is expected');
  }
}

function filesIn(tar: Uint8Array): Files | Refused {
  const files = new Map<string, string>();
  for (const { name: given, type, data } of parseTar(tar)) {
    if (type !== 'file') continue;
    const name = given.replace(/^(\.\/)+/, '');
    if (name === '' || name.length > fileNameLengthMax)
      return refuse('PACKAGE_INVALID', 'file', `a file name has 1 to ${fileNameLengthMax} characters`);
    if (data !== undefined && !isUtf8Text(data)) return refuse('PACKAGE_INVALID', 'file', 'every file in it is UTF-8 text');
    files.set(name, textOf(data ?? null));
    if (files.size > filesMax) return refuse('PACKAGE_TOO_LARGE', 'file', `at most ${filesMax} files`);
  }
  if (files.size === 0) return refuse('PACKAGE_INVALID', 'file', 'there is no file in it');
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1));
}

function withoutTop(files: Files): Files {
  const top = `${files[0]?.[0].split('/')[0] ?? ''}/`;
  return files.every(([name]) => name.startsWith(top) && name.length > top.length)
    ? files.map(([name, text]) => [name.slice(top.length), text])
    : files;
}

import { asObject, bytesOf, finish, hashText, type Json, type JsonObject, parseJson, textOf } from '../../world/index.js';

/** One line of a file on disk: `checksum json` and a newline. Cost: linear in the size of the value. */
export function encodeLine(value: Json): Uint8Array {
  const text = JSON.stringify(value);
  return bytesOf(`${checksumOf(text)} ${text}\n`);
}

/** The object on a line (without its newline), or null when the line is not what `encodeLine` wrote. */
export function decodeLine(bytes: Uint8Array): JsonObject | null {
  const line = textOf(bytes);
  const text = line.slice(9);
  if (line[8] !== ' ' || line.slice(0, 8) !== checksumOf(text)) return null;
  return asObject(parseJson(text));
}

function checksumOf(text: string): string {
  return finish(hashText(0x6c6f67, text)).toString(16).padStart(8, '0');
}

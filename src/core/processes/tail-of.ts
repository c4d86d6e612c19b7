import { readFileSync } from 'node:fs';

/** The last bytes of a text file, without the white space around them; nothing where there is no such file. */
export function tailOf(path: string, bytesMax: number): string {
  try {
    return readFileSync(path, 'utf8').slice(-bytesMax).trim();
  } catch {
    return '';
  }
}

import { type Refused, refuse } from './refused.js';

const blockBytes = 512;
/** Entries of an archive, folders and extended headers included. */
const entriesMax = 1_024;

/**
 * Whether `tar` is an archive that can be read to its end: every header has its checksum and a size that lies inside. The reader of archives
 * trusts sizes, and one below zero would keep it for ever.
 */
export function checkTar(tar: Uint8Array): Refused | null {
  let at = 0;
  for (let entries = 0; entries < entriesMax; entries++) {
    if (at + blockBytes > tar.length) return entries === 0 ? refuse('PACKAGE_INVALID', 'file', 'the archive is empty') : null;
    const header = tar.subarray(at, at + blockBytes);
    if (header[0] === 0) return null;
    const size = octalAt(header, 124, 12);
    if (size === null || octalAt(header, 148, 8) !== checksumOf(header))
      return refuse('PACKAGE_INVALID', 'file', 'a tar archive is expected');
    at += blockBytes + Math.ceil(size / blockBytes) * blockBytes;
    if (at > tar.length) return refuse('PACKAGE_INVALID', 'file', 'the archive ends too soon');
  }
  return refuse('PACKAGE_TOO_LARGE', 'file', `at most ${entriesMax} entries`);
}

function octalAt(header: Uint8Array, at: number, length: number): number | null {
  const [text = ''] = String.fromCharCode(...header.subarray(at, at + length)).split('\0');
  return /^[0-7]{1,12}$/.test(text.trim()) ? Number.parseInt(text, 8) : null;
}

function checksumOf(header: Uint8Array): number {
  let sum = 0;
  for (const [index, byte] of header.entries()) sum += index >= 148 && index < 156 ? 32 : byte;
  return sum;
}

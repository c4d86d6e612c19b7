const blockBytes = 512;
/** Longest name of a file in the plain ustar header, in bytes. */
const nameBytesMax = 100;

/**
 * The files as a ustar archive, in the order of their names, with no times and no owners.
 * @throws RangeError when a name is empty or longer than 100 bytes
 */
export function tarOf(files: Readonly<Record<string, string>>): Uint8Array {
  const encoder = new TextEncoder();
  const names = Object.keys(files).sort((a, b) => (a < b ? -1 : 1));
  const entries = names.map((name) => ({ name: encoder.encode(name), bytes: encoder.encode(files[name]) }));
  const length = entries.reduce((sum, { bytes }) => sum + blockBytes + padded(bytes.length), 2 * blockBytes);
  const out = new Uint8Array(length);
  let at = 0;
  for (const { name, bytes } of entries) {
    if (name.length === 0 || name.length > nameBytesMax) throw new RangeError('tar: a name has 1 to 100 bytes');
    writeHeader(out.subarray(at, at + blockBytes), name, bytes.length);
    out.set(bytes, at + blockBytes);
    at += blockBytes + padded(bytes.length);
  }
  return out;
}

function padded(length: number): number {
  return Math.ceil(length / blockBytes) * blockBytes;
}

/** Source: POSIX.1-1988 ustar. The checksum is taken with its own field full of spaces. */
function writeHeader(header: Uint8Array, name: Uint8Array, size: number): void {
  header.set(name);
  writeText(header, 100, '0000644\0');
  writeText(header, 108, '0000000\0');
  writeText(header, 116, '0000000\0');
  writeText(header, 124, `${size.toString(8).padStart(11, '0')}\0`);
  writeText(header, 136, '00000000000\0');
  writeText(header, 148, '        ');
  writeText(header, 156, '0');
  writeText(header, 257, 'ustar\x0000');
  const sum = header.reduce((total, byte) => total + byte, 0);
  writeText(header, 148, `${sum.toString(8).padStart(6, '0')}\0 `);
}

function writeText(header: Uint8Array, at: number, text: string): void {
  for (let index = 0; index < text.length; index++) header[at + index] = text.charCodeAt(index);
}

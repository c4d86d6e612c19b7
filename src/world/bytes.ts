import { isUtf8 } from 'node:buffer';

/** The UTF-8 bytes of `text`. */
export function bytesOf(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** The text of UTF-8 `bytes`; null bytes give the empty text. Invalid sequences become U+FFFD: ask `isUtf8Text` first where that matters. */
export function textOf(bytes: Uint8Array | null): string {
  return bytes === null ? '' : view(bytes).toString('utf8');
}

/** Whether `bytes` are well-formed UTF-8. */
export function isUtf8Text(bytes: Uint8Array): boolean {
  return isUtf8(bytes);
}

export function base64Of(bytes: Uint8Array): string {
  return view(bytes).toString('base64');
}

export function bytesOfBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}

/** All pieces, one after the other. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Longest stored block of deflate. */
const blockBytesMax = 65_535;

/** `bytes` as a gzip member of stored blocks: the same bytes everywhere, whatever library and version is about. Source: RFC 1951 §3.2.4, RFC 1952. */
export function gzipStored(bytes: Uint8Array): Uint8Array {
  const blocks = Math.max(1, Math.ceil(bytes.length / blockBytesMax));
  const out = new Uint8Array(10 + blocks * 5 + bytes.length + 8);
  out.set([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  let at = 10;
  for (let block = 0; block < blocks; block++) {
    const piece = bytes.subarray(block * blockBytesMax, (block + 1) * blockBytesMax);
    out.set([block === blocks - 1 ? 1 : 0, piece.length & 255, piece.length >> 8, ~piece.length & 255, (~piece.length >> 8) & 255], at);
    out.set(piece, at + 5);
    at += 5 + piece.length;
  }
  const tail = new DataView(out.buffer, at);
  tail.setUint32(0, crc32(bytes), true);
  tail.setUint32(4, bytes.length >>> 0, true);
  return out;
}

/** The checksum of gzip and zip, unsigned. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 255] ?? 0);
  return (crc ^ 0xffff_ffff) >>> 0;
}

const crcTable: readonly number[] = Array.from({ length: 256 }, (_none, index) => {
  let word = index;
  for (let bit = 0; bit < 8; bit++) word = word & 1 ? (word >>> 1) ^ 0xedb8_8320 : word >>> 1;
  return word >>> 0;
});

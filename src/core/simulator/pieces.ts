import type { Micros, Part, Request } from '../../world/index.js';
import type { Fate } from './link-fault.js';

/** Bytes that a request line or a head counts for. */
const headBytes = 64;
/** A part is cut into no more slices than this. */
const slicesMax = 256;

export function sizeOfRequest(request: Request): number {
  return headBytes + request.path.length + (request.body?.length ?? 0);
}

export function sizeOfPart(part: Part): number {
  return part === 'broken' ? 0 : (part.head === null ? 0 : headBytes) + (part.bytes?.length ?? 0);
}

interface Piece {
  readonly part: Part;
  readonly delay: Micros;
}

/** What becomes of a part on its way: cut short, cut into slices, or with a late end. Delays are from the first to each. */
export function piecesOf(part: Part, fate: Fate): readonly Piece[] {
  if (part === 'broken') return [{ part, delay: fate.closeDelay }];
  const short = shortened(part, fate.passes);
  if (short === null) return [];
  const pieces = fate.slices === null ? [{ part: short, delay: 0 }] : sliced(short, fate.slices.bytes, fate.slices.delay);
  return fate.closeDelay > 0 ? endedLate(pieces, fate.closeDelay) : pieces;
}

type Whole = Exclude<Part, 'broken'>;

function shortened(part: Whole, passes: number): Whole | null {
  if (passes >= sizeOfPart(part)) return part;
  const room = passes - (part.head === null ? 0 : headBytes);
  if (room < 0 || (room === 0 && part.head === null)) return null;
  return { head: part.head, bytes: part.bytes?.subarray(0, room) ?? null, end: false };
}

function sliced(part: Whole, bytes: number, delay: Micros): Piece[] {
  const body = part.bytes;
  if (body === null || body.length <= bytes) return [{ part, delay: 0 }];
  const size = Math.max(bytes, Math.ceil(body.length / slicesMax));
  const pieces: Piece[] = [];
  for (let from = 0; from < body.length; from += size) {
    const end = part.end && from + size >= body.length;
    pieces.push({
      part: { head: from === 0 ? part.head : null, bytes: body.subarray(from, from + size), end },
      delay: pieces.length * delay,
    });
  }
  return pieces;
}

function endedLate(pieces: readonly Piece[], closeDelay: Micros): readonly Piece[] {
  const last = pieces.at(-1);
  if (last === undefined || last.part === 'broken' || !last.part.end) return pieces;
  const end: Piece = { part: { head: null, bytes: null, end: true }, delay: last.delay + closeDelay };
  return [...pieces.slice(0, -1), { part: { ...last.part, end: false }, delay: last.delay }, end];
}

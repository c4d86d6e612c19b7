import { bandwidth } from './bandwidth.js';
import { corrupt } from './corrupt.js';
import { dropResponse } from './drop-response.js';
import { httpDuplicate } from './http-duplicate.js';
import { httpLate } from './http-late.js';
import { httpMalform } from './http-malform.js';
import { httpStale } from './http-stale.js';
import { httpStatus } from './http-status.js';
import { httpTruncate } from './http-truncate.js';
import { latency } from './latency.js';
import { limitData } from './limit-data.js';
import { limitTime } from './limit-time.js';
import { noop } from './noop.js';
import { partition } from './partition.js';
import { resetPeer } from './reset-peer.js';
import { slicer } from './slicer.js';
import { slowClose } from './slow-close.js';
import { slowOpen } from './slow-open.js';
import { timeout } from './timeout.js';
import type { ToxicKind } from './toxic-kind.js';

/** The kinds that Toxiproxy 2.12 knows. */
const original: readonly ToxicKind[] = [bandwidth, latency, limitData, noop, resetPeer, slicer, slowClose, timeout];
/** The kinds that only this server knows. */
const own: readonly ToxicKind[] = [
  corrupt,
  dropResponse,
  httpDuplicate,
  httpLate,
  httpMalform,
  httpStale,
  httpStatus,
  httpTruncate,
  limitTime,
  partition,
  slowOpen,
];

const all = byType([...original, ...own]);
const strictly = byType(original);

/** Every type of toxic, by its name on the wire; strictly only those of Toxiproxy. */
export function kindsIn(strict: boolean): ReadonlyMap<string, ToxicKind> {
  return strict ? strictly : all;
}

function byType(kinds: readonly ToxicKind[]): ReadonlyMap<string, ToxicKind> {
  return new Map(kinds.map((kind) => [kind.type, kind]));
}

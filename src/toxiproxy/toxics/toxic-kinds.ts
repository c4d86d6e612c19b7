import { bandwidth } from './bandwidth.js';
import { latency } from './latency.js';
import { limitData } from './limit-data.js';
import { noop } from './noop.js';
import { resetPeer } from './reset-peer.js';
import { slicer } from './slicer.js';
import { slowClose } from './slow-close.js';
import { timeout } from './timeout.js';
import type { ToxicKind } from './toxic-kind.js';

/** Every type of toxic, by its name on the wire. */
export const toxicKinds: ReadonlyMap<string, ToxicKind> = new Map(
  [bandwidth, latency, limitData, noop, resetPeer, slicer, slowClose, timeout].map((kind) => [kind.type, kind]),
);

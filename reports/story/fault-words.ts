import type { NodeId } from '../../src/world/index.js';

/** What each kind of fault does to an operation or a message that it meets. */
const verbs: ReadonlyMap<string, string> = new Map([
  ['latency', 'delayed'],
  ['bandwidth', 'slowed'],
  ['slow-close', 'kept open'],
  ['lost-connection', 'cut'],
  ['partition', 'cut'],
  ['partition-one-way', 'cut'],
  ['black-hole', 'swallowed'],
  ['loss', 'lost'],
  ['duplicate', 'doubled'],
  ['reorder', 'reordered'],
  ['late', 'delayed'],
  ['late-request', 'delayed'],
  ['lost-answer', 'left unanswered'],
  ['duplicate-request', 'doubled'],
  ['gateway-error', 'answered for the server'],
  ['crash', 'cut off'],
  ['crash-at-effect', 'cut off'],
  ['pause', 'stalled'],
  ['pause-past-lease', 'stalled'],
  ['terminate', 'cut off'],
  ['crash-loop', 'cut off'],
  ['slow-start', 'kept waiting'],
  ['rolling-restart', 'cut off'],
  ['all-at-once', 'cut off'],
  ['other-build', 'cut off'],
  ['cluster-down', 'shut out'],
  ['cluster-refuses', 'refused'],
  ['drift-delete', 'undid'],
  ['drift-edit', 'altered'],
]);

/** The verb of a kind of fault; `met` for one that is not known here. */
export function faultVerb(kind: string): string {
  return verbs.get(kind) ?? 'met';
}

/** What a kind of fault meets where it is no operation of a lane. */
export function faultMeets(kind: string): string {
  if (kind.startsWith('drift')) return 'object';
  return kind.startsWith('cluster-') ? 'request' : 'message';
}

/** Where a fault was: `gateway1`, or `client → gateway1` for a link. */
export function placeWords(kind: string, on: readonly NodeId[]): string {
  const isOfNode = /^(crash|pause|terminate|slow-start|rolling-restart|all-at-once|other-build)/.test(kind);
  return on.join(on.length === 2 && !isOfNode ? ' → ' : ', ');
}

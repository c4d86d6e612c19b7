import { duplicateRequest, gatewayError, lateRequest, lostAnswer } from '../generators/index.js';
import type { Fault } from '../src/contract/index.js';

/** Fields by which a request can be told from another one like it: the gateway remembers what it answered to a key, and a cluster to the newest fence. */
const keys = ['idempotency-key', 'x-fence'] as const;

/** What intermediaries on the way to the gateway, or to a cluster, may do. */
export const referenceIntermediaries: readonly Fault[] = [lostAnswer, duplicateRequest(keys), gatewayError, lateRequest];

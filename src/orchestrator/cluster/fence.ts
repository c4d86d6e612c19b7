// A fence lets one holder at a time change a cluster: what is older than the newest seen is refused, whatever road it took. Source: M. Kleppmann,
// "How to do distributed locking" (2016); the pair of epoch and sequence also stops late requests of the same holder.
import { badRequest, type Refusal, refusal } from './refusal.js';

/** The highest fence seen, with its request and answer, so that a repeat of it is answered alike. */
export interface Fence {
  readonly epoch: number;
  readonly sequence: number;
  /** Hash of the request that carried it. */
  readonly request: number;
  readonly status: number;
  readonly body: string;
}

export interface FenceToken {
  readonly epoch: number;
  readonly sequence: number;
}

/** The token of a header `<epoch>.<sequence>`. */
export function parseFence(header: string): FenceToken | Refusal {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(header);
  return match === null ? badRequest('x-fence is <epoch>.<sequence>') : { epoch: Number(match[1]), sequence: Number(match[2]) };
}

/** Whether `token` may pass, is a repeat of the highest (answered as before), or is too old. */
export function judgeFence(seen: Fence | null, token: FenceToken, request: number): 'pass' | 'repeat' | Refusal {
  if (seen === null || token.epoch > seen.epoch) return 'pass';
  if (token.epoch < seen.epoch) return refusal(409, 'StaleEpoch', `epoch ${token.epoch} is over: ${seen.epoch} was seen`);
  if (token.sequence > seen.sequence) return 'pass';
  if (token.sequence === seen.sequence && request === seen.request) return 'repeat';
  return refusal(409, 'StaleSequence', `request ${token.sequence} of epoch ${token.epoch} is too late: ${seen.sequence} was seen`);
}

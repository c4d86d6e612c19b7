import type { Json, Micros, NodeId } from '../world/index.js';
import type { Fact, Key, Layer } from './fact.js';
import type { Answer, StepId } from './operation.js';
import type { Outcome, Phase } from './outcome.js';

/** One entry of a history, in order of `seq`. Judges and reports see nothing else. */
export type Event = { readonly at: Micros; readonly seq: number } & (
  | { readonly is: 'phase'; readonly phase: Phase }
  | {
      readonly is: 'invoke';
      readonly step: StepId;
      readonly lane: string;
      readonly op: string;
      readonly attempt: number;
      readonly subject: Key | null;
      /** Bound: no symbols left. */
      readonly args: Json;
      readonly key: string;
      readonly to: NodeId;
      readonly method: string;
      readonly path: string;
      /** The version that it insists on (RFC 9110, 13.1.1). */
      readonly ifMatch: string | null;
    }
  | {
      readonly is: 'return';
      readonly step: StepId;
      readonly attempt: number;
      readonly outcome: Outcome;
      readonly status: number | null;
      readonly failure: string | null;
      readonly answer: Json;
      /** Those that speak of a resource: `allow`, `etag`, `location`. */
      readonly headers: Answer['headers'];
    }
  /** The operation is over: its outcome over all attempts. */
  | { readonly is: 'settled'; readonly step: StepId; readonly outcome: Outcome; readonly attempts: number }
  | {
      readonly is: 'fault';
      readonly step: StepId;
      readonly fault: string;
      /** `refused`: this world cannot do it, as a link of real processes cannot lose a message. */
      readonly phase: 'asked' | 'biting' | 'healed' | 'refused';
      readonly on: readonly NodeId[];
      readonly hits: number;
      readonly hit: readonly StepId[];
      /** See `Fault`. */
      readonly rewinds?: true;
    }
  | { readonly is: 'node'; readonly node: NodeId; readonly what: 'up' | 'down' | 'paused' | 'resumed'; readonly why: string }
  | { readonly is: 'mark'; readonly node: NodeId; readonly name: string; readonly data: Json }
  /** A complete look at one layer has every node's answer; an incomplete one proves no absence. `moment` says when it was taken. */
  | {
      readonly is: 'facts';
      readonly layer: Layer;
      readonly complete: boolean;
      readonly moment: 'poll' | 'rest' | 'empty' | 'canary';
      readonly facts: readonly Fact[];
    }
  /** The system came to rest, or did not within the bound; `why` lists what still moved. */
  | {
      readonly is: 'rest';
      readonly reached: boolean;
      readonly waited: Micros;
      readonly moment: 'disturb' | 'rest' | 'empty' | 'canary';
      readonly why: readonly string[];
    }
  /** The set-up, the janitor or the canary is over. */
  | {
      readonly is: 'round';
      readonly of: 'set-up' | 'janitor' | 'canary';
      readonly ok: boolean;
      readonly calls: number;
      readonly why: readonly string[];
    }
  | { readonly is: 'lag'; readonly node: NodeId; readonly micros: Micros }
);

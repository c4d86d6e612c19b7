import type { Json, Micros, NodeId } from '../world/index.js';
import type { Answer } from './operation.js';

/** What a world tells the engine. */
export type Happening = { readonly at: Micros } & (
  | { readonly is: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly is: 'mark'; readonly node: NodeId; readonly name: string; readonly data: Json }
  /** The node is no longer there: killed, trapped, ended because it was asked to, or ended by itself. */
  | { readonly is: 'down'; readonly node: NodeId; readonly why: 'kill' | 'trap' | 'end' | 'halt' | 'exit'; readonly detail: string }
  | { readonly is: 'up'; readonly node: NodeId }
  /** Node messages and requests that the named fault delayed, cut, changed or lost, and steps that went by a clock of which it is a fault, since the last such happening. */
  | { readonly is: 'hit'; readonly name: string; readonly requests: readonly number[]; readonly messages: number }
  /** How late a node, proxy or the harness itself ran. */
  | { readonly is: 'lag'; readonly node: NodeId; readonly micros: Micros }
  /** Nothing else happened until the time that was asked for. */
  | { readonly is: 'tick' }
);

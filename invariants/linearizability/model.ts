import type { Json } from '../../src/world/index.js';

/** One operation of a history: what was asked, and what came of it. */
export interface Call {
  /** What kind of operation: `read`, `write`, `cas`, … */
  readonly f: string;
  /** What was asked with. */
  readonly value: Json;
  /** What was answered; undefined: nobody knows, or whether it happened at all. */
  readonly result: Json | undefined;
}

/**
 * What an object would do if its operations came one after the other. States are values that are never changed; two are the same where `keyOf` says so.
 * Source: Herlihy and Wing, Linearizability (1990); the shape is that of Porcupine's models.
 */
export interface Model<State> {
  readonly name: string;
  /** What it is, in a line, with its operations. */
  readonly about: string;
  /** The state at first, made anew for each search. */
  start(): State;
  /** The state after the call; undefined: in this state the call cannot have had this result. A call without a result may have had any. */
  step(state: State, call: Call): State | undefined;
  /** Whether a call with this result leaves every state in which it is possible as it was. */
  isRead(call: Call): boolean;
  keyOf(state: State): string | number;
  /**
   * Which states can occur in any order of these calls at all, as far as can be told from their results; others are never tried. Undefined: all can. Not needed to be
   * right, only to be quick.
   */
  possible?(calls: readonly Call[]): ((state: State) => boolean) | undefined;
  /** @throws RangeError when the model knows no such operation */
  expect(call: Call): void;
}

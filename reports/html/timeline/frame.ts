import type { Html } from '../html.js';
import type { TimeScale } from './time-scale.js';

/** The paper that all rows share. */
export interface Frame {
  readonly scale: TimeScale;
  readonly left: number;
  readonly right: number;
  /** The numbers of steps, by id. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** Rows that were drawn, and where the next ones may begin. */
export interface Rows {
  readonly drawn: readonly Html[];
  readonly bottom: number;
}

/** About how wide a text of 11 px is. */
export function textWidth(text: string): number {
  return text.length * 6.1;
}

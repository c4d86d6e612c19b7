import type { Stream } from './stream.js';
import type { ToxicKind } from './toxics/toxic-kind.js';

/** A toxic as installed on a proxy. One record is shared by all connections; updates change it in place. */
export interface Toxic {
  readonly name: string;
  readonly kind: ToxicKind;
  readonly stream: Stream;
  /** The stream as the caller spelled it, which is what the API answers. */
  readonly streamText: string;
  /** Share of connections that it affects, 0 to 1; other values are kept and mean never or always. */
  toxicity: number;
  readonly attributes: Record<string, number>;
  /** How many toxics of this name the proxy had before, so that one added anew draws anew. */
  readonly generation: number;
  /** What it has counted over all connections, by name. */
  readonly counts: Record<string, number>;
}

/** A toxic as asked for, checked, and not yet on a proxy. */
export type ToxicPlan = Omit<Toxic, 'generation' | 'counts'>;

/** Whether a toxic is at work in that direction. */
export function isIn({ kind, stream }: Toxic, direction: Stream): boolean {
  return kind.reach === undefined ? stream === direction : kind.reach.includes(direction);
}

/** The API's picture of a toxic, keys in wire order. */
export function describeToxic(toxic: ToxicPlan): Record<string, unknown> {
  const { attributes, name, kind, streamText, toxicity } = toxic;
  return { attributes: { ...attributes }, name, type: kind.type, stream: streamText, toxicity };
}

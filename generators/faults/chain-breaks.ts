import type { Break, Call, Described, Verb } from '../../src/contract/index.js';
import { type Draw, type Micros, pick } from '../../src/world/index.js';

/** One break of a chain; `plus` counts from the moment at which the chain begins. */
export type Link = Pick<Break, 'fault' | 'on' | 'args' | 'lasts'> & { readonly plus: Micros };

/** Breaks that mean something together alone, each in its time after the others. */
export interface Chain {
  readonly name: string;
  readonly weight: number;
  /** Whether the chain wants to begin with this call, where the plan has such; absent: all are as good. */
  readonly wants?: (call: Call) => boolean;
  readonly draw: (draw: Draw) => readonly Link[];
}

const writes: ReadonlySet<Verb> = new Set<Verb>(['create', 'replace', 'delete', 'move']);

/** The breaks of one chain, from the moment in which a call is sent that changes something; calls that come later go on under it. */
export function chainBreaks(
  draw: Draw,
  chains: readonly Chain[],
  { calls, system: { operations } }: { readonly calls: readonly Call[]; readonly system: Pick<Described, 'operations'> },
): readonly Break[] {
  const verbs = new Map(operations.map(({ name, verb }) => [name, verb]));
  const changing = calls.filter(({ op }) => writes.has(verbs.get(op) ?? 'read'));
  if (changing.length === 0) return [];
  const chain = pick(
    draw,
    'chain',
    chains.flatMap((each) => Array.from({ length: each.weight }, () => each)),
  );
  const wanted = changing.filter((call) => chain.wants?.(call) ?? true);
  const step = pick(draw, 'chained', wanted.length === 0 ? changing : wanted).id;
  return chain
    .draw(draw)
    .map(({ plus, ...link }, nth) => ({ is: 'break', id: `c${nth + 1}`, ...link, from: { step, phase: 'sent', plus } }));
}

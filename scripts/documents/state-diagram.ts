import type { Edge } from './life-cycle.js';

/** One arrow of a diagram. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly by: string;
}

/** Arrows with the same ends are one, with all that causes it. */
function merged(arrows: readonly Arrow[]): readonly Arrow[] {
  const found = new Map<string, Arrow>();
  for (const arrow of arrows) {
    const key = `${arrow.from} ${arrow.to}`;
    const there = found.get(key);
    const causes = there === undefined ? [] : there.by.split(', ');
    if (!causes.includes(arrow.by)) found.set(key, { ...arrow, by: [...causes, arrow.by].join(', ') });
  }
  return [...found.values()];
}

/** A state diagram of Mermaid. */
export function stateDiagram(arrows: readonly Arrow[]): string {
  const lines = merged(arrows).map(({ from, to, by }) => `  ${from} --> ${to}: ${by}`);
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');
}

/** The edges of a life cycle as one part of their pairs sees them. */
export function arrowsOf(edges: readonly Edge[], part: 'state' | 'status', words: Readonly<Record<string, string>>): readonly Arrow[] {
  return edges
    .map(({ from, to, by }) => ({ from: from[part], to: to[part], by: words[by] ?? by }))
    .filter(({ from, to, by }) => from !== to || (part === 'state' && by !== words['syncer']));
}

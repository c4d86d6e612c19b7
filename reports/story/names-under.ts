/** The counts whose names begin with `prefix/`, without it, in order of name. */
export function namesUnder(sums: ReadonlyMap<string, number>, prefix: string): readonly (readonly [name: string, count: number])[] {
  const found = [...sums]
    .filter(([name]) => name.startsWith(`${prefix}/`))
    .map(([name, count]) => [name.slice(prefix.length + 1), count] as const);
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

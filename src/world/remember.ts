/**
 * A pure function of a text with a memory: what it gave for a text stands, and is given again. Results are immutable, and nothing depends on whether the memory
 * is warm. It holds `most` results and begins anew when it is full.
 */
export function remember<T>(most: number, make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const known = made.get(text);
    if (known !== undefined) return known;
    if (made.size >= most) made.clear();
    const result = make(text);
    made.set(text, result);
    return result;
  };
}

/** Colours of a terminal, or none. */
export interface Ink {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  doubtful(text: string): string;
}

/** Blue, vermilion and yellow: told apart by colour-blind eyes, and each is said in words too. */
export function inkOf(coloured: boolean): Ink {
  const paint = (code: string) => (text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { bold: paint('1'), dim: paint('2'), good: paint('36;1'), bad: paint('31;1'), doubtful: paint('33;1') };
}

// Control and format characters (bidirectional overrides, joiners, the byte order mark), line and paragraph separators, and halves of surrogate pairs:
// what a hostile name could drive a terminal or a reader's eye with.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The text on one line with everything unprintable spelled out (`\u{1b}`), so that what a system answered is only ever data. */
export function plainText(text: string): string {
  return text.replace(unprintable, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Plain text of at most `charactersMax` characters, an ellipsis for what was cut. */
export function clipped(text: string, charactersMax: number): string {
  const plain = plainText(text.length > 4 * charactersMax ? text.slice(0, 4 * charactersMax) : text);
  const all = Array.from(plain);
  return all.length <= charactersMax ? plain : `${all.slice(0, charactersMax - 1).join('')}…`;
}

const ESCAPED = /[<>&\u2028\u2029]/g;

/** JSON as Go writes it: `<`, `>`, `&` and the two line separators as escapes. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(ESCAPED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const fieldsMax = 5;
const fieldLengthMax = 100;

/** A `Warning` header about fields that were left out; null when there are none. Whatever a header cannot carry becomes `?`. */
export function warningOf(unknown: readonly string[]): string | null {
  if (unknown.length === 0) return null;
  const told = unknown.slice(0, fieldsMax).map((field) => field.slice(0, fieldLengthMax).replace(/[^\x20-\x7e]|["\\]/g, '?'));
  const more = unknown.length > fieldsMax ? ` and ${unknown.length - fieldsMax} more` : '';
  return `299 - "unknown fields ignored: ${told.join(', ')}${more}"`;
}

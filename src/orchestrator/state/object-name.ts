/** The longest name that every kind of object may have. */
const lengthMax = 63;

/** The names of documents as the name of an object: lower-case letters, digits and `-`. Different names may come to the same one. */
export function objectNameOf(...names: readonly string[]): string {
  const joined = names
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '-');
  return joined.slice(0, lengthMax).replace(/-+$/, '');
}

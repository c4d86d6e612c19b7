/** `text` with each `{name}` or `{name:argument}` in its place. @throws RangeError for one that `values` does not know */
export function fillTemplate(text: string, values: (name: string, argument: string) => string | null): string {
  return text.replace(/\{([a-z]+)(?::([^{}]+))?\}/g, (whole, name: string, argument: string | undefined) => {
    const value = values(name, argument ?? '');
    if (value === null) throw new RangeError(`a command of a node holds ${whole}, which means nothing here`);
    return value;
  });
}

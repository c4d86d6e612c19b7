/** A table; cells are given as they are shown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Whole paragraphs, with empty lines between them, as a file. */
export function page(...parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** A link to the chapter of that name. */
export function link(chapter: string): string {
  return `[${chapter}](#${chapter})`;
}

export function words(errors: readonly { readonly code: string }[]): string {
  return errors.map((error) => code(error.code)).join(', ');
}

/** One command of a document, without its comment. */
export interface ShellLine {
  readonly document: string;
  readonly line: number;
  readonly words: readonly string[];
}

function commandsOf(text: string): string[] {
  return text
    .replace(/(^|\s)#.*$/, '')
    .split('&&')
    .map((command) => command.trim())
    .filter((command) => command !== '');
}

/** The commands of the blocks fenced as `sh` in a Markdown document. */
export function shellLines(document: string, text: string): ShellLine[] {
  let within = false;
  return text.split('\n').flatMap((raw, index) => {
    const fence = /^\s*```(\w*)/.exec(raw);
    if (fence !== null) within = !within && fence[1] === 'sh';
    if (fence !== null || !within) return [];
    return commandsOf(raw).map((command) => ({ document, line: index + 1, words: command.split(/\s+/) }));
  });
}

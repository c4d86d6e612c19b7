/** A fenced block of a Markdown document. */
export interface FencedBlock {
  /** The line on which its text begins, from 1. */
  readonly line: number;
  readonly language: string;
  /** What follows the language: words such as `run`, and `name=value` or `name="value"`. */
  readonly marks: ReadonlyMap<string, string>;
  readonly text: string;
}

/** The fenced blocks of a document, in order. */
export function fencedBlocks(document: string): readonly FencedBlock[] {
  const blocks: FencedBlock[] = [];
  for (const match of document.matchAll(/^```(\w+)([^\n]*)\n(.*?)^```$/gms)) {
    const [, language = '', info = '', text = ''] = match;
    const words = [...info.matchAll(/(\w+)(?:=(?:"([^"]*)"|(\S+)))?/g)];
    const marks = new Map(words.map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']));
    blocks.push({ line: document.slice(0, match.index).split('\n').length + 1, language, marks, text });
  }
  return blocks;
}

import { limits } from '../limits.js';
import type { JsonNode } from './json-node.js';

/**
 * Reads the first JSON value of a text; what follows it is ignored, as Go's decoder does.
 *
 * @throws Error whose message is Go's own, as far as clients can tell
 */
export function firstJsonValue(text: string): JsonNode {
  return new Reader(text).first();
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const LITERALS: Readonly<Record<string, readonly [string, JsonNode]>> = {
  t: ['true', { kind: 'bool', value: true }],
  f: ['false', { kind: 'bool', value: false }],
  n: ['null', { kind: 'null' }],
};
const UNICODE_DIGITS = 4;
const SPACE = 0x20;
const DELETE = 0x7f;
const SHORT: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  39: "\\'",
  92: '\\\\',
};

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  first(): JsonNode {
    this.#skipSpace();
    if (this.#at >= this.#text.length) throw new Error('EOF');
    return this.#value();
  }

  #value(): JsonNode {
    this.#skipSpace();
    const start = this.#peek();
    if (start === '{') return this.#nested(() => this.#object());
    if (start === '[') return this.#nested(() => this.#array());
    if (start === '"') return { kind: 'string', value: this.#string() };
    const literal = LITERALS[start];
    if (literal !== undefined) return this.#literal(...literal);
    if (start === '-' || isDigit(start)) return this.#number();
    throw this.#invalid('looking for beginning of value');
  }

  #nested(read: () => JsonNode): JsonNode {
    this.#depth += 1;
    if (this.#depth > limits.jsonDepthMax) throw this.#invalid('exceeded max depth');
    this.#at += 1;
    const node = read();
    this.#depth -= 1;
    return node;
  }

  #object(): JsonNode {
    const entries: [string, JsonNode][] = [];
    this.#skipSpace();
    if (this.#take('}')) return { kind: 'object', entries };
    for (;;) {
      this.#skipSpace();
      if (this.#peek() !== '"') throw this.#invalid('looking for beginning of object key string');
      const key = this.#string();
      this.#skipSpace();
      if (!this.#take(':')) throw this.#invalid('after object key');
      entries.push([key, this.#value()]);
      this.#skipSpace();
      if (this.#take('}')) return { kind: 'object', entries };
      if (!this.#take(',')) throw this.#invalid('after object key:value pair');
    }
  }

  #array(): JsonNode {
    const items: JsonNode[] = [];
    this.#skipSpace();
    if (this.#take(']')) return { kind: 'array', items };
    for (;;) {
      items.push(this.#value());
      this.#skipSpace();
      if (this.#take(']')) return { kind: 'array', items };
      if (!this.#take(',')) throw this.#invalid('after array element');
    }
  }

  #string(): string {
    let value = '';
    this.#at += 1;
    for (;;) {
      const character = this.#peek();
      if (character === '"') break;
      if (character < ' ') throw this.#invalid('in string literal');
      this.#at += 1;
      value += character === '\\' ? this.#escape() : character;
    }
    this.#at += 1;
    // A lone surrogate becomes a replacement character.
    return Buffer.from(value).toString();
  }

  #escape(): string {
    const letter = this.#peek();
    const plain = ESCAPES[letter];
    if (plain === undefined && letter !== 'u') throw this.#invalid('in string escape code');
    this.#at += 1;
    if (plain !== undefined) return plain;
    let digits = '';
    while (digits.length < UNICODE_DIGITS) {
      if (!/[0-9a-fA-F]/.test(this.#peek())) throw this.#invalid('in \\u hexadecimal character escape');
      digits += this.#peek();
      this.#at += 1;
    }
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #literal(word: string, node: JsonNode): JsonNode {
    for (let index = 0; index < word.length; index += 1) {
      if (this.#peek() !== word[index]) throw this.#invalid(`in literal ${word} (expecting '${word[index]}')`);
      this.#at += 1;
    }
    return node;
  }

  #number(): JsonNode {
    const start = this.#at;
    this.#take('-');
    if (!this.#take('0')) this.#digits('in numeric literal');
    if (this.#text[this.#at] === '.') {
      this.#at += 1;
      this.#digits('after decimal point in numeric literal');
    }
    if (/[eE]/.test(this.#text[this.#at] ?? '')) {
      this.#at += 1;
      if (/[+-]/.test(this.#peek())) this.#at += 1;
      this.#digits('in exponent of numeric literal');
    }
    return { kind: 'number', text: this.#text.slice(start, this.#at) };
  }

  #digits(where: string): void {
    if (!isDigit(this.#peek())) throw this.#invalid(where);
    while (isDigit(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #peek(): string {
    const character = this.#text[this.#at];
    if (character === undefined) throw new Error('unexpected EOF');
    return character;
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #invalid(where: string): Error {
    return new Error(`invalid character '${quoted(this.#peek())}' ${where}`);
  }
}

/** A character as Go shows it between quotes. Go sees bytes, so of others than ASCII it shows the first byte, as if that were a character. */
function quoted(character: string): string {
  const code = Buffer.from(character)[0] ?? 0;
  const short = SHORT[code];
  if (short !== undefined) return short;
  if (code < SPACE || code === DELETE) return `\\x${code.toString(16).padStart(2, '0')}`;
  return String.fromCharCode(code);
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

import type { Model } from '../model.js';
import { knows, textOf } from './said.js';

/** What the states of one search share. */
interface Tree {
  count: number;
  readonly put: Map<string, Text>;
}

/** A text that knows which piece came last: thousands of them that grow from each other cost no more than their pieces. */
class Text {
  readonly number: number;
  /** Flattened only when it is compared. */
  readonly text: string;
  /** What was appended last; the whole text, where it was put. */
  readonly piece: string;
  readonly #tree: Tree;
  readonly #longer = new Map<string, Text>();

  constructor(tree: Tree, text: string, piece: string) {
    this.number = tree.count++;
    this.text = text;
    this.piece = piece;
    this.#tree = tree;
  }

  append(piece: string): Text {
    return kept(this.#longer, piece, () => new Text(this.#tree, this.text + piece, piece));
  }

  put(text: string): Text {
    return kept(this.#tree.put, text, () => new Text(this.#tree, text, text));
  }
}

/** One key of a store of texts, as in Porcupine's examples and the labs of MIT 6.5840. */
export const kvAppend: Model<Text> = {
  name: 'kv-append',
  about: 'a text, empty at first: get → text; put TEXT; append TEXT to its end',
  start: () => new Text({ count: 0, put: new Map() }, '', ''),
  step(state, { f, value, result }) {
    if (f === 'get') return result === undefined || state.text === result ? state : undefined;
    return f === 'put' ? state.put(String(value)) : state.append(String(value));
  },
  isRead: ({ f }) => f === 'get',
  keyOf: ({ number }) => number,
  // Where nothing is put, the text only grows: each text that was ever got begins with all before it, and begins all after it. What it grew from was looked at.
  possible(calls) {
    if (calls.some(({ f }) => f === 'put')) return undefined;
    const got = calls.flatMap(({ f, result }) => (f === 'get' && typeof result === 'string' ? [result] : []));
    const longest = got.reduce((one, other) => (other.length > one.length ? other : one), '');
    return ({ text, piece }) => {
      const at = text.length - piece.length;
      return longest.startsWith(piece.slice(0, Math.max(0, longest.length - at)), at);
    };
  },
  expect(call) {
    knows('kv-append', ['get', 'put', 'append'], call);
    if (call.f !== 'get' && typeof call.value !== 'string') throw new RangeError(`${call.f} wants a text, not ${textOf(call.value)}`);
  },
};

function kept(texts: Map<string, Text>, name: string, make: () => Text): Text {
  const found = texts.get(name) ?? make();
  texts.set(name, found);
  return found;
}

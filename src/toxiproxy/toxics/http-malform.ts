import { attribute, hold, oneChunk, pass } from './toxic-kind.js';
import type { Affect, Chunk, Item, Site, Step, ToxicKind } from './toxic-kind.js';

const HTML = '<html>Bad Gateway</html> ';
const UNFINISHED = '{"cut": [{"off": "';
const MARKS = '}]:,';
const FILLINGS = ['html', 'unfinished', 'marks'] as const;

/**
 * The bytes of the response's body are replaced by as many that are no JSON: the page of a gateway (`mode` 0), JSON that does not end (1), or drawn marks (2). Its head,
 * its length and its chunks stay as they are. Works downstream whatever its stream.
 */
export const httpMalform: ToxicKind = {
  type: 'http_malform',
  goName: 'HttpMalformToxic',
  attributes: ['mode'],
  choices: { mode: FILLINGS },
  readsHttp: true,
  holdsThroughUpdate: true,
  reach: ['downstream'],
  ...oneChunk,
  affect: (_attributes, site) => new Forgery(site),
};

class Forgery implements Affect {
  readonly #site: Site;
  /** How much of the body has been replaced. */
  #at = 0;

  constructor(site: Site) {
    this.#site = site;
  }

  decide(item: Item): Step {
    if (item === 'idle') return hold;
    if (item === 'end' || item.part === undefined || item.part.isInterim) return pass;
    const { exchange, kind } = item.part;
    if (kind === 'head') this.#at = 0;
    return kind === 'data' && this.#site.http.isMeant(exchange) ? this.#replace(item) : pass;
  }

  #replace({ bytes: { length } }: Chunk): Step {
    const bytes = Buffer.from(this.#filling(length), 'latin1');
    this.#at += length;
    return { kind: 'replace', bytes, did: 'malformed' };
  }

  #filling(length: number): string {
    const { attributes, draw } = this.#site;
    const filling = FILLINGS[attribute(attributes, 'mode')];
    if (filling === 'marks') return Array.from({ length }, () => MARKS[Math.floor(draw() * MARKS.length)] ?? '}').join('');
    if (filling === 'html') return repeated(HTML, this.#at, length);
    const begin = UNFINISHED.slice(this.#at, this.#at + length);
    return begin + 'x'.repeat(length - begin.length);
  }
}

/** That stretch of a text that goes on for ever. */
function repeated(text: string, from: number, length: number): string {
  const begin = from % text.length;
  return text.repeat(Math.ceil((begin + length) / text.length)).slice(begin, begin + length);
}

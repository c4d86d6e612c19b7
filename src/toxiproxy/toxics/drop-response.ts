import { attribute, close, drop, hold, oneChunk, pass, reset } from './toxic-kind.js';
import type { Affect, Attributes, Item, Loss, Site, Step, ToxicKind } from './toxic-kind.js';

const HANG = 2;
const ENDINGS: readonly Step[] = [reset, close, drop];

/**
 * Requests pass; a response is lost from its first byte on, and then the connection is reset (`mode` 0), closed (1) or hangs (2). A response is
 * the first data of the server after data of the client. Responses are counted over all connections of the proxy, since the toxic was created:
 * `nth` is the first to be lost (0 and 1: the first of all), `times` how many (0: all that follow). Works downstream whatever its stream.
 */
export const dropResponse: ToxicKind = {
  type: 'drop_response',
  goName: 'DropResponseToxic',
  attributes: ['mode', 'nth', 'times'],
  choices: { mode: ['reset', 'close', 'hang'] },
  reach: ['downstream'],
  ...oneChunk,
  affect: (attributes, site) => new Muzzle(attributes, site),
};

class Muzzle implements Affect {
  readonly #attributes: Attributes;
  readonly #counts: Record<string, number>;
  /** The last turn whose response has begun. */
  #answeredTurn: number;
  #isHanging = false;

  constructor(attributes: Attributes, { counts, talk }: Site) {
    this.#attributes = attributes;
    this.#counts = counts;
    // A request that is on its way while the toxic comes has its response before it.
    this.#answeredTurn = talk.isAsking ? talk.turn - 1 : talk.turn;
  }

  decide(item: Item): Step {
    if (item === 'idle') return hold;
    if (this.#isHanging) return item === 'end' ? hold : drop;
    if (item === 'end' || item.turn <= this.#answeredTurn) return pass;
    this.#answeredTurn = item.turn;
    if (!this.#isMeant()) return pass;
    const mode = attribute(this.#attributes, 'mode');
    this.#isHanging = mode === HANG;
    return ENDINGS[mode] ?? reset;
  }

  removed(): Loss {
    return this.#isHanging ? 'close' : 'nothing';
  }

  /** Counts one more response, and says whether it is one of those to be lost. */
  #isMeant(): boolean {
    const count = (this.#counts['responses'] ?? 0) + 1;
    this.#counts['responses'] = count;
    const first = Math.max(1, attribute(this.#attributes, 'nth'));
    const times = attribute(this.#attributes, 'times');
    return count >= first && (times <= 0 || count < first + times);
  }
}

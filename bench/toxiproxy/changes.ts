import type { ToxicWords } from './subject.js';

/** Chooses a whole number in [0, bound). */
export type Choose = (bound: number) => number;

/** One request to the API. */
export interface Change {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: ToxicWords;
}

const toxicsMax = 6;
/** Kinds that delay, cut or hold, but lose nothing, as `GET` would show them with these attributes. */
const kinds: readonly ((choose: Choose) => ToxicWords)[] = [
  () => ({ type: 'noop' }),
  (choose) => ({ type: 'latency', attributes: { latency: choose(20), jitter: choose(10) } }),
  (choose) => ({ type: 'bandwidth', attributes: { rate: 1_000 + choose(20_000) } }),
  () => ({ type: 'bandwidth', attributes: { rate: 0 } }),
  (choose) => ({ type: 'slicer', attributes: { average_size: 100 + choose(2_000), size_variation: choose(100), delay: choose(100) } }),
  (choose) => ({ type: 'slow_close', attributes: { delay: choose(100) } }),
  (choose) => ({ type: 'limit_data', attributes: { bytes: 2 ** 40 + choose(9) } }),
];

/** Adds, changes and removes toxics of one proxy without end, in an order that `choose` decides. */
export class Changes {
  readonly #path: string;
  readonly #choose: Choose;
  readonly #there: { readonly name: string; readonly type: unknown }[] = [];
  #made = 0;

  constructor(proxy: string, choose: Choose) {
    this.#path = `/proxies/${proxy}/toxics`;
    this.#choose = choose;
  }

  next(): Change {
    const way = this.#choose(3);
    if (this.#there.length === 0 || (way === 0 && this.#there.length < toxicsMax)) return this.#add();
    const index = this.#choose(this.#there.length);
    const { name, type } = this.#there[index] as { readonly name: string; readonly type: unknown };
    if (way === 1) return { method: 'PATCH', path: `${this.#path}/${name}`, body: this.#likeOne(type) };
    this.#there.splice(index, 1);
    return { method: 'DELETE', path: `${this.#path}/${name}` };
  }

  #add(): Change {
    this.#made += 1;
    const name = `t${this.#made}`;
    const words = (kinds[this.#choose(kinds.length)] as (choose: Choose) => ToxicWords)(this.#choose);
    this.#there.push({ name, type: words['type'] });
    const stream = this.#choose(2) === 0 ? 'upstream' : 'downstream';
    return { method: 'POST', path: this.#path, body: { ...words, name, stream } };
  }

  #likeOne(type: unknown): ToxicWords {
    const alike = kinds.map((make) => make(this.#choose)).filter((words) => words['type'] === type);
    return { attributes: alike[this.#choose(alike.length)]?.['attributes'] ?? {} };
  }
}
